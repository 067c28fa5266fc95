import { bodyHeight } from './sheet-layout.ts';
import { KEPT_PAGES, type Level, PAGE, type SheetEvent, type SheetRequest, type SheetState } from './sheet-state.ts';

/** The state with a page that was read. */
export function withRows(
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

/** A page that could not be read may be asked for again. */
export function forgetAsked(
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

/** Asks for the pages on the screen that are neither there nor asked for. */
export function askForRows(
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
