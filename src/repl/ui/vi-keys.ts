import { toGraphemes } from '../input/graphemes.ts';
import type { KeyEvent } from '../input/key-event.ts';
import type { PromptAction } from '../input/keymap.ts';
import { viKey } from '../input/vi.ts';
import type { ShellEvent, ShellState } from './shell-state.ts';
import type { Store } from './store.ts';

/** What vi's keys act on, and what they leave to others. */
export type ViPorts = {
  readonly store: Store<ShellState, ShellEvent>;
  /** Does something that is not editing. */
  readonly act: (action: PromptAction) => void;
  /** Takes text that is typed. */
  readonly pass: (event: KeyEvent) => void;
  /** The text has changed. */
  readonly changed: () => void;
};

/** Takes a key where vi's editing has it; false where the usual keys do. */
export function pressVi(event: KeyEvent, ports: ViPorts): boolean {
  const { vi } = ports.store.get();
  if (event.kind === 'text') return vi.mode === 'normal' && typeCommands(toGraphemes(event.text), ports);
  if (event.kind !== 'key') return false;
  // A terminal sends Escape and a key right behind it as that key with Alt.
  if (event.alt && !event.ctrl && [...event.name].length === 1) {
    step('escape', ports);
    typeCommands([event.shift ? event.name.toUpperCase() : event.name], ports);
    return true;
  }
  if (event.name === 'escape' && !event.ctrl) return step('escape', ports);
  if (vi.mode === 'insert') return false;
  if (event.ctrl && event.name === 'r') return step('ctrl-r', ports);
  if (event.name === 'backspace') return step('backspace', ports);
  if (vi.pending !== '') step('escape', ports);
  return false;
}

/** Characters one by one; those behind a command that begins to insert are text. */
function typeCommands(keys: readonly string[], ports: ViPorts): true {
  for (const key of keys) {
    if (ports.store.get().vi.mode === 'normal') step(key, ports);
    else ports.pass({ kind: 'text', text: key });
  }
  return true;
}

function step(key: string, { store, act, changed }: ViPorts): true {
  const before = store.get();
  const { vi, editor, action } = viKey(before.vi, before.editor, key === ' ' ? 'l' : key);
  store.dispatch({ type: 'vi-stepped', vi, editor });
  if (editor.graphemes !== before.editor.graphemes) changed();
  if (action !== undefined) act(action);
  return true;
}
