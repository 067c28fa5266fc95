import { expect, test } from 'vitest';
import { renderOutput } from '../../src/render/index.ts';

const LOOK = { columns: 60, colour: 0, unicode: true, theme: 'dark', maxRows: 100 } as const;

const COLUMNS = [
  { name: 'area', type: 'string' },
  { name: 'year', type: 'int' },
  { name: 'count', type: 'int', role: 'count' },
] as const;

test('counts of two values stand side by side, missing last, with sums', () => {
  const rows = [
    ['bora', 2021, 3],
    ['bora', null, 1],
    ['moorea', 2019, 2],
    [null, 2021, 1],
  ];
  const table = {
    kind: 'table',
    columns: COLUMNS,
    rows,
    total: 4,
    crosstab: true,
    of: { what: 'samples', total: 7 },
  } as const;
  expect(renderOutput(table, LOOK).split('\n')).toEqual([
    'area \\ year  2019  2021  –  all',
    'bora            –     3  1    4',
    'moorea          2     –  –    2',
    '–               –     1  –    1',
    '3 rows of 7 samples',
    '',
  ]);
});

test('with many second values the combinations are listed', () => {
  const rows = Array.from({ length: 13 }, (_, i) => ['bora', 2000 + i, 1]);
  const table = { kind: 'table', columns: COLUMNS, rows, total: 13, crosstab: true } as const;
  expect(renderOutput(table, LOOK)).toContain('13 rows');
});
