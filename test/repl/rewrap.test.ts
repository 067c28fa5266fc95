import xterm from '@xterm/headless';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DrawnRows, rewrapIn, rowsAboveCursor } from '../../src/repl/rewrap.ts';

const LONG = 'a'.repeat(90);

test.each<[string, Omit<DrawnRows, 'size'>, number, number]>([
  ['a row that fits', { rows: ['demo> x', 'demo'], cursor: { x: 7, y: 0 } }, 40, 0],
  ['the cursor in the third part of its row', { rows: [LONG, LONG], cursor: { x: 85, y: 0 } }, 40, 2],
  ['the cursor at the end of parts that are full', { rows: ['a'.repeat(80)], cursor: { x: 80, y: 0 } }, 40, 1],
  ['rows above the cursor', { rows: [LONG, 'b', 'c'.repeat(41), 'd'], cursor: { x: 1, y: 3 } }, 40, 6],
  ['no cursor: it is below', { rows: [LONG, 'b'], cursor: undefined }, 40, 4],
  ['a row without text', { rows: ['', ''], cursor: undefined }, 40, 2],
  ['colours count nothing', { rows: [`\x1b[36m${'a'.repeat(40)}\x1b[39m`], cursor: undefined }, 40, 1],
  ['wide characters are not divided', { rows: ['珊'.repeat(20)], cursor: undefined }, 39, 2],
])('%s', (_, rows, columns, above) => {
  expect(rowsAboveCursor({ ...rows, size: { columns: 160, rows: 40 } }, { columns, rows: 40 }, 'breaks')).toBe(above);
});

test('what was cut at the edge of the screen was not there', () => {
  expect(
    rowsAboveCursor(
      { rows: [LONG, LONG], size: { columns: 50, rows: 40 }, cursor: undefined },
      { columns: 40, rows: 40 },
      'breaks',
    ),
  ).toBe(4);
  expect(
    rowsAboveCursor(
      { rows: [LONG, LONG], size: { columns: 40, rows: 40 }, cursor: undefined },
      { columns: 40, rows: 40 },
      'breaks',
    ),
  ).toBe(2);
});

test('a terminal that cuts rows adds none', () => {
  expect(
    rowsAboveCursor(
      { rows: [LONG, LONG], size: { columns: 160, rows: 40 }, cursor: { x: 1, y: 1 } },
      { columns: 40, rows: 40 },
      'cuts',
    ),
  ).toBe(1);
  expect(
    rowsAboveCursor(
      { rows: [LONG, LONG], size: { columns: 160, rows: 40 }, cursor: undefined },
      { columns: 40, rows: 40 },
      'cuts',
    ),
  ).toBe(2);
});

const FRAME = fc.tuple(
  fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '珊'), maxLength: 39 }), { minLength: 1, maxLength: 5 }),
  fc.nat(4),
  fc.nat(79),
  fc.boolean(),
);

/** How far the rows that are counted are from the first of the frame: 0, or the rows that would stay above it. */
async function missed(
  [texts, at, column, isHidden]: typeof FRAME extends fc.Arbitrary<infer T> ? T : never,
  columns: number,
  height: number,
): Promise<number> {
  const rows = texts.map((text) => text.slice(0, 39));
  const cursor = isHidden ? undefined : { y: Math.min(at, rows.length - 1), x: column };
  const terminal = new xterm.Terminal({ cols: 80, rows: 40, allowProposedApi: true, logLevel: 'off' });
  const back = cursor === undefined ? '' : `\x1b[${String(rows.length - cursor.y)}A\x1b[${String(cursor.x + 1)}G`;
  const printed = height === 40 ? 1 : 36;
  await written(terminal, `${'printed\r\n'.repeat(printed)}${rows.map((text) => `${text}\r\n`).join('')}${back}`);
  terminal.resize(columns, height);
  const size = { columns: 80, rows: 40 };
  const above = rowsAboveCursor({ rows, size, cursor }, { columns, rows: height }, 'as xterm.js');
  const { baseY, cursorY } = terminal.buffer.active;
  return baseY + cursorY - above - printed;
}

const NARROWER = fc.integer({ min: 12, max: 79 });

test('xterm.js is told of what it does itself', async () => {
  const none = fc.asyncProperty(FRAME, NARROWER, async (frame, columns) => {
    expect(await missed(frame, columns, 40)).toBe(0);
  });
  await fc.assert(none, { numRuns: 300 });
}, 60_000);

test('where it has become lower, too, no row is taken that was printed', async () => {
  const none = fc.asyncProperty(FRAME, NARROWER, fc.integer({ min: 12, max: 39 }), async (frame, columns, height) => {
    expect(await missed(frame, columns, height)).toBeGreaterThanOrEqual(0);
  });
  await fc.assert(none, { numRuns: 500 });
}, 60_000);

function written(terminal: xterm.Terminal, text: string): Promise<void> {
  return new Promise((resolve) => {
    terminal.write(text, resolve);
  });
}

test.each([
  ['>0;276;0c', 'as xterm.js'],
  ['>41;390;0c', 'cuts'],
  ['>41;2500;0c', 'breaks'],
  ['>84;0;0c', 'breaks'],
  ['?62;4c', undefined],
  ['0n', undefined],
])('the answer %s', (body, how) => {
  expect(rewrapIn({ kind: 'reply', protocol: 'csi', body })).toBe(how);
});
