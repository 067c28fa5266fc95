import { readSync } from 'node:fs';

/** A place in a file. */
export type Slice = { readonly offset: number; readonly length: number };

/** Places in a file with a number each: 16 bytes a piece, for millions of them; it grows by parts, and copies none. */
export type SliceList = {
  readonly length: () => number;
  readonly add: (offset: number, length: number, mark: number) => void;
  readonly slice: (index: number) => Slice;
  readonly mark: (index: number) => number;
};

/** An empty list. */
export function sliceList(): SliceList {
  let count = 0;
  const parts: Part[] = [];
  return {
    length: () => count,
    add: (offset, length, mark) => {
      const at = count % PART;
      if (at === 0) parts.push(emptyPart());
      const part = parts.at(-1);
      if (part === undefined) return;
      part.offsets[at] = offset;
      part.lengths[at] = length;
      part.marks[at] = mark;
      count += 1;
    },
    slice: (index) => {
      const part = parts[Math.floor(index / PART)];
      return { offset: part?.offsets[index % PART] ?? 0, length: part?.lengths[index % PART] ?? 0 };
    },
    mark: (index) => parts[Math.floor(index / PART)]?.marks[index % PART] ?? 0,
  };
}

const PART = 1 << 14;

type Part = { readonly offsets: Float64Array; readonly lengths: Uint32Array; readonly marks: Uint32Array };

function emptyPart(): Part {
  return { offsets: new Float64Array(PART), lengths: new Uint32Array(PART), marks: new Uint32Array(PART) };
}

/**
 * Reads places of a file, which must come in the order in which they stand there; neighbours are read together.
 * The bytes handed out are valid until the next are.
 */
export function eachSlice(
  descriptor: number,
  slices: readonly Slice[],
  take: (bytes: Buffer, index: number) => void,
): void {
  for (let first = 0; first < slices.length;) {
    const last = lastTogether(slices, first);
    const from = slices[first]?.offset ?? 0;
    const bytes = readAt(descriptor, from, endOf(slices[last]) - from);
    for (let i = first; i <= last; i++) {
      const slice = slices[i];
      if (slice !== undefined) take(bytes.subarray(slice.offset - from, endOf(slice) - from), i);
    }
    first = last + 1;
  }
}

/** Bytes between two places that are rather read than skipped, and how much is read at once. */
const GAP = 4096;
const TOGETHER = 4 << 20;

function lastTogether(slices: readonly Slice[], first: number): number {
  const from = slices[first]?.offset ?? 0;
  let last = first;
  for (let i = first + 1; i < slices.length; i++) {
    const slice = slices[i];
    if (slice === undefined || slice.offset - endOf(slices[last]) > GAP || endOf(slice) - from > TOGETHER) break;
    last = i;
  }
  return last;
}

function endOf(slice: Slice | undefined): number {
  return slice === undefined ? 0 : slice.offset + slice.length;
}

/** Fewer bytes than asked for where the file has become shorter. */
function readAt(descriptor: number, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const read = readSync(descriptor, bytes, filled, length - filled, offset + filled);
    if (read === 0) break;
    filled += read;
  }
  return bytes.subarray(0, filled);
}
