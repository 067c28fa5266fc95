import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellWidth } from '../../../src/render/cells.ts';
import { drawPager } from '../../../src/repl/sheet/draw-pager.ts';
import { KEYMAP } from '../../../src/repl/input/keymap.ts';
import type { PagerAction } from '../../../src/repl/input/pager-keys.ts';
import { openPager, type PagedText, type PagerEvent, reducePager } from '../../../src/repl/sheet/pager-state.ts';

const textOf = (lines: readonly string[]): PagedText => ({ title: 'page', lines: () => lines });

const LOOK = { columns: 80, colour: 0, unicode: true, theme: 'dark', maxRows: 40 } as const;
const ACTIONS: readonly PagerAction[] = [
  'down',
  'up',
  'page-down',
  'page-up',
  'first',
  'last',
  'search',
  'next',
  'previous',
];

const size = fc.record({ columns: fc.integer({ min: 1, max: 120 }), rows: fc.integer({ min: 1, max: 40 }) });
const lines = fc.array(fc.constantFrom('a coral', 'b', '', '珊瑚礁 reef', '\x1b[1mCoral\x1b[0m'), {
  minLength: 1,
  maxLength: 200,
});
const event: fc.Arbitrary<PagerEvent> = fc.oneof(
  fc.constantFrom(...ACTIONS).map((action): PagerEvent => ({ type: 'pressed', action })),
  size.map((to): PagerEvent => ({ type: 'resized', size: to })),
  fc.constantFrom('coral', 'x').map((text): PagerEvent => ({ type: 'typed', action: { type: 'insert', text } })),
  fc.constant<PagerEvent>({ type: 'input-ended', how: 'accepted' }),
);

test('whatever is pressed at whatever size, the text fits the screen', () => {
  fc.assert(
    fc.property(lines, size, fc.array(event, { maxLength: 30 }), (text, first, events) => {
      let state = openPager(textOf(text), first);
      for (const each of events) {
        state = reducePager(state, each);
        const { rows, cursor } = drawPager(state, LOOK, KEYMAP);
        expect(rows.length).toBeLessThanOrEqual(state.size.rows);
        for (const row of rows) expect(cellWidth(row)).toBeLessThanOrEqual(state.size.columns);
        expect(cursor?.x).toBeLessThan(state.size.columns);
        expect(state.top).toBeGreaterThanOrEqual(0);
        expect(state.top).toBeLessThan(state.lines.length);
      }
    }),
  );
});

test('n goes from hit to hit and round the end, N the other way, whatever the case', () => {
  const text = ['one', 'Coral', 'two', 'coral', 'three'];
  const run = (...actions: readonly PagerAction[]) => {
    let state = openPager(textOf(text), { columns: 20, rows: 4 });
    state = reducePager(state, { type: 'pressed', action: 'search' });
    state = reducePager(state, { type: 'typed', action: { type: 'insert', text: 'coral' } });
    state = reducePager(state, { type: 'input-ended', how: 'accepted' });
    for (const action of actions) state = reducePager(state, { type: 'pressed', action });
    return state.found;
  };
  expect([run(), run('next'), run('next', 'next'), run('previous')]).toEqual([1, 3, 1, 3]);
});
