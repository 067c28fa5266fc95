import { RESET } from '../paint.ts';
import type { ClassStyle } from '../palette.ts';
import type { Cells } from './fit-cells.ts';
import type { Marks } from './marks.ts';
import { luminanceAt, type Overlay, type Pixels } from './pixels.ts';

/** What a picture without colour is drawn with, and whether the background is dark. */
export type InkOptions = { readonly theme: 'dark' | 'light'; readonly colour: 0 | 1 | 2 | 3 };

/** Pixels of a braille cell. */
export const BRAILLE = { across: 2, down: 4 } as const;

/** Pixels of a cell drawn with one ASCII character. */
export const ASCII = { across: 1, down: 1 } as const;

/**
 * A picture from brightness alone: braille dots or ASCII characters, brighter is denser (on a light background darker
 * is denser). A cell crossed by a line holds the mark of its class instead, so that outlines can be told apart.
 */
export function luminancePicture(
  pixels: Pixels,
  overlay: Overlay,
  { cells, marks, set }: { readonly cells: Cells; readonly marks: Marks; readonly set: 'braille' | 'ascii' },
  options: InkOptions,
): string {
  const stretchedTones = stretched(pixels, options.theme);
  const tones = set === 'braille' ? diffused(stretchedTones, pixels.width) : stretchedTones;
  const lines: string[] = [];
  for (let row = 0; row < cells.rows; row++) {
    let line = '';
    for (let column = 0; column < cells.columns; column++) {
      const style = marks.get(row * cells.columns + column) ?? lineStyle(overlay, pixels, { row, column, set });
      if (style !== undefined) line += marked(style, options);
      else
        line +=
          set === 'braille' ? dots(tones, pixels.width, column, row) : shade(tones[row * pixels.width + column] ?? 0);
    }
    lines.push(`${line.trimEnd()}\n`);
  }
  return lines.join('');
}

/** Brightness from 0 to 1, stretched so that the darkest and the brightest two per cent are black and white. */
function stretched(pixels: Pixels, theme: 'dark' | 'light'): Float32Array {
  const tones = Float32Array.from({ length: pixels.width * pixels.height }, (_, i) => luminanceAt(pixels, i));
  const sorted = tones.toSorted();
  const low = sorted[Math.floor(sorted.length * 0.02)] ?? 0;
  const high = sorted[Math.floor(sorted.length * 0.98)] ?? 255;
  const range = Math.max(1, high - low);
  return tones.map((tone) => {
    const share = Math.min(1, Math.max(0, (tone - low) / range));
    return theme === 'dark' ? share : 1 - share;
  });
}

type Place = { readonly row: number; readonly column: number; readonly set: 'braille' | 'ascii' };

function lineStyle({ at, styles }: Overlay, { width }: Pixels, { row, column, set }: Place): ClassStyle | undefined {
  const { across, down } = set === 'braille' ? BRAILLE : ASCII;
  for (let y = row * down; y < (row + 1) * down; y++) {
    for (let x = column * across; x < (column + 1) * across; x++) {
      const value = at[y * width + x] ?? 0;
      if (value > 0) return styles[value - 1];
    }
  }
  return undefined;
}

function marked({ mark, ansi16 }: ClassStyle, { colour }: InkOptions): string {
  if (colour === 0) return mark;
  return `\x1b[1;${String(ansi16 < 8 ? 30 + ansi16 : 82 + ansi16)}m${mark}${RESET}`;
}

/** Bits of the dots of a braille character, left to right, top to bottom, as Unicode numbers them. */
const DOT_BITS = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80] as const;

function dots(tones: Float32Array, width: number, column: number, row: number): string {
  let bits = 0;
  DOT_BITS.forEach((bit, i) => {
    const x = column * BRAILLE.across + (i % 2);
    const y = row * BRAILLE.down + Math.floor(i / 2);
    if ((tones[y * width + x] ?? 0) > 0.5) bits |= bit;
  });
  return bits === 0 ? ' ' : String.fromCharCode(0x2800 + bits);
}

/** Black and white with the error of each pixel handed on to its neighbours (Floyd and Steinberg 1976). */
function diffused(tones: Float32Array, width: number): Float32Array {
  const result = Float32Array.from(tones);
  const add = (at: number, error: number) => {
    result[at] = (result[at] ?? 0) + error;
  };
  for (let at = 0; at < result.length; at++) {
    const tone = result[at] ?? 0;
    const shown = tone > 0.5 ? 1 : 0;
    const error = (tone - shown) / 16;
    result[at] = shown;
    const column = at % width;
    if (column + 1 < width) add(at + 1, 7 * error);
    if (column > 0) add(at + width - 1, 3 * error);
    add(at + width, 5 * error);
    if (column + 1 < width) add(at + width + 1, error);
  }
  return result;
}

const RAMP = ' .:-=+*%@';

function shade(tone: number): string {
  return RAMP.charAt(Math.min(RAMP.length - 1, Math.floor(tone * RAMP.length)));
}
