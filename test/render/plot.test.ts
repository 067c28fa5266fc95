import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Output } from '../../src/output.ts';
import { renderOutput } from '../../src/render/index.ts';
import { createCanvas } from '../../src/render/plot/canvas.ts';

const LOOK = { columns: 80, colour: 0, unicode: true, theme: 'dark', maxRows: 100 } as const;

function counted(
  form: 'stacked' | 'heat',
  rows: readonly (readonly [string, string | number | null, number])[],
): Output {
  const columns = [
    { name: 'a', type: 'string' },
    { name: 'b', type: 'string' },
    { name: 'count', type: 'int', role: 'count' },
  ] as const;
  return { kind: 'plot', plot: { form, table: { kind: 'table', columns, rows, total: rows.length } } };
}

describe('stacked bars', () => {
  test('parts are as long as their counts, and every series has a mark of its own', () => {
    const text = renderOutput(
      counted('stacked', [
        ['x', 'train', 30],
        ['x', 'val', 20],
        ['x', null, 10],
        ['y', 'val', 15],
      ]),
      LOOK,
    );
    expect(text.split('\n')).toEqual([
      'a by b',
      `x  60  ${'█'.repeat(30)}${'░'.repeat(20)}${'▓'.repeat(10)}`,
      `y  15  ${'░'.repeat(15)}`,
      '█ train 30  ░ val 35  ▓ – 10',
      '2 rows',
      '',
    ]);
  });

  test('what is not nothing has at least a cell', () => {
    const text = renderOutput(
      counted('stacked', [
        ['many', 'v', 10_000],
        ['few', 'v', 1],
      ]),
      LOOK,
    );
    expect(text).toContain('few        1  █\n');
  });

  test('the smallest of too many series are put together, and that is said', () => {
    const rows = Array.from({ length: 12 }, (_, i) => ['x', `s${String(i).padStart(2, '0')}`, 20 - i] as const);
    const text = renderOutput(counted('stacked', rows), LOOK);
    expect(text).toContain(': rest 55');
    expect(text).toContain('5 values of b put together as rest');
  });

  test('a bar has as many cells as its share of the longest, whatever the counts', () => {
    const counts = fc.array(fc.tuple(fc.nat(500), fc.nat(500), fc.nat(500)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(counts, (list) => {
        const rows = list.flatMap((three, i) => three.map((n, j) => [`r${String(i)}`, `s${String(j)}`, n] as const));
        const lines = renderOutput(counted('stacked', rows), LOOK).split('\n');
        const largest = Math.max(1, ...list.map((three) => three.reduce((sum, n) => sum + n)));
        for (const [i, three] of list.entries()) {
          const all = three.reduce((sum, n) => sum + n);
          const line = lines.find((one) => one.startsWith(`r${String(i)} `)) ?? '';
          const drawn = line.replace(/[^█░▓]/gu, '').length;
          expect(drawn).toBe(all === 0 ? 0 : Math.max(1, Math.round((all / largest) * 60)));
        }
      }),
    );
  });
});

describe('a heat matrix', () => {
  test('has a darker square for more, none for nothing, years in order', () => {
    const text = renderOutput(
      counted('heat', [
        ['x', 2021, 1],
        ['x', 2020, 8],
        ['y', 2020, 4],
        ['y', null, 5],
      ]),
      LOOK,
    );
    expect(text.split('\n').slice(1, 5)).toEqual([
      '   2020  2021     –',
      'x  █  8  ░  1',
      'y  ▒  4        ▓  5',
      '░ 1–2   ▒ 3–4   ▓ 5–6   █ 7–8',
    ]);
  });
});

describe('a canvas', () => {
  test('dots lie where they are set', () => {
    const canvas = createCanvas(2, 1, true);
    canvas.set(0, 0);
    canvas.set(1, 3);
    canvas.set(2, 1);
    expect(canvas.rows()).toEqual(['⢁⠂']);
  });

  test('every cell of a line is touched, and nothing outside', () => {
    const dot = fc.tuple(fc.integer({ min: -20, max: 60 }), fc.integer({ min: -20, max: 60 }));
    fc.assert(
      fc.property(dot, dot, fc.boolean(), ([x0, y0], [x1, y1], unicode) => {
        const canvas = createCanvas(10, 5, unicode);
        canvas.line(x0, y0, x1, y1);
        const rows = canvas.rows();
        expect(rows.map((row) => row.length)).toEqual([10, 10, 10, 10, 10]);
        const isIn = x0 >= 0 && x0 < 20 && y0 >= 0 && y0 < 20;
        if (isIn) expect(rows[y0 >> 2]?.[x0 >> 1]).not.toBe(' ');
      }),
    );
  });
});
