import { cursorOffset, editorText } from '../input/editor.ts';
import type { ShellState } from './shell-state.ts';

/** What the newest line that begins like the one in the prompt goes on with; empty unless the cursor is at the end. */
export function suggestionFor({ editor, history, menu, search, settings }: ShellState): string {
  if (menu !== undefined || search !== undefined || !settings.values.suggestions) return '';
  const text = editorText(editor);
  if (text.trim() === '' || text.includes('\n') || cursorOffset(editor) !== text.length) return '';
  const line = history.entries.findLast((entry) => entry.length > text.length && entry.startsWith(text));
  return line === undefined || line.includes('\n') ? '' : line.slice(text.length);
}
