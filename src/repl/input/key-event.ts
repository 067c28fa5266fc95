/** The modifier keys held. `shift` is told for letters and named keys only: elsewhere it changed the character. */
export type Modifiers = { readonly ctrl: boolean; readonly alt: boolean; readonly shift: boolean };

/** How a reply of the terminal was introduced. */
export type ReplyKind = 'csi' | 'dcs' | 'osc' | 'apc' | 'pm' | 'sos';

/**
 * A key that types nothing by itself. `name` is the character on it (`c`, `/`, `é`), letters in lower case, or one of enter,
 * tab, backspace, escape, space, insert, delete, home, end, pageup, pagedown, up, down, left, right, clear, f1, f2 ...
 */
export type KeyPress = { readonly kind: 'key'; readonly name: string } & Modifiers;

/** The names of keys that have more than one letter. */
export const NAMED_KEYS: ReadonlySet<string> = new Set([
  ...['enter', 'tab', 'backspace', 'escape', 'space', 'insert', 'delete', 'home', 'end', 'pageup', 'pagedown'],
  ...['up', 'down', 'left', 'right', 'clear'],
  ...Array.from({ length: 20 }, (_, i) => `f${String(i + 1)}`),
]);

/** What the terminal sent, decoded. */
export type KeyEvent =
  /** Printable characters, well-formed and free of control characters; a run may come in several events. */
  | { readonly kind: 'text'; readonly text: string }
  | KeyPress
  /** A bracketed paste, cleaned; `truncated` when it was longer than `PASTE_LIMIT` and its end was left out. */
  | { readonly kind: 'paste'; readonly text: string; readonly truncated: boolean }
  /**
   * The terminal's answer to a query, or a report nobody asked for. `body` is what stands between introducer and
   * terminator, for `csi` with its final character: `?62;4c` for DA1, `>|tmux 3.3a` for the DCS of XTVERSION.
   */
  | { readonly kind: 'reply'; readonly protocol: ReplyKind; readonly body: string };

export const NO_MODIFIERS: Modifiers = { ctrl: false, alt: false, shift: false };

/** A key event; letters are named in lower case. */
export function keyPress(name: string, modifiers: Partial<Modifiers> = {}): KeyPress {
  return { kind: 'key', name, ...NO_MODIFIERS, ...modifiers };
}
