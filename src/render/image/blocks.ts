import type { Rgb } from '../palette.ts';
import type { CellPicture, PictureCell } from './cell-picture.ts';
import type { Cells } from './fit-cells.ts';
import type { Overlay, Pixels } from './pixels.ts';

/** Block characters that divide a cell into `across` x `down` pixels; bit i of a pattern is pixel i, row by row. */
export type BlockSet = {
  readonly across: number;
  readonly down: number;
  readonly character: (bits: number) => string;
};

const QUADRANTS = ' ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█';

/** The block sets: half blocks are in every font, sextants (Unicode 13) only where the terminal draws them itself. */
export const BLOCK_SETS = {
  half: { across: 1, down: 2, character: (bits) => ' ▀▄█'.charAt(bits) },
  quadrant: { across: 2, down: 2, character: (bits) => QUADRANTS.charAt(bits) },
  sextant: { across: 2, down: 3, character: sextant },
} as const satisfies Readonly<Record<string, BlockSet>>;

/**
 * Turns pixels into cells of two colours. A cell crossed by a line shows it in the pure colour of its class in front of
 * the mean of the rest; else its pixels are parted into the two groups that differ most.
 */
export function blockPicture(pixels: Pixels, overlay: Overlay, set: BlockSet, size: Cells): CellPicture {
  const cells: PictureCell[] = [];
  for (let row = 0; row < size.rows; row++) {
    for (let column = 0; column < size.columns; column++) {
      cells.push(cellOf(indicesOf(column, row, set, pixels.width), pixels, overlay, set));
    }
  }
  return { ...size, cells };
}

/** U+1FB00 and on: all patterns of six but the empty, the full and the two halves, which are older characters. */
function sextant(bits: number): string {
  if (bits === 0) return ' ';
  if (bits === 63) return '█';
  if (bits === 21) return '▌';
  if (bits === 42) return '▐';
  return String.fromCodePoint(0x1fb00 + bits - 1 - (bits > 21 ? 1 : 0) - (bits > 42 ? 1 : 0));
}

function indicesOf(column: number, row: number, { across, down }: BlockSet, width: number): number[] {
  const indices: number[] = [];
  for (let y = row * down; y < (row + 1) * down; y++) {
    for (let x = column * across; x < (column + 1) * across; x++) indices.push(y * width + x);
  }
  return indices;
}

function cellOf(indices: readonly number[], pixels: Pixels, overlay: Overlay, set: BlockSet): PictureCell {
  const colours = indices.map((i) => colourAt(pixels, i));
  if (indices.length === 2) return { character: '▀', front: colours[0] ?? BLACK, back: colours[1] ?? BLACK };
  const front = lineMembers(indices, overlay) ?? brighterMembers(colours);
  const bits = front.reduce((all, isFront, i) => (isFront ? all | (1 << i) : all), 0);
  const ahead = meanOf(colours.filter((_, i) => front[i] === true));
  const behind = meanOf(colours.filter((_, i) => front[i] === false));
  return { character: set.character(bits), front: ahead ?? BLACK, back: behind ?? ahead ?? BLACK };
}

const BLACK: Rgb = [0, 0, 0];

function colourAt({ data }: Pixels, index: number): Rgb {
  return [data[3 * index] ?? 0, data[3 * index + 1] ?? 0, data[3 * index + 2] ?? 0];
}

/** The pixels of the line that has most of them in the cell, or undefined where no line crosses it. */
function lineMembers(indices: readonly number[], { at }: Overlay): boolean[] | undefined {
  const values = indices.map((i) => at[i] ?? 0);
  const lines = values.filter((value) => value > 0);
  const [first] = lines;
  if (first === undefined) return undefined;
  const count = (value: number) => lines.filter((other) => other === value).length;
  const most = lines.reduce((best, value) => (count(value) > count(best) ? value : best), first);
  return values.map((value) => value === most);
}

/** Parts pixels along the channel in which they differ most, at the middle of its range. */
function brighterMembers(colours: readonly Rgb[]): boolean[] {
  const ranges = ([0, 1, 2] as const).map((channel) => {
    const values = colours.map((colour) => colour[channel]);
    const low = Math.min(...values);
    return { channel, middle: (low + Math.max(...values)) / 2, range: Math.max(...values) - low };
  });
  const [widest] = ranges.toSorted((a, b) => b.range - a.range);
  if (widest === undefined || widest.range < FLAT) return colours.map(() => true);
  return colours.map((colour) => colour[widest.channel] > widest.middle);
}

/** A cell whose pixels differ less than this is one colour: that saves a colour change. */
const FLAT = 10;

function meanOf(colours: readonly Rgb[]): Rgb | undefined {
  if (colours.length === 0) return undefined;
  const sum = (channel: 0 | 1 | 2) => colours.reduce((all, colour) => all + colour[channel], 0);
  return [sum(0) / colours.length, sum(1) / colours.length, sum(2) / colours.length];
}
