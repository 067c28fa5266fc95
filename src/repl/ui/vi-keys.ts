import { toGraphemes } from '../input/graphemes.ts';
import type { KeyEvent, KeyPress } from '../input/key-event.ts';
import { keyName, type PromptAction } from '../input/keymap.ts';
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
  const behindEscape = characterBehindEscape(event);
  if (behindEscape !== undefined) {
    step('escape', ports);
    return typeCommands([behindEscape], ports);
  }
  const name = keyName(event);
  if (name === 'escape' || (vi.mode === 'normal' && OWN.has(name))) return step(name, ports);
  if (vi.pending !== '') step('escape', ports);
  return false;
}

/** Keys beside characters that are commands. */
const OWN: ReadonlySet<string> = new Set(['ctrl-r', 'backspace']);

/** A terminal sends Escape and a character right behind it as that character with Alt. */
function characterBehindEscape({ name, ctrl, alt, shift }: KeyPress): string | undefined {
  if (!alt || ctrl || toGraphemes(name).length !== 1) return undefined;
  return shift ? name.toUpperCase() : name;
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
