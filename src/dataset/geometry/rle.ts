import type { Mask } from '../model/label.ts';

/** The part of a mask that says which pixels are set. */
export type Bitmap = Pick<Mask, 'left' | 'top' | 'width' | 'height' | 'counts'>;

/** A picture with a longer side, or a box of more pixels, is not unpacked. */
const LONGEST_SIDE = 1 << 20;
const MOST_PIXELS = 1 << 28;

/**
 * Run lengths from the text that pycocotools writes: groups of six bits from `0` on, five of value and one that says that
 * more follow, lowest first, the top one signed; from the fourth number on the difference to the number two before.
 * Source: rleFrString of the COCO API.
 *
 * @returns undefined where the text is no such text
 */
export function decodeCocoCounts(text: string): number[] | undefined {
  const counts: number[] = [];
  for (let at = 0; at < text.length;) {
    let value = 0;
    let scale = 1;
    let bits: number;
    do {
      bits = text.charCodeAt(at++) - 48;
      if (!(bits >= 0 && bits < 64) || scale > 2 ** 40) return undefined;
      value += (bits & 0x1f) * scale;
      scale *= 32;
    } while ((bits & 0x20) !== 0);
    if ((bits & 0x10) !== 0) value -= scale;
    if (counts.length > 2) value += counts[counts.length - 2] ?? 0;
    if (value < 0) return undefined;
    counts.push(value);
  }
  return counts;
}

/** The text that pycocotools writes for run lengths; what `decodeCocoCounts` reads. Source: rleToString of the COCO API. */
export function encodeCocoCounts(counts: readonly number[]): string {
  const bytes: number[] = [];
  counts.forEach((count, i) => {
    let rest = i > 2 ? count - (counts[i - 2] ?? 0) : count;
    for (let more = true; more;) {
      const bits = ((rest % 32) + 32) % 32;
      rest = Math.floor(rest / 32);
      more = (bits & 0x10) !== 0 ? rest !== -1 : rest !== 0;
      bytes.push(48 + bits + (more ? 0x20 : 0));
    }
  });
  return String.fromCharCode(...bytes);
}

/** COCO's run lengths of a mask: column by column over a whole picture of that size, zeros first; what lies outside is cut. */
export function columnsOfMask(mask: Bitmap, width: number, height: number): number[] {
  const left = Math.max(0, mask.left);
  const right = Math.min(width, mask.left + mask.width);
  const top = Math.max(0, mask.top);
  const bottom = Math.min(height, mask.top + mask.height);
  const rows = bottom - top;
  if (left >= right || rows <= 0) return [width * height];
  const pixels = new Uint8Array(rows * (right - left));
  eachRowRun(mask, { top, bottom }, (y, x0, x1) => {
    for (let x = Math.max(x0, left); x < Math.min(x1, right); x++) pixels[(x - left) * rows + y - top] = 1;
  });
  const counts = [0];
  let isSet = false;
  const add = (set: boolean, length: number): void => {
    if (length === 0) return;
    if (set === isSet) counts[counts.length - 1] = (counts.at(-1) ?? 0) + length;
    else counts.push(length);
    isSet = set;
  };
  add(false, left * height);
  for (let x = left; x < right; x++) {
    add(false, top);
    for (let y = 0; y < rows; y++) add(pixels[(x - left) * rows + y] === 1, 1);
    add(false, height - bottom);
  }
  add(false, (width - right) * height);
  return counts;
}

/** The set pixels as pieces of rows between two limits: row y, columns x0 to before x1. */
export function eachRowRun(
  { left, top, width, counts }: Bitmap,
  limits: { readonly top: number; readonly bottom: number },
  take: (y: number, x0: number, x1: number) => void,
): void {
  if (width < 1) return;
  let at = 0;
  counts.forEach((run, i) => {
    const end = at + run;
    if (i % 2 === 1 && run > 0) {
      const last = Math.min(Math.floor((end - 1) / width), limits.bottom - 1 - top);
      for (let row = Math.max(Math.floor(at / width), limits.top - top); row <= last; row++) {
        take(top + row, left + Math.max(at - row * width, 0), left + Math.min(end - row * width, width));
      }
    }
    at = end;
  });
}

/**
 * The mask that COCO's run lengths say: column by column over a whole picture of that size, zeros first. The mask is cut to
 * the pixels that are set.
 *
 * @returns undefined where the runs are no counts, are more than the picture holds or set nothing, or the box is too large
 */
export function maskFromColumns(counts: readonly number[], width: number, height: number): Bitmap | undefined {
  if (width > LONGEST_SIDE || height > LONGEST_SIDE) return undefined;
  const box = boxOfColumns(counts, width, height);
  if (box === undefined || box.width * box.height > MOST_PIXELS) return undefined;
  const pixels = new Uint8Array(box.width * box.height);
  eachColumnRun(counts, height, (x, y0, y1) => {
    for (let y = y0; y < y1; y++) pixels[(y - box.top) * box.width + x - box.left] = 1;
  });
  return { ...box, counts: runsOf(pixels) };
}

/** Run lengths of a bitmap row by row, zeros first; any byte but 0 is set. */
export function runsOf(pixels: Uint8Array): number[] {
  const runs: number[] = [];
  let isSet = false;
  let start = 0;
  do {
    const end = isSet ? pixels.indexOf(0, start) : nextSet(pixels, start);
    runs.push((end < 0 ? pixels.length : end) - start);
    start = end;
    isSet = !isSet;
  } while (start >= 0 && start < pixels.length);
  return runs;
}

/** Place of the next pixel that is set, or -1. */
function nextSet(pixels: Uint8Array, start: number): number {
  for (let i = start; i < pixels.length; i++) if (pixels[i] !== 0) return i;
  return -1;
}

function boxOfColumns(counts: readonly number[], width: number, height: number): Omit<Bitmap, 'counts'> | undefined {
  let sum = 0;
  for (const run of counts) {
    if (!Number.isSafeInteger(run) || run < 0) return undefined;
    sum += run;
  }
  if (sum > width * height) return undefined;
  let [left, right, top, bottom] = [width, 0, height, 0];
  eachColumnRun(counts, height, (x, y0, y1) => {
    left = Math.min(left, x);
    right = Math.max(right, x + 1);
    top = Math.min(top, y0);
    bottom = Math.max(bottom, y1);
  });
  return left < right ? { left, top, width: right - left, height: bottom - top } : undefined;
}

/** The set pixels as pieces of columns: column x, rows y0 to before y1. */
function eachColumnRun(
  counts: readonly number[],
  height: number,
  take: (x: number, y0: number, y1: number) => void,
): void {
  let at = 0;
  counts.forEach((run, i) => {
    const end = at + run;
    while (i % 2 === 1 && at < end) {
      const x = Math.floor(at / height);
      const until = Math.min(end, (x + 1) * height);
      take(x, at - x * height, until - x * height);
      at = until;
    }
    at = end;
  });
}
