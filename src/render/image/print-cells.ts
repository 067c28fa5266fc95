import { RESET } from '../paint.ts';
import type { Rgb } from '../palette.ts';
import type { CellPicture, PictureCell } from './cell-picture.ts';

/** How exactly colours are kept. `bits` a channel; a colour within `tolerance` of the last one is not changed. */
export type Fidelity = {
  readonly depth: 24 | 8;
  readonly bits: number;
  readonly tolerance: number;
  /** How far colours are moved up or down in a fixed pattern, so that few colours look like more. */
  readonly dither: number;
};

/**
 * From exact to coarse: the first that keeps to the budget is taken. Bytes are what a slow connection waits for; a
 * coarser step first loses what the eye sees least.
 */
const LADDER: readonly Fidelity[] = [
  { depth: 24, bits: 8, tolerance: 0, dither: 0 },
  { depth: 24, bits: 6, tolerance: 4, dither: 0 },
  { depth: 24, bits: 5, tolerance: 8, dither: 0 },
  { depth: 24, bits: 5, tolerance: 14, dither: 0 },
  { depth: 24, bits: 4, tolerance: 14, dither: 0 },
  { depth: 24, bits: 4, tolerance: 24, dither: 0 },
  { depth: 8, bits: 8, tolerance: 0, dither: 16 },
  { depth: 8, bits: 8, tolerance: 12, dither: 0 },
];

/**
 * Prints a picture of cells, one line a row, in true colour or in the 256 colours. Colours are set only where they
 * change, and lines end without colour.
 *
 * @param budget bytes that should not be exceeded; the smallest text is used where all are larger
 */
export function printCells(picture: CellPicture, colour: 2 | 3, budget: number): string {
  const ladder = colour === 3 ? LADDER : LADDER.filter(({ depth }) => depth === 8);
  let smallest: string | undefined;
  for (const fidelity of ladder) {
    const text = printWith(picture, fidelity);
    if (Buffer.byteLength(text) <= budget) return text;
    if (smallest === undefined || text.length < smallest.length) smallest = text;
  }
  return smallest ?? '';
}

function printWith({ columns, rows, cells }: CellPicture, fidelity: Fidelity): string {
  const lines: string[] = [];
  for (let row = 0; row < rows; row++) {
    const state: State = { front: undefined, back: undefined };
    const line = cells
      .slice(row * columns, (row + 1) * columns)
      .map((cell, column) => printCell(dithered(cell, { row, column }, fidelity), state, fidelity));
    lines.push(`${line.join('')}${RESET}\n`);
  }
  return lines.join('');
}

/** Moves both colours of a cell by its place in a checked pattern, in opposite directions. */
function dithered(cell: PictureCell, place: { row: number; column: number }, { dither }: Fidelity): PictureCell {
  if (dither === 0) return cell;
  const step = (PATTERN[(place.row % 2) * 2 + (place.column % 2)] ?? 0) * dither;
  return { ...cell, front: moved(cell.front, step), back: moved(cell.back, -step) };
}

const PATTERN = [-1, 0.33, 1, -0.33] as const;

/** Colours of the cube, of which lines are made, stay what they are: the move is less than half a step of the cube. */
function moved(rgb: Rgb, step: number): Rgb {
  return [rgb[0] + step, rgb[1] + step, rgb[2] + step];
}

/** Colours in force: what was asked for and how it was written. */
type State = { front: Colour | undefined; back: Colour | undefined };
type Colour = { readonly rgb: Rgb; readonly code: string };

/** Half blocks can be written upside down with the colours swapped: whichever way changes fewer colours is taken. */
function printCell(cell: PictureCell, state: State, fidelity: Fidelity): string {
  const swapped = SWAPPED[cell.character];
  if (swapped === undefined) return printAs(cell, state, fidelity);
  const turned = { character: swapped, front: cell.back, back: cell.front };
  const changes = (candidate: PictureCell) =>
    Number(!isClose(candidate.front, state.front, fidelity)) + Number(!isClose(candidate.back, state.back, fidelity));
  return printAs(changes(turned) < changes(cell) ? turned : cell, state, fidelity);
}

const SWAPPED: Readonly<Record<string, string>> = { '▀': '▄', '▄': '▀', '▌': '▐', '▐': '▌', '▚': '▞', '▞': '▚' };

function printAs({ character, front, back }: PictureCell, state: State, fidelity: Fidelity): string {
  const codes: string[] = [];
  const plain = distance(front, back) <= fidelity.tolerance && SWAPPED[character] !== undefined;
  const needsFront = !plain && character !== ' ';
  const needsBack = character !== '█';
  if (needsFront && !isClose(front, state.front, fidelity)) {
    state.front = { rgb: front, code: codeOf(front, fidelity) };
    codes.push(`38;${state.front.code}`);
  }
  if (needsBack && !isClose(back, state.back, fidelity)) {
    state.back = { rgb: back, code: codeOf(back, fidelity) };
    codes.push(`48;${state.back.code}`);
  }
  const shown = plain ? ' ' : character;
  return codes.length === 0 ? shown : `\x1b[${codes.join(';')}m${shown}`;
}

/** Whether a colour may stand for another: within the tolerance, or written the same. */
function isClose(rgb: Rgb, last: Colour | undefined, fidelity: Fidelity): boolean {
  if (last === undefined) return false;
  return distance(rgb, last.rgb) <= fidelity.tolerance || codeOf(rgb, fidelity) === last.code;
}

/** Largest difference of a channel. */
function distance(a: Rgb, b: Rgb): number {
  return Math.max(Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1]), Math.abs(a[2] - b[2]));
}

function codeOf(rgb: Rgb, { depth, bits }: Fidelity): string {
  if (depth === 8) return `5;${String(nearest256(rgb))}`;
  const most = 2 ** bits - 1;
  return `2;${rgb.map((n) => Math.round((Math.round((n / 255) * most) * 255) / most)).join(';')}`;
}

/** Index of the nearest of xterm's colour cube and greys. */
function nearest256(rgb: Rgb): number {
  const steps = rgb.map((n) => (n < 48 ? 0 : n < 115 ? 1 : Math.min(5, Math.round((n - 55) / 40))));
  const cube = steps.map((step) => (step === 0 ? 0 : 55 + 40 * step)) as unknown as Rgb;
  const mean = (rgb[0] + rgb[1] + rgb[2]) / 3;
  const grey = Math.min(23, Math.max(0, Math.round((mean - 8) / 10)));
  const level = 8 + 10 * grey;
  if (squared(rgb, [level, level, level]) < squared(rgb, cube)) return 232 + grey;
  const [r = 0, g = 0, b = 0] = steps;
  return 16 + 36 * r + 6 * g + b;
}

function squared(a: Rgb, b: Rgb): number {
  return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;
}
