import { cursorOffset, editorText, isOnFirstLine, isOnLastLine, type EditorCommand } from '../input/editor.ts';
import { runsOnEnter } from '../input/brackets.ts';
import { newerEntry, olderEntry } from '../input/history.ts';
import type { KeyEvent } from '../input/key-event.ts';
import { type KeyContext, matchKey, type PromptAction } from '../input/keymap.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import { editElsewhere, type EditText } from './edit-elsewhere.ts';
import { keysHelp } from './key-help.ts';
import { pastedText } from './pasted-text.ts';
import type { RenderOptions } from '../../render/render-options.ts';
import { placeOfFix } from '../completion/mistake.ts';
import { themeIn } from './background.ts';
import type { Completer } from './completer.ts';
import type { PagedText } from '../sheet/pager-state.ts';
import { keysText } from './pager-screen.ts';
import { moveInSettings, stepSetting, toggleEditing } from './settings-menu.ts';
import { mistakeAtEnter } from './refused-text.ts';
import type { ShellEvent, ShellState } from './shell-state.ts';
import type { Store } from './store.ts';
import { suggestionFor } from './suggestion.ts';
import { pressVi } from './vi-keys.ts';

/** What keys act on. */
export type Keyed = {
  readonly store: Store<ShellState, ShellEvent>;
  readonly completer: Completer;
  readonly ports: {
    readonly look: () => RenderOptions;
    readonly height: () => number;
    readonly settings: SettingsStore;
    readonly editText: EditText;
  };
  /** Runs what stands in the prompt. */
  readonly submitPrompt: () => void;
  /** Runs a statement that was not typed; the prompt keeps its text. */
  readonly run: (statement: string) => void;
  /** Shows a text over the whole screen until it is closed. */
  readonly read: (text: PagedText) => void;
  /** Whether the last result is text, which has no rows. */
  readonly lastIsText: () => boolean;
  /** Leaves, unless that would stop work which was not told of. */
  readonly askToLeave: () => void;
};

/** Does what a key asks for while the prompt, the menu or the search has the keyboard. */
export function pressKey(event: KeyEvent, shell: Keyed): void {
  const { store } = shell;
  if (event.kind === 'reply') {
    const theme = themeIn(event);
    if (theme !== undefined) store.dispatch({ type: 'background-told', theme });
    return;
  }
  if (store.get().notice !== undefined) store.dispatch({ type: 'noticed', notice: undefined });
  if (takenByVi(event, shell)) return;
  if (event.kind === 'text' && contextOf(shell) !== 'settings') type(event.text, 'insert', shell);
  else if (event.kind === 'paste') paste(event, shell);
  else {
    const action = matchKey(event, contextOf(shell), store.get().settings.keymap);
    if (action === undefined) return;
    if (action in ACTIONS) ACTIONS[action as PromptAction](shell);
    else command(action as EditorCommand, shell);
  }
}

/** Where vi's editing is chosen it has the keys of the prompt first. */
function takenByVi(event: KeyEvent, shell: Keyed): boolean {
  const { store, completer } = shell;
  if (store.get().settings.values.editing !== 'vi' || contextOf(shell) !== 'prompt') return false;
  return pressVi(event, {
    store,
    act: (action) => {
      ACTIONS[action](shell);
    },
    pass: (key) => {
      if (key.kind === 'text') type(key.text, 'insert', shell);
    },
    changed: completer.narrow,
  });
}

function contextOf({ store }: Keyed): KeyContext {
  const { menu, search, settingsMenu } = store.get();
  if (search !== undefined) return 'search';
  if (settingsMenu !== undefined) return 'settings';
  return menu === undefined ? 'prompt' : 'menu';
}

function type(text: string, how: 'insert' | 'paste', { store, completer }: Keyed): void {
  if (store.get().settingsMenu !== undefined) return; // a paste
  if (store.get().search !== undefined) {
    store.dispatch({ type: 'search-edited', action: { type: how, text: text.replaceAll('\n', ' ') } });
    return;
  }
  store.dispatch({ type: 'edited', action: { type: how, text } });
  completer.narrow();
}

/** A paste is text, whatever it holds: it never runs by itself. */
function paste({ text, truncated }: Extract<KeyEvent, { kind: 'paste' }>, shell: Keyed): void {
  shell.completer.close();
  type(pastedText(text, shell.store.get().dataset), 'paste', shell);
  if (truncated) shell.store.dispatch({ type: 'noticed', notice: 'the paste was too long: its end is missing' });
}

function command(action: EditorCommand, shell: Keyed): void {
  const { store, completer } = shell;
  if (store.get().search !== undefined) {
    store.dispatch({ type: 'search-edited', action: { type: action } });
    return;
  }
  const suggestion = action === 'forward-char' || action === 'end-of-line' ? suggestionFor(store.get()) : '';
  if (suggestion === '') store.dispatch({ type: 'edited', action: { type: action } });
  else store.dispatch({ type: 'edited', action: { type: 'insert', text: suggestion } });
  completer.narrow();
}

const ACTIONS: Readonly<Record<PromptAction, (shell: Keyed) => void>> = {
  'submit-or-newline': ({ store, submitPrompt }) => {
    const mistake = mistakeAtEnter(store.get());
    if (!runsOnEnter(editorText(store.get().editor))) store.dispatch({ type: 'edited', action: { type: 'newline' } });
    else if (mistake === undefined) submitPrompt();
    else store.dispatch({ type: 'refused', mistake });
  },
  complete: ({ store, completer }) => {
    const { refused } = store.get();
    if (refused !== undefined && placeOfFix(refused) !== undefined) store.dispatch({ type: 'fixed' });
    else completer.open();
  },
  'history-previous': (shell) => {
    walk('older', shell);
  },
  'history-next': (shell) => {
    walk('newer', shell);
  },
  'history-search': ({ store }) => {
    store.dispatch({ type: 'search-opened' });
  },
  'clear-line': ({ store }) => {
    const isEmpty = editorText(store.get().editor) === '';
    store.dispatch({ type: 'taken', recorded: false });
    if (isEmpty) store.dispatch({ type: 'noticed', notice: 'Ctrl-D leaves' });
  },
  'end-of-input': ({ store, askToLeave }) => {
    if (editorText(store.get().editor) === '') askToLeave();
    else store.dispatch({ type: 'edited', action: { type: 'delete-char' } });
  },
  redraw: ({ store, ports }) => {
    // Scrolls what is on the screen into the scrollback, where it stays, and goes on at the top.
    store.dispatch({ type: 'printed', text: `${'\n'.repeat(Math.max(ports.height() - 1, 1))}\x1b[H` });
  },
  'edit-in-editor': editElsewhere,
  settings: ({ store }) => {
    store.dispatch({ type: 'settings-menu-shown', selected: 0 });
  },
  'toggle-editing': toggleEditing,
  'settings-next': (shell) => {
    moveInSettings(shell, 1);
  },
  'settings-previous': (shell) => {
    moveInSettings(shell, -1);
  },
  'settings-forward': (shell) => {
    void stepSetting(shell, 1);
  },
  'settings-back': (shell) => {
    void stepSetting(shell, -1);
  },
  'settings-close': ({ store }) => {
    store.dispatch({ type: 'settings-menu-shown', selected: undefined });
  },
  'search-scope': ({ store }) => {
    store.dispatch({ type: 'search-widened' });
  },
  help: (shell) => {
    const subject = shell.completer.subject();
    if (subject === undefined) explainKeys(shell);
    else shell.run(`help ${subject}`);
  },
  'open-result': (shell) => {
    shell.run(shell.lastIsText() ? 'page' : 'sheet');
  },
  'menu-next': ({ store, completer }) => {
    // What is left alone is taken: there is no next.
    if (store.get().menu?.items.length === 1) completer.accept();
    else store.dispatch({ type: 'menu-moved', by: 1 });
  },
  'menu-previous': ({ store }) => {
    store.dispatch({ type: 'menu-moved', by: -1 });
  },
  'menu-accept': ({ completer }) => {
    completer.accept();
  },
  'menu-close': ({ completer }) => {
    completer.close();
  },
  'search-older': ({ store }) => {
    store.dispatch({ type: 'search-moved', by: 1 });
  },
  'search-newer': ({ store }) => {
    store.dispatch({ type: 'search-moved', by: -1 });
  },
  'search-accept': ({ store }) => {
    store.dispatch({ type: 'search-accepted' });
  },
  'search-cancel': ({ store }) => {
    store.dispatch({ type: 'search-cancelled' });
  },
  // Whatever runs takes these keys before they get here.
  interrupt: () => undefined,
  'send-behind': () => undefined,
};

/** Prints the keys, or shows them over the whole screen where they are more than it has rows beside the prompt. */
function explainKeys({ store, ports, read }: Keyed): void {
  const look = ports.look();
  const text = keysHelp(look, store.get().settings.keymap);
  const isTall = text.split('\n').length > ports.height() - 1;
  if (isTall && look.screenReader !== true) read(keysText('keys of the prompt', 'prompt', ports));
  else store.dispatch({ type: 'printed', text });
}

/** Up and Down move between the lines of the text, and at its edges in the history. */
function walk(direction: 'older' | 'newer', { store }: Keyed): void {
  const { editor, history } = store.get();
  const inside = direction === 'older' ? !isOnFirstLine(editor) : !isOnLastLine(editor);
  if (inside) {
    store.dispatch({ type: 'edited', action: { type: direction === 'older' ? 'up-line' : 'down-line' } });
    return;
  }
  const text = editorText(editor);
  const prefix = text.slice(0, cursorOffset(editor));
  const step = direction === 'older' ? olderEntry(history, text, prefix) : newerEntry(history, text);
  if (step !== undefined) store.dispatch({ type: 'history-shown', ...step });
}
