import xterm from '@xterm/headless';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { repaint } from '../../../src/repl/sheet/repaint.ts';
import type { ScreenRows } from '../../../src/repl/sheet/screen-rows.ts';

const COLUMNS = 20;
const ROWS = 8;

/** A list with a title above and a line below, scrolled to `first`. */
const screen = fc
  .record({
    first: fc.integer({ min: 0, max: 12 }),
    title: fc.string({ unit: fc.constantFrom('a', 'b', '礁'), maxLength: 10 }),
    odd: fc.boolean(),
  })
  .map(({ first, title, odd }): ScreenRows => {
    const body = Array.from(
      { length: ROWS - 2 },
      (_, i) => `row ${String(first + i)}${odd && i === 2 ? ' x'.repeat(7) : ''}`,
    );
    return {
      rows: [title, ...body, 'f'.repeat(COLUMNS)],
      cursor: { x: 2, y: 3 },
      body: { top: 1, height: ROWS - 2, first },
    };
  });

async function shown(texts: readonly string[]): Promise<readonly string[]> {
  const terminal = new xterm.Terminal({ cols: COLUMNS, rows: ROWS, allowProposedApi: true, logLevel: 'off' });
  for (const text of texts)
    await new Promise<void>((resolve) => {
      terminal.write(text, resolve);
    });
  const { active } = terminal.buffer;
  const lines = Array.from({ length: ROWS }, (_, y) => active.getLine(active.baseY + y)?.translateToString(true) ?? '');
  terminal.dispose();
  return [...lines, `${String(active.cursorX)},${String(active.cursorY)}`, String(active.baseY)];
}

test('going from screen to screen by what differs ends where drawing the last one whole does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(screen, { minLength: 1, maxLength: 8 }), async (screens) => {
      const texts = screens.map((after, i) => repaint(screens[i - 1] ?? null, after));
      const last = screens.at(-1);
      expect(await shown(texts)).toEqual(await shown(last === undefined ? [] : [repaint(null, last)]));
    }),
    { numRuns: 200 },
  );
});

test('a row further down costs a row, not the screen', () => {
  const at = (first: number): ScreenRows => ({
    rows: ['t', ...Array.from({ length: 40 }, (_, i) => `${String(first + i)} ${'x'.repeat(100)}`), 'end'],
    cursor: null,
    body: { top: 1, height: 40, first },
  });
  expect(repaint(at(0), at(1)).length).toBeLessThan(300);
  expect(repaint(at(5), at(4)).length).toBeLessThan(300);
  expect(repaint(at(0), at(0))).not.toContain('x');
});
