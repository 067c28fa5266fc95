import { edit, editorText } from '../input/editor.ts';
import { newLevel } from './open-sheet.ts';
import { copied } from './sheet-copy.ts';
import type { SheetAction } from './sheet-keymap.ts';
import { bodyHeight, scrolledToCursor, visibleColumns } from './sheet-layout.ts';
import type { Derivation } from './sheet-source.ts';
import {
  emptyInput,
  KEPT_PAGES,
  type Level,
  type Notice,
  PAGE,
  rowAt,
  type SheetEvent,
  type SheetRequest,
  type SheetState,
  shownLevel,
  type Step,
} from './sheet-state.ts';

/** The state after an event, and what is to be done. The cursor is on the screen, and rows that are on it are asked for. */
export function reduceSheet(state: SheetState, event: SheetEvent): Step {
  const { state: next, requests } = handled(state, event);
  const scrolled = withLevel(next, scrolledToCursor(shownLevel(next), next.size));
  const { level, wanted } = askForRows(shownLevel(scrolled), scrolled);
  return { state: withLevel(scrolled, level), requests: [...requests, ...wanted] };
}

/** The table pairs each type with a reducer of its own events; the compiler cannot follow that through the union. */
function handled(state: SheetState, event: SheetEvent): Step {
  return (REDUCERS[event.type] as (state: SheetState, event: SheetEvent) => Step)(state, event);
}

const REDUCERS: {
  readonly [T in SheetEvent['type']]: (state: SheetState, event: Extract<SheetEvent, { readonly type: T }>) => Step;
} = {
  resized: (state, { size }) => only({ ...state, size }),
  pressed: (state, { action }) => pressed({ ...state, notice: null }, action),
  typed: (state, { action }) => only({ ...state, notice: null, input: state.input && edit(state.input, action) }),
  'input-ended': (state, { how }) => inputEnded(state, how),
  'rows-read': (state, event) => only(withRows(state, event)),
  'rows-failed': (state, event) => only({ ...forgetAsked(state, event), notice: event.notice }),
  derived: (state, event) => only(withDerived(state, event)),
  opened: (state, { source }) =>
    only({ ...state, levels: [...state.levels, newLevel(source, state.next)], next: state.next + 1 }),
  failed: (state, event) => only(withFailure(state, event)),
  noticed: (state, { notice }) => only({ ...state, notice }),
};

function only(state: SheetState): Step {
  return { state, requests: [] };
}

function withLevel(state: SheetState, level: Level): SheetState {
  const [first, ...others] = state.levels;
  return { ...state, levels: others.length === 0 ? [level] : [first, ...others.slice(0, -1), level] };
}

function moved(state: SheetState, change: (level: Level) => Partial<Level>): Step {
  const level = shownLevel(state);
  return only(withLevel(state, { ...level, ...change(level) }));
}

function pressed(state: SheetState, action: SheetAction): Step {
  if (state.busy !== null && !ALLOWED_WHEN_BUSY.has(action)) return only(state);
  return ACTIONS[action](state);
}

/** What else would change under the work that is going on. */
const ALLOWED_WHEN_BUSY: ReadonlySet<SheetAction> = new Set(['up', 'down', 'left', 'right', 'back', 'interrupt']);

const ACTIONS: { readonly [A in SheetAction]: (state: SheetState) => Step } = {
  down: (state) => moved(state, ({ row }) => ({ row: row + 1 })),
  up: (state) => moved(state, ({ row }) => ({ row: row - 1 })),
  right: (state) => moved(state, (level) => ({ column: sideways(level, 1) })),
  left: (state) => moved(state, (level) => ({ column: sideways(level, -1) })),
  'page-down': (state) => turned(state, 1),
  'page-up': (state) => turned(state, -1),
  'first-row': (state) => moved(state, () => ({ row: 0 })),
  'last-row': (state) => moved(state, ({ source }) => ({ row: source.total - 1 })),
  'first-column': (state) => moved(state, (level) => ({ column: visibleColumns(level)[0] ?? 0 })),
  'last-column': (state) => moved(state, (level) => ({ column: visibleColumns(level).at(-1) ?? 0 })),
  'sort-up': (state) => sort(state, false),
  'sort-down': (state) => sort(state, true),
  filter: (state) => only({ ...state, input: emptyInput() }),
  frequency: (state) => derive(state, { kind: 'frequency', column: shownLevel(state).column }, 'counting'),
  describe: (state) => derive(state, { kind: 'describe' }, 'describing'),
  select: toggled,
  'select-none': (state) => moved(state, () => ({ selected: new Map() })),
  keep: (state) => derive(state, { kind: 'keep', rows: [...shownLevel(state).selected.values()] }, 'reading'),
  hide: hidden,
  'show-all': (state) => moved(state, () => ({ hidden: new Set() })),
  yank: (state) => copy(state, 'selection'),
  'yank-row': (state) => copy(state, 'row'),
  take: taken,
  help: (state) => ({ state, requests: [{ kind: 'help' }] }),
  back,
  interrupt: (state) => (state.busy === null ? back(state) : cancelled(state)),
};

function sideways(level: Level, by: 1 | -1): number {
  const visible = visibleColumns(level);
  return visible[visible.indexOf(level.column) + by] ?? level.column;
}

/** The page moves with the cursor, so that it stays where it is on the screen. */
function turned(state: SheetState, by: 1 | -1): Step {
  const height = bodyHeight(state.size);
  return moved(state, ({ row, top }) => ({ row: row + by * height, top: Math.max(0, top + by * height) }));
}

function sort(state: SheetState, descending: boolean): Step {
  return derive(state, { kind: 'sort', column: shownLevel(state).column, descending }, 'sorting');
}

function derive(state: SheetState, derivation: Derivation, busy: string): Step {
  const { source } = shownLevel(state);
  return { state: { ...state, busy }, requests: [{ kind: 'derive', derivation, source }] };
}

function toggled(state: SheetState): Step {
  return moved(state, (level) => {
    const row = rowAt(level, level.row);
    if (row === undefined) return {};
    const selected = new Map(level.selected);
    if (!selected.delete(row.key)) selected.set(row.key, row);
    return { selected, row: level.row + 1 };
  });
}

function hidden(state: SheetState): Step {
  const level = shownLevel(state);
  if (visibleColumns(level).length < 2) return only({ ...state, notice: said('the last column stays') });
  return moved(state, ({ hidden: before, column }) => ({ hidden: new Set(before).add(column) }));
}

function copy(state: SheetState, what: 'selection' | 'row'): Step {
  const request = copied(shownLevel(state), what);
  return request === undefined ? only(state) : { state, requests: [request] };
}

function taken(state: SheetState): Step {
  const level = shownLevel(state);
  if (level.selected.size > MOST_TAKEN) {
    return only({
      ...state,
      notice: said(`more than ${String(MOST_TAKEN)} rows do not fit into a line: filter with /`),
    });
  }
  const expression = expressionOf(level);
  return expression === '' ? back(state) : { state, requests: [{ kind: 'close', expression }] };
}

/** Rows whose ids are written into the prompt. */
const MOST_TAKEN = 200;

/** What Enter would put into the prompt. */
export function expressionOf(level: Level): string {
  const { source, selected, row, column } = level;
  return source.expression({ selected: [...selected.values()], row: rowAt(level, row), column });
}

function back(state: SheetState): Step {
  if (state.busy !== null) return cancelled(state);
  const [first, ...others] = state.levels;
  if (others.length === 0) return { state, requests: [{ kind: 'close', expression: null }] };
  return only({ ...state, levels: [first, ...others.slice(0, -1)] });
}

function cancelled(state: SheetState): Step {
  return { state: { ...state, busy: null, notice: said('stopped') }, requests: [{ kind: 'cancel' }] };
}

function said(text: string): Notice {
  return { text, isError: false };
}

function inputEnded(state: SheetState, how: 'accepted' | 'cancelled'): Step {
  const text = state.input === null ? '' : editorText(state.input).trim();
  if (how === 'cancelled' || text === '') return only({ ...state, input: null, notice: null });
  // The text stays until it is known to be right.
  return derive(state, { kind: 'filter', text }, 'filtering');
}

function withRows(
  state: SheetState,
  { level: id, page, rows }: Extract<SheetEvent, { type: 'rows-read' }>,
): SheetState {
  return changeLevel(state, id, (level) => {
    const pages = new Map(level.pages).set(page, rows);
    const [oldest] = pages.keys();
    if (pages.size > KEPT_PAGES && oldest !== undefined) pages.delete(oldest);
    return { ...level, pages, asked: without(level.asked, page) };
  });
}

function forgetAsked(
  state: SheetState,
  { level: id, page }: { readonly level: number; readonly page: number },
): SheetState {
  return changeLevel(state, id, (level) => ({ ...level, asked: without(level.asked, page) }));
}

function changeLevel(state: SheetState, id: number, change: (level: Level) => Level): SheetState {
  const [first, ...others] = state.levels.map((level) => (level.id === id ? change(level) : level));
  return first === undefined ? state : { ...state, levels: [first, ...others] };
}

function without(set: ReadonlySet<number>, value: number): ReadonlySet<number> {
  return new Set([...set].filter((each) => each !== value));
}

/** A sort takes the place of its level and keeps what was selected; everything else lies on top. */
function withDerived(state: SheetState, { derivation, source }: Extract<SheetEvent, { type: 'derived' }>): SheetState {
  const level = newLevel(source, state.next);
  const settled = { ...state, busy: null, input: null, next: state.next + 1 };
  if (derivation.kind !== 'sort') return { ...settled, levels: [...state.levels, level] };
  const { widths, hidden: hiddenBefore, column, left, selected } = shownLevel(state);
  const sorted = { column: derivation.column, descending: derivation.descending };
  return withLevel(settled, { ...level, widths, hidden: hiddenBefore, column, left, selected, sort: sorted });
}

function withFailure(state: SheetState, { notice, derivation }: Extract<SheetEvent, { type: 'failed' }>): SheetState {
  return { ...state, busy: null, notice, input: derivation.kind === 'filter' ? state.input : null };
}

/** Asks for the pages on the screen that are neither there nor asked for. */
function askForRows(
  level: Level,
  { size }: SheetState,
): { readonly level: Level; readonly wanted: readonly SheetRequest[] } {
  const { source, top, pages, asked } = level;
  const last = Math.min(top + bodyHeight(size), source.total) - 1;
  const missing: number[] = [];
  for (let page = Math.floor(top / PAGE); page <= Math.floor(last / PAGE); page++) {
    const isThere = Math.min((page + 1) * PAGE, source.total) <= source.first.length || pages.has(page);
    if (!isThere && !asked.has(page)) missing.push(page);
  }
  if (missing.length === 0) return { level, wanted: [] };
  const wanted = missing.map((page): SheetRequest => ({ kind: 'rows', level: level.id, page, source }));
  return { level: { ...level, asked: new Set([...asked, ...missing]) }, wanted };
}
