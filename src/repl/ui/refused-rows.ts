import { cellWidth, truncate } from '../../render/cells.ts';
import type { RenderOptions } from '../../render/render-options.ts';
import { type Mistake, placeOfFix } from '../completion/mistake.ts';
import { keyHints } from '../input/remap-keys.ts';
import { diagnosticText } from './results.ts';
import type { ShellState } from './shell-state.ts';

/** What the text in the prompt would come to: the error that it would end in. `head` is the prompt before it. */
export function refusedRows(mistake: Mistake, head: string, look: RenderOptions): readonly string[] {
  const { of, span, start, statement } = mistake;
  const isAlone = of.trimEnd() === statement;
  const error = { ...mistake, span: { start: span.start - start, end: span.end - start } };
  const rowsOf = (options: RenderOptions): readonly string[] =>
    diagnosticText(error, statement, options, isAlone ? head : null)
      .trimEnd()
      .split('\n');
  // A row that is too long is cut where it has no colours.
  const plain = rowsOf({ ...look, colour: 0 }).map((row) =>
    truncate(row, look.columns - 1, look.unicode ? '…' : '...'),
  );
  return rowsOf(look).map((row, i) => (cellWidth(row) < look.columns ? row : (plain[i] ?? '')));
}

/** What can be done about it. */
export function refusedHints(
  mistake: Mistake,
  { settings }: ShellState,
  { columns }: RenderOptions,
): readonly string[] {
  const isShort = columns < SHORT;
  const fix = [['complete', isShort ? 'fixes it' : 'applies the fix']] as const;
  const run = [['submit-or-newline', isShort ? 'runs it' : 'runs it all the same']] as const;
  return ['not run', ...keyHints([...(placeOfFix(mistake) === undefined ? [] : fix), ...run], settings.keymap)];
}

const SHORT = 60;
