import type { EditorAction, EditorCommand } from '../input/editor.ts';
import type { KeyEvent } from '../input/key-event.ts';
import { type Binding, matchKey } from '../input/keymap.ts';

/** What a key does to a line that is typed in a full screen. */
export type InputEvent =
  | { readonly type: 'typed'; readonly action: EditorAction }
  | { readonly type: 'input-ended'; readonly how: 'accepted' | 'cancelled' };

/** A run of typed characters one by one: what the first does may change what the next means. */
export function singleKeys(event: KeyEvent): readonly KeyEvent[] {
  return event.kind === 'text' ? Array.from(event.text, (text) => ({ kind: 'text', text })) : [event];
}

/** Keys of a line of text in a full screen: those of the search in the history. */
export function inputEvents(
  event: Exclude<KeyEvent, { kind: 'reply' }>,
  keymap: readonly Binding[],
): readonly InputEvent[] {
  if (event.kind !== 'key') {
    return [{ type: 'typed', action: { type: 'insert', text: event.text.replaceAll('\n', ' ') } }];
  }
  const action = matchKey(event, 'search', keymap);
  if (action === 'search-accept') return [{ type: 'input-ended', how: 'accepted' }];
  if (action === 'search-cancel') return [{ type: 'input-ended', how: 'cancelled' }];
  if (action === undefined || action.startsWith('search-')) return [];
  return [{ type: 'typed', action: { type: action as EditorCommand } }];
}
