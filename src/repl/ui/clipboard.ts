import { throughTmux } from '../../render/image/tmux.ts';

/** Bytes of text that terminals take: several stop at 100,000 of base64. */
export const CLIPBOARD_BYTES = 74_994;

/** What puts text onto the clipboard of the terminal (OSC 52), wrapped for tmux and screen; null where it is too long. */
export function clipboardSequence(text: string, env: Readonly<Record<string, string | undefined>>): string | null {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > CLIPBOARD_BYTES) return null;
  const sequence = `\x1b]52;c;${bytes.toString('base64')}\x07`;
  // tmux takes it itself with `set-clipboard on`, else hands it on with `allow-passthrough on`.
  if (isSet(env['TMUX'])) return sequence + throughTmux(sequence);
  return isSet(env['STY']) ? throughScreen(sequence) : sequence;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

/** GNU screen hands on strings of at most 768 bytes. */
function throughScreen(sequence: string): string {
  const parts = sequence.match(/[^]{1,500}/gu) ?? [];
  return parts.map((part) => `\x1bP${part}\x1b\\`).join('');
}
