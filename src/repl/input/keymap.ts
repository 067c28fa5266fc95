import type { EditorCommand } from './editor.ts';
import type { KeyEvent, KeyPress } from './key-event.ts';
import { PAGER_KEYS, type PagerAction } from './pager-keys.ts';
import { SHEET_KEYS, type SheetAction } from './sheet-keys.ts';

/**
 * What has the keyboard: the prompt, the menu of completions over it, the search in the history (and a line that is typed in a
 * full screen), the settings, a running job, a sheet, a text over the whole screen.
 */
export type KeyContext = 'prompt' | 'menu' | 'search' | 'settings' | 'running' | 'sheet' | 'pager';

/** What a key can do besides editing. */
export type PromptAction =
  | 'submit-or-newline'
  | 'complete'
  | 'history-previous'
  | 'history-next'
  | 'history-search'
  | 'clear-line'
  | 'end-of-input'
  | 'redraw'
  | 'help'
  | 'open-result'
  | 'menu-next'
  | 'menu-previous'
  | 'menu-accept'
  | 'menu-close'
  | 'search-older'
  | 'search-newer'
  | 'search-accept'
  | 'search-cancel'
  | 'search-scope'
  | 'edit-in-editor'
  | 'settings'
  | 'toggle-editing'
  | 'settings-next'
  | 'settings-previous'
  | 'settings-forward'
  | 'settings-back'
  | 'settings-close'
  | 'interrupt'
  | 'send-behind';

export type Action = EditorCommand | PromptAction | SheetAction | PagerAction;

/**
 * One row of the keymap. A key is written `ctrl-alt-shift-name`, modifiers in this order, with the names of `KeyPress`:
 * `ctrl-a`, `alt-enter`, `shift-tab`, `f1`. Where nothing is typed a character is a key as well: `j`, `G`, `[`, and `space`.
 */
export type Binding = {
  readonly keys: readonly string[];
  readonly action: Action;
  readonly context: readonly KeyContext[];
  /** What it does, for the help page. */
  readonly help: string;
};

/** A row of the help page. */
export type KeyHelp = { readonly keys: string; readonly action: Action; readonly help: string };

/** All keys of the shell: what they do and what the help page says of them both come from here. */
export const KEYMAP: readonly Binding[] = [
  row('submit-or-newline', 'enter ctrl-m', 'Run the line, or go on below while a bracket is open'),
  row('newline', 'alt-enter ctrl-j shift-enter', 'Start a new line'),
  row('complete', 'tab ctrl-i', 'Complete the word before the cursor'),
  row('history-previous', 'up ctrl-p', 'Line above, then older lines that begin the same'),
  row('history-next', 'down ctrl-n', 'Line below, then newer lines that begin the same'),
  row('history-search', 'ctrl-r', 'Search the history'),
  row('clear-line', 'ctrl-c', 'Drop what has been typed'),
  row('end-of-input', 'ctrl-d', 'Leave when nothing has been typed, else delete the character at the cursor'),
  row('redraw', 'ctrl-l', 'Draw the prompt again', 'prompt', 'running'),
  row('edit-in-editor', 'ctrl-g', 'Edit the text in $VISUAL or $EDITOR'),
  row('help', 'f1', 'Explain the word at the cursor'),
  row('settings', 'f2', 'Look at the settings and change them'),
  row('toggle-editing', 'f4', 'Edit with the keys of vi, or those of emacs again'),
  row('open-result', 'ctrl-o alt-s', 'Open the last result over the whole screen'),
  row('backward-char', 'left ctrl-b', 'One character back', 'prompt', 'search'),
  row('forward-char', 'right ctrl-f', 'One character on; at the end accept the suggestion', 'prompt', 'search'),
  row('backward-word', 'alt-b alt-left ctrl-left', 'One word back', 'prompt', 'search'),
  row('forward-word', 'alt-f alt-right ctrl-right', 'One word on', 'prompt', 'search'),
  row('beginning-of-line', 'ctrl-a home', 'To the beginning of the line', 'prompt', 'search'),
  row('end-of-line', 'ctrl-e end', 'To the end of the line', 'prompt', 'search'),
  row('beginning-of-buffer', 'alt-< ctrl-home', 'To the first line'),
  row('end-of-buffer', 'alt-> ctrl-end', 'To the last line'),
  row('delete-char', 'delete', 'Delete the character at the cursor', 'prompt', 'search'),
  row('backward-delete-char', 'backspace ctrl-h', 'Delete the character before the cursor', 'prompt', 'search'),
  row('kill-line', 'ctrl-k', 'Kill to the end of the line', 'prompt', 'search'),
  row('unix-line-discard', 'ctrl-u', 'Kill to the beginning of the line', 'prompt', 'search'),
  row('kill-word', 'alt-d alt-delete ctrl-delete', 'Kill to the end of the word', 'prompt', 'search'),
  row('backward-kill-word', 'alt-backspace ctrl-backspace', 'Kill to the beginning of the word', 'prompt', 'search'),
  row('unix-word-rubout', 'ctrl-w', 'Kill back to white space', 'prompt', 'search'),
  row('yank', 'ctrl-y', 'Insert what was killed last', 'prompt', 'search'),
  row('yank-pop', 'alt-y', 'After that: insert an older kill instead'),
  row('transpose-chars', 'ctrl-t', 'Swap the characters around the cursor'),
  row('undo', 'ctrl-_ ctrl-/ ctrl-z', 'Take the last change back'),
  row('redo', 'alt-/ alt-_', 'Make it again'),
  row('menu-next', 'tab down ctrl-n ctrl-i', 'Next completion', 'menu'),
  row('menu-previous', 'shift-tab up ctrl-p', 'Previous completion', 'menu'),
  row('menu-accept', 'enter ctrl-m', 'Take the completion', 'menu'),
  row('menu-close', 'escape ctrl-g', 'Close the menu', 'menu'),
  row('search-scope', 'ctrl-r', 'Lines of this dataset, or of all', 'search'),
  row('search-older', 'up ctrl-p', 'Next older match', 'search'),
  row('search-newer', 'ctrl-s down ctrl-n', 'Next newer match', 'search'),
  row('search-accept', 'enter tab ctrl-m ctrl-j ctrl-i', 'Put the match into the prompt', 'search'),
  row('search-cancel', 'escape ctrl-g ctrl-c', 'Back to what was being typed', 'search'),
  row('settings-next', 'down ctrl-n tab ctrl-i', 'Next setting', 'settings'),
  row('settings-previous', 'up ctrl-p shift-tab', 'Previous setting', 'settings'),
  row('settings-forward', 'enter right ctrl-m', 'Its next value', 'settings'),
  row('settings-back', 'left', 'Its value before', 'settings'),
  row('settings-close', 'escape ctrl-g ctrl-c f2', 'Close the settings', 'settings'),
  row('interrupt', 'ctrl-c', 'Ask the running job to stop', 'running'),
  row('send-behind', 'ctrl-b', 'Go on behind the prompt with what runs', 'running'),
  ...SHEET_KEYS.map(([action, keys, help]) => row(action, keys, help, 'sheet')),
  ...PAGER_KEYS.map(([action, keys, help]) => row(action, keys, help, 'pager')),
];

/** Where characters are typed, and are no keys. */
export const TYPING: ReadonlySet<string> = new Set<KeyContext>(['prompt', 'menu', 'search', 'running']);

/** What is behind a context: the keys that it does not take itself go there. */
const BEHIND: Partial<Record<KeyContext, KeyContext>> = { menu: 'prompt' };

/**
 * The action of a key, undefined when it has none and for pastes, replies, and text where that is typed. Shift with a named
 * key that is bound without it only counts as that key.
 */
export function matchKey(event: KeyEvent, context: KeyContext, keymap = KEYMAP): Action | undefined {
  if (event.kind === 'text' && !TYPING.has(context)) {
    return actionOf(event.text === ' ' ? 'space' : event.text, context, keymap);
  }
  if (event.kind !== 'key') return undefined;
  const found = actionOf(keyName(event), context, keymap);
  if (found !== undefined || event.name.length === 1) return found;
  return actionOf(keyName({ ...event, shift: false }), context, keymap);
}

/** The help page of a context, in the order of the table. */
export function keymapHelp(context: KeyContext, keymap = KEYMAP): readonly KeyHelp[] {
  return keymap
    .filter((binding) => binding.context.includes(context) && binding.keys.length > 0)
    .map(({ keys, action, help }) => ({
      keys: keys
        .filter((key) => !ALIASES.has(key))
        .map(displayedKey)
        .join(', '),
      action,
      help,
    }));
}

/** The name of a key as the keymap writes it. */
export function keyName({ name, ctrl, alt, shift }: KeyPress): string {
  return `${ctrl ? 'ctrl-' : ''}${alt ? 'alt-' : ''}${shift ? 'shift-' : ''}${name}`;
}

/** Keys that most terminals cannot tell from those they stand for. */
const ALIASES: ReadonlySet<string> = new Set(['ctrl-m', 'ctrl-i', 'ctrl-h', 'ctrl-/', 'shift-enter', 'alt-_']);

function actionOf(key: string, context: KeyContext, keymap: readonly Binding[]): Action | undefined {
  const own = keymap.find((binding) => binding.context.includes(context) && binding.keys.includes(key));
  if (own !== undefined) return own.action;
  const behind = BEHIND[context];
  return behind === undefined ? undefined : actionOf(key, behind, keymap);
}

/** A key as a reader sees it: `Ctrl-R`; a character is the one that is typed. */
export function displayedKey(key: string): string {
  if (key.length === 1) return key;
  const named = key.replace(/page(?=up|down)/u, 'page-');
  return named.replace(/(?<=^|-)[a-z]/g, (letter) => letter.toUpperCase()).replace('Page-', 'Page');
}

/** A row of the table; without contexts it is one of the prompt. */
function row(action: Action, keys: string, help: string, ...context: readonly KeyContext[]): Binding {
  return { keys: keys.split(' '), action, help, context: context.length === 0 ? ['prompt'] : context };
}
