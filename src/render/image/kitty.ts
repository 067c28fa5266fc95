import { DIACRITICS } from './kitty-diacritics.ts';
import type { Cells } from './fit-cells.ts';
import { throughTmux } from './tmux.ts';

/** How to send a picture by the kitty protocol. */
export type KittyOptions = {
  /**
   * Counts up from picture to picture: an id must not be used again while its placeholder may be in the scrollback.
   * There are 255 x 256 of them.
   */
  readonly serial: number;
  /** Wrap for tmux, which needs `set -g allow-passthrough on`. */
  readonly tmux: boolean;
};

/**
 * A PNG for kitty, Ghostty and Rio: the data once, a virtual placement, then placeholders, which are text: they scroll,
 * are clipped by panes, and survive a redraw. The id stands in the foreground colour as an index, which a multiplexer
 * passes on unchanged, and in the third diacritic.
 */
export function kittyPicture(png: Uint8Array, { columns, rows }: Cells, { serial, tmux }: KittyOptions): string {
  const low = 1 + (serial % 255);
  const high = Math.floor(serial / 255) % 256;
  const id = low + high * 2 ** 24;
  const size = `c=${String(columns)},r=${String(rows)}`;
  const commands = [...transmissions(png, id), apc(`a=p,U=1,i=${String(id)},${size},q=2`, '')];
  const sent = commands.map((command) => (tmux ? throughTmux(command) : command)).join('');
  return sent + placeholders({ columns, rows }, low, high);
}

/** Bytes of base64 in one escape sequence at most. */
const CHUNK = 4096;

function transmissions(png: Uint8Array, id: number): string[] {
  const base64 = Buffer.from(png).toString('base64');
  const count = Math.max(1, Math.ceil(base64.length / CHUNK));
  return Array.from({ length: count }, (_, i) => {
    const more = i < count - 1 ? '1' : '0';
    const keys = i === 0 ? `a=t,f=100,t=d,i=${String(id)},q=2,m=${more}` : `m=${more},q=2`;
    return apc(keys, base64.slice(i * CHUNK, (i + 1) * CHUNK));
  });
}

function apc(keys: string, payload: string): string {
  return `\x1b_G${keys}${payload === '' ? '' : `;${payload}`}\x1b\\`;
}

const PLACEHOLDER = '\u{10eeee}';

function placeholders({ columns, rows }: Cells, low: number, high: number): string {
  const last = high === 0 ? '' : diacritic(high);
  return Array.from({ length: rows }, (_row, row) => {
    const cells = Array.from(
      { length: columns },
      (_cell, column) => PLACEHOLDER + diacritic(row) + diacritic(column) + last,
    );
    return `\x1b[38;5;${String(low)}m${cells.join('')}\x1b[39m\n`;
  }).join('');
}

function diacritic(n: number): string {
  return String.fromCodePoint(DIACRITICS[n] ?? 0x305);
}
