/** Wraps an escape sequence so that tmux hands it on to the terminal outside (with `allow-passthrough on`). */
export function throughTmux(sequence: string): string {
  return `\x1bPtmux;${sequence.replaceAll('\x1b', '\x1b\x1b')}\x1b\\`;
}
