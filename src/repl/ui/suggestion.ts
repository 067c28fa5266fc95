import { cursorOffset, editorText } from '../input/editor.ts';
import { lineFrom } from '../input/history.ts';
import type { ShellState } from './shell-state.ts';

/**
 * What the newest line that begins like the one in the prompt goes on with; empty unless the cursor is at the end, and where the
 * text is refused: what is said of it would look wrong behind a suggestion.
 */
export function suggestionFor({ editor, history, menu, search, refused, settings }: ShellState): string {
  const isAlone = menu === undefined && search === undefined && refused === undefined;
  if (!isAlone || !settings.values.suggestions) return '';
  const text = editorText(editor);
  if (text.trim() === '' || text.includes('\n') || cursorOffset(editor) !== text.length) return '';
  const line = lineFrom(history, text);
  return line === undefined || line.includes('\n') ? '' : line.slice(text.length);
}
