import { edit, type EditorAction, editorText } from '../input/editor.ts';
import type { ColumnPattern, Derivation, SheetRow } from './sheet-source.ts';
import {
  only,
  said,
  type SheetEvent,
  type SheetInput,
  type SheetRequest,
  type SheetState,
  shownLevel,
  type Step,
  withLevel,
} from './sheet-state.ts';

/** What is typed changes; what a pattern fits is counted meanwhile. */
export function typed(state: SheetState, action: EditorAction): Step {
  const { input, busy } = state;
  if (input === null || busy !== null) return only(state);
  const editor = edit(input.editor, action);
  if (input.kind === 'filter' || editorText(editor) === editorText(input.editor)) {
    return only({ ...state, input: { ...input, editor } });
  }
  const changed = { ...input, editor, matches: null };
  const pattern = patternIn(changed);
  if (pattern === null) return { state: { ...state, input: changed }, requests: [{ kind: 'cancel' }] };
  const { source } = shownLevel(state);
  return {
    state: { ...state, input: { ...changed, matches: 'counting' } },
    requests: [{ kind: 'count-matches', pattern, source }],
  };
}

/** A count of what is typed now is shown, one of what was typed before is not. */
export function matchesCounted(
  state: SheetState,
  { pattern, count }: Extract<SheetEvent, { readonly type: 'matches-counted' }>,
): SheetState {
  const { input } = state;
  if (input?.kind !== 'pattern' || state.busy !== null || patternIn(input)?.source !== pattern.source) return state;
  if (typeof count === 'number') return { ...state, input: { ...input, matches: count } };
  return { ...state, input: { ...input, matches: null }, notice: count };
}

/** What is typed is given up, or goes to work; it stays until it is known to be right. */
export function inputEnded(state: SheetState, how: 'accepted' | 'cancelled'): Step {
  const { input, busy } = state;
  if (busy !== null) return how === 'cancelled' ? stopped(state) : only(state);
  const text = input === null ? '' : editorText(input.editor);
  if (input === null || how === 'cancelled' || text.trim() === '') {
    const requests: readonly SheetRequest[] = input?.kind === 'pattern' ? [{ kind: 'cancel' }] : [];
    return { state: { ...state, input: null, notice: null }, requests };
  }
  if (input.kind === 'filter') return derive(state, { kind: 'filter', text: text.trim() }, 'filtering');
  const pattern = { column: input.column, source: text };
  const { source } = shownLevel(state);
  return {
    state: { ...state, notice: null, busy: { doing: 'selecting', seconds: 0 } },
    requests: [{ kind: 'matches', pattern, most: MOST_SELECTED - shownLevel(state).selected.size, source }],
  };
}

/** Rows that are held as selected at once. */
const MOST_SELECTED = 10_000;

/** What is worked on is given up; what was typed for it stays. */
export function stopped(state: SheetState): Step {
  return { state: { ...state, busy: null, notice: said('stopped') }, requests: [{ kind: 'cancel' }] };
}

/** What a pattern fits is selected as well as what was. */
export function withMatches(
  state: SheetState,
  { pattern, rows }: Extract<SheetEvent, { readonly type: 'matched' }>,
): SheetState {
  const level = shownLevel(state);
  const selected = new Map<string, SheetRow>([...level.selected, ...rows.map((row) => [row.key, row] as const)]);
  const settled = { ...state, busy: null, input: null };
  if (rows.length === 0) {
    return { ...settled, input: state.input, notice: { text: `nothing fits /${pattern.source}/`, isError: true } };
  }
  return withLevel(settled, { ...level, selected, pattern: level.selected.size === 0 ? pattern : null });
}

/** What is typed as a pattern; blanks count. Null for nothing. */
function patternIn(input: Extract<SheetInput, { readonly kind: 'pattern' }>): ColumnPattern | null {
  const source = editorText(input.editor);
  return source === '' ? null : { column: input.column, source };
}

/** Has something made of the rows. */
export function derive(state: SheetState, derivation: Derivation, doing: string): Step {
  const { source } = shownLevel(state);
  return { state: { ...state, busy: { doing, seconds: 0 } }, requests: [{ kind: 'derive', derivation, source }] };
}
