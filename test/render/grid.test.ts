import { describe, expect, test } from 'vitest';
import { type GridColumn, layoutGrid } from '../../src/render/grid.ts';

const options = { columns: 40, colour: 0, unicode: true, theme: 'dark', maxRows: 40 } as const;

function column(head: string, cell: string, cut: GridColumn['cut'] = 'end'): GridColumn {
  return { head, cells: [cell], align: 'left', priority: 50, cut };
}

describe('blocks on a narrow terminal', () => {
  const linesOf = (note: string): readonly string[] =>
    layoutGrid([column('a', '1', 'never'), column('b', '2'), column('c', '3'), column('note', note)], options).lines;

  test('a long text goes on below, whole', () => {
    expect(linesOf('six changes on forty-eight samples with one hundred and twelve labels').slice(3)).toEqual([
      'note: six changes on forty-eight samples',
      '  with one hundred and twelve labels',
    ]);
  });

  test('four lines of it, then it is cut', () => {
    const lines = linesOf('word '.repeat(100)).slice(3);
    expect(lines.length).toBe(4);
    expect(lines.at(-1)).toMatch(/^ {2}word .*…$/u);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(40);
  });

  test('a text without spaces is cut', () => {
    expect(linesOf('x'.repeat(90)).slice(3)).toEqual([`note: ${'x'.repeat(33)}…`]);
  });
});
