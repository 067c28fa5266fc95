import type { SheetAction } from '../input/sheet-keys.ts';
import { newLevel } from './open-sheet.ts';
import { reduceStack } from './pager-stack.ts';
import { copied } from './sheet-copy.ts';
import { derive, inputEnded, matchesCounted, stopped, typed, withMatches } from './sheet-input.ts';
import { bodyHeight, scrolledToCursor, visibleColumns } from './sheet-layout.ts';
import { askForRows, forgetAsked, withRows } from './sheet-pages.ts';
import {
  emptyFilter,
  emptyPattern,
  type Level,
  only,
  rowAt,
  said,
  type SheetEvent,
  type SheetState,
  shownLevel,
  type Step,
  withLevel,
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
  resized: (state, { size }) => only({ ...state, size, texts: reduceStack(state.texts, { type: 'resized', size }) }),
  pressed: (state, { action }) => pressed(action === 'redraw' ? state : { ...state, notice: null }, action),
  typed: (state, { action }) => typed({ ...state, notice: null }, action),
  'input-ended': (state, { how }) => inputEnded(state, how),
  'rows-read': (state, event) => only(withRows(state, event)),
  'rows-failed': (state, event) => only({ ...forgetAsked(state, event), notice: event.notice }),
  derived: (state, event) => only(withDerived(state, event)),
  'text-opened': (state, { text }) => {
    const texts = reduceStack(state.texts, { type: 'opened', text, size: state.size });
    return only({ ...state, busy: null, texts });
  },
  text: (state, { event }) => only({ ...state, texts: reduceStack(state.texts, event) }),
  'matches-counted': (state, event) => only(matchesCounted(state, event)),
  matched: (state, event) => only(withMatches(state, event)),
  failed: (state, { notice, stays }) => only({ ...state, busy: null, notice, input: stays ? state.input : null }),
  worked: (state, { seconds }) => only({ ...state, busy: state.busy && { ...state.busy, seconds } }),
  noticed: (state, { notice }) => only({ ...state, notice }),
};

function moved(state: SheetState, change: (level: Level) => Partial<Level>): Step {
  const level = shownLevel(state);
  return only(withLevel(state, { ...level, ...change(level) }));
}

function pressed(state: SheetState, action: SheetAction): Step {
  if (state.busy !== null && !ALLOWED_WHEN_BUSY.has(action)) return only(state);
  return ACTIONS[action](state);
}

/** What else would change under the work that is going on. */
const ALLOWED_WHEN_BUSY: ReadonlySet<SheetAction> = new Set([
  'up',
  'down',
  'left',
  'right',
  'redraw',
  'back',
  'interrupt',
]);

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
  filter: (state) => only({ ...state, input: emptyFilter() }),
  frequency: (state) => derive(state, { kind: 'frequency', column: shownLevel(state).column }, 'counting'),
  describe: (state) => derive(state, { kind: 'describe' }, 'describing'),
  plot: (state) => {
    const { source, column } = shownLevel(state);
    return {
      state: { ...state, busy: { doing: 'drawing', seconds: 0 } },
      requests: [{ kind: 'plot', column, source }],
    };
  },
  select: toggled,
  'select-matching': (state) => only({ ...state, input: emptyPattern(shownLevel(state).column) }),
  'select-none': (state) => moved(state, () => ({ selected: new Map(), pattern: null })),
  keep: (state) => {
    const { selected, pattern } = shownLevel(state);
    return derive(state, { kind: 'keep', rows: [...selected.values()], pattern }, 'reading');
  },
  hide: hidden,
  'show-all': (state) => moved(state, () => ({ hidden: new Set() })),
  yank: (state) => copy(state, 'selection'),
  'yank-row': (state) => copy(state, 'row'),
  take: taken,
  redraw: only,
  help: (state) => ({ state, requests: [{ kind: 'help' }] }),
  back,
  interrupt: (state) => (state.busy === null ? back(state) : stopped(state)),
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

function toggled(state: SheetState): Step {
  return moved(state, (level) => {
    const row = rowAt(level, level.row);
    if (row === undefined) return {};
    const selected = new Map(level.selected);
    if (!selected.delete(row.key)) selected.set(row.key, row);
    return { selected, pattern: null, row: level.row + 1 };
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
  if (level.selected.size > MOST_TAKEN && !isByExpression(level)) {
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

/** Samples that a pattern fits are a condition, however many they are. */
function isByExpression({ pattern, source }: Level): boolean {
  return pattern !== null && source.filters === 'expression';
}

/** What Enter would put into the prompt. */
export function expressionOf(level: Level): string {
  const { source, selected, pattern, row, column } = level;
  return source.expression({ selected: [...selected.values()], pattern, row: rowAt(level, row), column });
}

function back(state: SheetState): Step {
  if (state.busy !== null) return stopped(state);
  const [first, ...others] = state.levels;
  if (others.length === 0) return { state, requests: [{ kind: 'close', expression: null }] };
  return only({ ...state, levels: [first, ...others.slice(0, -1)] });
}

/** A sort takes the place of its level and keeps what was selected; everything else lies on top. */
function withDerived(state: SheetState, { derivation, source }: Extract<SheetEvent, { type: 'derived' }>): SheetState {
  const level = newLevel(source, state.next);
  const settled = { ...state, busy: null, input: null, next: state.next + 1 };
  if (derivation.kind !== 'sort') return { ...settled, levels: [...state.levels, level] };
  const { widths, formats, hidden: hiddenBefore, column, left, selected, pattern } = shownLevel(state);
  const sorted = { column: derivation.column, descending: derivation.descending };
  return withLevel(settled, {
    ...level,
    widths,
    formats,
    hidden: hiddenBefore,
    column,
    left,
    selected,
    pattern,
    sort: sorted,
  });
}
