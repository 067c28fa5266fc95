import { type Mistake, placeOfFix } from '../completion/mistake.ts';
import { edit, type EditorState, editorText } from '../input/editor.ts';

/** What of the shell's state tells of mistakes in the text of the prompt. */
export type Checked = {
  readonly editor: EditorState;
  readonly menu: unknown;
  readonly mistake: Mistake | undefined;
  /** The mistake for which the text, as it is now, was not run: Enter runs it all the same. */
  readonly refused: Mistake | undefined;
  readonly settings: { readonly values: { readonly checks: boolean } };
};

/** The mistake in the text that is marked, while nothing stands before it. */
export function shownMistake(state: Checked): Mistake | undefined {
  if (state.menu !== undefined || !state.settings.values.checks) return undefined;
  const mistake = state.refused ?? knownMistake(state);
  return mistake?.isMarked === true ? mistake : undefined;
}

/** The mistake for which Enter does not run the text; none where it was told of that before. */
export function mistakeAtEnter(state: Checked): Mistake | undefined {
  return state.refused === undefined && state.settings.values.checks ? knownMistake(state) : undefined;
}

/** The text is not run: its mistake is marked, and the cursor stands behind it. */
export function refuse<S extends Checked>(state: S, mistake: Mistake): S {
  const editor = edit(state.editor, { type: 'move-to', offset: mistake.span.end });
  return { ...state, editor, menu: undefined, refused: { ...mistake, isMarked: true } };
}

/** What was probably meant in the place of what was written. */
export function applyFix<S extends Checked>(state: S): S {
  const range = state.refused && placeOfFix(state.refused);
  if (range === undefined) return state;
  const fixed = edit(state.editor, { type: 'replace-range', ...range });
  return { ...state, editor: edit(fixed, { type: 'end-of-buffer' }) };
}

/** What was refused is so only as long as the text is what it was. */
export function withRefusalOfText<S extends Checked>(state: S): S {
  const { refused, editor } = state;
  return refused === undefined || refused.of === editorText(editor) ? state : { ...state, refused: undefined };
}

function knownMistake({ mistake, editor }: Checked): Mistake | undefined {
  return mistake?.of === editorText(editor) ? mistake : undefined;
}
