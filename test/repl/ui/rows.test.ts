import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { layOut, windowOf } from '../../../src/repl/ui/rows.ts';

const HEADS = { head: 'demo> ', indent: ' ...> ' };

test('lines stand behind their heads, and the cursor is counted in cells', () => {
  const laid = layOut({ painted: "tags('珊瑚')\n.count()", offset: 8, columns: 80, ...HEADS });
  expect(laid).toEqual({ rows: ["demo> tags('珊瑚')", ' ...> .count()'], cursor: { x: 16, y: 0 } });
});

test('a long line is broken, and colours go on behind the break', () => {
  const painted = '\x1b[32mabcdefghij\x1b[0mkl';
  expect(layOut({ painted, offset: 12, columns: 13, ...HEADS })).toEqual({
    rows: ['demo> \x1b[32mabcdef\x1b[0m', '\x1b[32mghij\x1b[0mkl'],
    cursor: { x: 6, y: 1 },
  });
});

test('no row is wider than the terminal, and the cursor is always inside', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '珊', 'e\u0301', '👩‍🔬') });
  fc.assert(
    fc.property(text, fc.nat(), fc.integer({ min: 12, max: 40 }), (painted, at, columns) => {
      const { rows, cursor } = layOut({ painted, offset: at % (painted.length + 1), columns, ...HEADS });
      expect(Math.max(...rows.map((row) => stringWidth(row)))).toBeLessThan(columns);
      expect(cursor.y).toBeLessThan(rows.length);
      expect(cursor.x).toBeLessThan(columns);
    }),
  );
});

test('a window shows the rows round the cursor', () => {
  const rows = ['0', '1', '2', '3', '4', '5'];
  expect(windowOf({ rows, cursor: { x: 1, y: 5 } }, 3)).toEqual({ rows: ['3', '4', '5'], cursor: { x: 1, y: 2 } });
  expect(windowOf({ rows, cursor: { x: 0, y: 0 } }, 3)).toEqual({ rows: ['0', '1', '2'], cursor: { x: 0, y: 0 } });
});
