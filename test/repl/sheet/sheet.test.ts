import fc from 'fast-check';
import { openSheet } from '../../../src/repl/sheet/open-sheet.ts';
import { describe, expect, test } from 'vitest';
import type { Value } from '../../../src/dataset/query/answer.ts';
import { UserError } from '../../../src/diagnostics.ts';
import { cellWidth } from '../../../src/render/cells.ts';
import { renderOutput } from '../../../src/render/index.ts';
import { drawSheet } from '../../../src/repl/sheet/draw-sheet.ts';
import { expressionOf, reduceSheet } from '../../../src/repl/sheet/reduce-sheet.ts';
import { KEYMAP } from '../../../src/repl/input/keymap.ts';
import { SHEET_KEYS, type SheetAction } from '../../../src/repl/input/sheet-keys.ts';
import { bodyHeight, placeColumns, visibleColumns } from '../../../src/repl/sheet/sheet-layout.ts';
import type { SheetSource } from '../../../src/repl/sheet/sheet-source.ts';
import {
  KEPT_PAGES,
  PAGE,
  type SheetEvent,
  type SheetRequest,
  type SheetState,
  shownLevel,
} from '../../../src/repl/sheet/sheet-state.ts';
import { tableOf } from './sheet-source-fixture.ts';

const LOOK = { columns: 80, colour: 0, unicode: true, theme: 'dark', maxRows: 40 } as const;

// eslint-disable-next-line no-control-regex -- colour sequences are what is left out
const COLOUR = /\x1b\[[\d;]*[mG]/gu;
/** What could move the cursor or turn the order of text round. */
const UNSAFE = /[\p{Cc}\u202e]/u;

/** What the world outside would do, at once: all of it comes from memory. */
async function settle(state: SheetState, event: SheetEvent): Promise<SheetState> {
  const step = reduceSheet(state, event);
  let now = step.state;
  for (const request of step.requests) {
    const reply = await replyTo(request);
    if (reply !== undefined) now = await settle(now, reply);
  }
  return now;
}

async function replyTo(request: SheetRequest): Promise<SheetEvent | undefined> {
  const { signal } = new AbortController();
  const failed = { type: 'failed', stays: true, notice: { text: 'no', isError: true } } as const;
  const otherwise = (error: unknown) => {
    if (error instanceof UserError) return failed;
    throw error;
  };
  switch (request.kind) {
    case 'rows': {
      const { level, page, source } = request;
      const rows = await source.rows(page * PAGE, (page + 1) * PAGE, signal);
      return { type: 'rows-read', level, page, rows };
    }
    case 'derive': {
      const { derivation } = request;
      const made = request.source.derive(derivation, signal);
      return made.then((source) => ({ type: 'derived', derivation, source }) as const, otherwise);
    }
    case 'plot': {
      const output = await request.source.plot(request.column, signal);
      const lines = (columns: number) =>
        renderOutput(output, { ...LOOK, columns })
          .trimEnd()
          .split('\n');
      return { type: 'text-opened', text: { title: 'plot', lines } };
    }
    case 'count-matches': {
      const { pattern, source } = request;
      const count = await source.countMatches(pattern, signal).catch((error: unknown) => otherwise(error).notice);
      return { type: 'matches-counted', pattern, count };
    }
    case 'matches': {
      const { pattern, most, source } = request;
      const found = source.matches(pattern, most, signal);
      return found.then((rows) => ({ type: 'matched', pattern, rows }) as const, otherwise);
    }
    case 'help':
    case 'copy':
    case 'cancel':
    case 'close':
      return undefined;
  }
}

async function press(source: SheetSource, ...actions: readonly SheetAction[]): Promise<SheetState> {
  let state = await settle(openSheet(source, { columns: 80, rows: 24 }), {
    type: 'resized',
    size: { columns: 80, rows: 24 },
  });
  for (const action of actions) state = await settle(state, { type: 'pressed', action });
  return state;
}

function column(state: SheetState, at: number): readonly Value[] {
  return shownLevel(state).source.first.map(({ cells }) => cells[at] ?? null);
}

const value: fc.Arbitrary<Value> = fc.oneof(
  fc.constant(null),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('珊瑚礁', '\x1b[31mred', 'a\nb\tc', '\u202eevil', '👩‍🔬', 'e\u0301', 'x'.repeat(200)),
);

const table = fc
  .record({ width: fc.integer({ min: 1, max: 12 }), height: fc.integer({ min: 0, max: 450 }) })
  .chain(({ width, height }) =>
    fc.record({
      names: fc.array(fc.string({ unit: 'grapheme' }), { minLength: width, maxLength: width }),
      cells: fc.array(value, { minLength: width, maxLength: 40 }),
      height: fc.constant(height),
    }),
  )
  .map(({ names, cells, height }) =>
    tableOf(
      names,
      Array.from({ length: height }, (_, y) => names.map((_name, x) => cells[(y * 7 + x) % cells.length] ?? null)),
    ),
  );

const events = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.constantFrom(...SHEET_KEYS.map(([action]) => ({ type: 'pressed' as const, action }))),
    },
    {
      weight: 1,
      arbitrary: fc
        .record({ columns: fc.integer({ min: 1, max: 220 }), rows: fc.integer({ min: 1, max: 70 }) })
        .map((size) => ({ type: 'resized' as const, size })),
    },
    {
      weight: 2,
      arbitrary: fc
        .string({ maxLength: 3 })
        .map((text) => ({ type: 'typed' as const, action: { type: 'insert' as const, text } })),
    },
    {
      weight: 2,
      arbitrary: fc
        .constantFrom('accepted', 'cancelled')
        .map((how) => ({ type: 'input-ended' as const, how: how as 'accepted' })),
    },
  ),
  { maxLength: 40 },
);

test('whatever is pressed at whatever size: rows fit the screen, and the cursor is on a row and a column that are seen', async () => {
  await fc.assert(
    fc.asyncProperty(table, events, fc.constantFrom(0, 3), async (source, pressed, colour) => {
      let state = openSheet(source, { columns: 80, rows: 24 });
      for (const event of pressed) {
        state = await settle(state, event);
        const { columns, rows } = state.size;
        const drawn = drawSheet(state, { ...LOOK, colour }, KEYMAP);
        expect(drawn.rows.length).toBeLessThanOrEqual(rows);
        for (const row of drawn.rows) expect(cellWidth(row)).toBeLessThanOrEqual(columns);
        for (const row of drawn.rows) expect(row.replaceAll(COLOUR, '')).not.toMatch(UNSAFE);
        expect(drawn.cursor?.y).toBeLessThan(rows);
        expect(drawn.cursor?.x).toBeLessThan(columns);
        const level = shownLevel(state);
        expect(level.row).toBeGreaterThanOrEqual(0);
        expect(level.row).toBeLessThan(Math.max(1, level.source.total));
        expect(level.row - level.top).toBeGreaterThanOrEqual(0);
        expect(level.row - level.top).toBeLessThan(bodyHeight(state.size));
        expect(visibleColumns(level)).toContain(level.column);
        expect(level.pages.size).toBeLessThanOrEqual(KEPT_PAGES);
        if (columns >= 40) expect(placeColumns(level, columns).map(({ index }) => index)).toContain(level.column);
      }
    }),
    { numRuns: 150 },
  );
});

describe('a table', () => {
  const areas = tableOf(
    ['area', 'n'],
    [
      ['Moorea', 3],
      ['Tahiti', 1],
      ['Moorea', 2],
      [null, 2],
    ],
  );

  test('sorts either way, missing first ascending, and keeps what is selected', async () => {
    const up = await press(areas, 'select', 'right', 'sort-up');
    expect(column(up, 1)).toEqual([1, 2, 2, 3]);
    expect([...shownLevel(up).selected.values()].map(({ cells }) => cells)).toEqual([['Moorea', 3]]);
    expect(column(await press(areas, 'right', 'sort-down'), 1)).toEqual([3, 2, 2, 1]);
    expect(column(await press(areas, 'sort-up'), 0)).toEqual([null, 'Moorea', 'Moorea', 'Tahiti']);
  });

  test('counts the values of a column, one level down, and comes back', async () => {
    const counts = await press(areas, 'frequency');
    expect(shownLevel(counts).source.columns.map(({ name }) => name)).toEqual(['area', 'count', '%']);
    expect(shownLevel(counts).source.first.map(({ cells }) => cells)).toEqual([
      ['Moorea', 2, 50],
      ['Tahiti', 1, 25],
      [null, 1, 25],
    ]);
    expect(expressionOf(shownLevel(counts))).toBe("'Moorea'");
    expect(column(await settle(counts, { type: 'pressed', action: 'back' }), 1)).toEqual([3, 1, 2, 2]);
  });

  test('describes its columns', async () => {
    const described = await press(areas, 'describe');
    expect(shownLevel(described).source.first.map(({ cells }) => cells)).toEqual([
      ['area', 'mixed', 1, 2, 'Moorea', 'Tahiti', null],
      ['n', 'mixed', 0, 3, 1, 3, 2],
    ]);
  });

  test('keeps rows that hold a text, and rows that are selected', async () => {
    let state = await press(areas, 'filter');
    state = await settle(state, { type: 'typed', action: { type: 'insert', text: 'moo' } });
    state = await settle(state, { type: 'input-ended', how: 'accepted' });
    expect(column(state, 1)).toEqual([3, 2]);
    expect(column(await press(areas, 'select', 'down', 'select', 'keep'), 1)).toEqual([3, 2]);
    const none = await press(areas, 'keep');
    expect(none.levels).toHaveLength(1);
    expect(none.notice?.isError).toBe(true);
  });

  test('Enter takes the value at the cursor, or those of the selected rows', async () => {
    expect(expressionOf(shownLevel(await press(areas, 'right')))).toBe('3');
    expect(expressionOf(shownLevel(await press(areas, 'select', 'select')))).toBe("['Moorea', 'Tahiti']");
    const quoted = tableOf(['x'], [["it's \\ \n"]]);
    expect(expressionOf(shownLevel(await press(quoted)))).toBe(String.raw`'it\'s \\ \n'`);
  });

  test('y copies the value, Y the row, and of a selection rows with their heads', async () => {
    const copied = (state: SheetState, action: SheetAction) => reduceSheet(state, { type: 'pressed', action }).requests;
    expect(copied(await press(areas), 'yank')).toEqual([{ kind: 'copy', text: 'Moorea', what: 'the value' }]);
    expect(copied(await press(areas), 'yank-row')).toEqual([{ kind: 'copy', text: 'Moorea\t3\n', what: 'the row' }]);
    expect(copied(await press(areas, 'select', 'select'), 'yank')).toEqual([
      { kind: 'copy', text: 'area\tn\nMoorea\t3\nTahiti\t1\n', what: '2 rows' },
    ]);
  });

  test('| names the column that the pattern is for, in the line that is typed', async () => {
    const state = await settle(await press(areas, 'right', 'select-matching'), {
      type: 'typed',
      action: { type: 'insert', text: '^2' },
    });
    const drawn = (columns: number) =>
      drawSheet({ ...state, size: { columns, rows: 12 } }, { ...LOOK, columns }, KEYMAP);
    expect(drawn(80).rows.map((row) => row.trimEnd())).toContain('| n: ^2');
    expect(drawn(80).cursor?.x).toBe('| n: ^2'.length);
  });

  test('| counts while a pattern is typed, selects what it fits, and tells what is none', async () => {
    let state = await press(areas, 'select-matching');
    const type = async (text: string) => settle(state, { type: 'typed', action: { type: 'insert', text } });
    state = await type('^moo|TA');
    expect(state.input).toMatchObject({ kind: 'pattern', matches: 3 });
    state = await type('(');
    expect(state.notice).toEqual({ text: 'no', isError: true });
    expect(await settle(state, { type: 'input-ended', how: 'cancelled' })).toMatchObject({ input: null, notice: null });
    state = await press(areas, 'select-matching');
    state = await settle(await type('OREA$'), { type: 'input-ended', how: 'accepted' });
    expect([...shownLevel(state).selected.values()].map(({ cells }) => cells[1])).toEqual([3, 2]);
    expect(shownLevel(state).pattern).toEqual({ column: 0, source: 'OREA$' });
    const more = await settle(state, { type: 'pressed', action: 'select' });
    expect(shownLevel(more).pattern).toBeNull();
    state = await settle(await press(areas, 'select-matching'), {
      type: 'typed',
      action: { type: 'insert', text: 'x' },
    });
    state = await settle(state, { type: 'input-ended', how: 'accepted' });
    expect(state.notice?.text).toBe('nothing fits /x/');
    expect(state.input).not.toBeNull();
  });

  test('. draws the column over the sheet, and back takes it away', async () => {
    const state = await press(areas, 'right', 'plot');
    expect(state.texts.at(-1)?.lines.map((line) => line.split('  ')[0]?.trim())).toContain('2');
    const back = { type: 'text', event: { type: 'pressed', action: 'back' } } as const;
    expect((await settle(state, back)).texts).toEqual([]);
  });

  test('hides columns but the last, and shows them again', async () => {
    const hidden = await press(areas, 'hide', 'hide');
    expect(visibleColumns(shownLevel(hidden))).toEqual([1]);
    expect(visibleColumns(shownLevel(await settle(hidden, { type: 'pressed', action: 'show-all' })))).toEqual([0, 1]);
  });
});

test('while something is made, keys that would change what it is made from do nothing, and Ctrl-C stops it', () => {
  const source = tableOf(['n'], [[1], [2]]);
  const opened = openSheet(source, { columns: 80, rows: 24 });
  const sorting = reduceSheet(opened, { type: 'pressed', action: 'sort-up' });
  expect(sorting.requests.map(({ kind }) => kind)).toEqual(['derive']);
  expect(reduceSheet(sorting.state, { type: 'pressed', action: 'frequency' }).requests).toEqual([]);
  const stopped = reduceSheet(sorting.state, { type: 'pressed', action: 'interrupt' });
  expect(stopped.requests).toEqual([{ kind: 'cancel' }]);
  expect(stopped.state.busy).toBeNull();
});
