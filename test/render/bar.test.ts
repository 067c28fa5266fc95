import { expect, test } from 'vitest';
import { widestBar } from '../../src/render/bar.ts';
import { cellWidth } from '../../src/render/cells.ts';
import { renderHistogram } from '../../src/render/histogram.ts';
import { renderTable } from '../../src/render/table.ts';
import { EXAMPLES } from './examples.ts';

const LOOK = { colour: 0, unicode: true, theme: 'dark', maxRows: 10 } as const;

/** The cells of the longest bar of an example at a width. */
function longest(name: 'counts' | 'histogram', columns: number): number {
  const output = EXAMPLES[name];
  if (output?.kind !== 'table') throw new Error(`${name} is no table`);
  const look = { ...LOOK, columns };
  const text = name === 'counts' ? renderTable(output, look) : renderHistogram(output, look);
  return Math.max(...text.split('\n').map((line) => cellWidth(/[█▏▎▍▌▋▊▉]+$/u.exec(line)?.[0] ?? '')));
}

test('bars grow with a terminal that is wider than 80 columns, to twice their length', () => {
  expect([40, 80, 100, 120, 160, 240].map((columns) => widestBar(48, { columns }))).toEqual([48, 48, 60, 72, 96, 96]);
});

test.each([
  ['counts', [0, 0, 36, 48, 48]],
  ['histogram', [21, 48, 72, 96, 96]],
] as const)('the longest bar of %s at 40, 80, 120, 160 and 240 columns', (name, cells) => {
  expect([40, 80, 120, 160, 240].map((columns) => longest(name, columns))).toEqual(cells);
});
