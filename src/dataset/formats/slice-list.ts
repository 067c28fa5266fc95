import { readSync } from 'node:fs';

/** A place in a file. */
export type Slice = { readonly offset: number; readonly length: number };

/** Places in a file with a number each: 16 bytes a piece, for millions of them. */
export type SliceList = {
  readonly length: () => number;
  readonly add: (offset: number, length: number, mark: number) => void;
  readonly slice: (index: number) => Slice;
  readonly mark: (index: number) => number;
};

/** An empty list. */
export function sliceList(): SliceList {
  let count = 0;
  let offsets = new Float64Array(1024);
  let lengths = new Uint32Array(1024);
  let marks = new Uint32Array(1024);
  return {
    length: () => count,
    add: (offset, length, mark) => {
      if (count === offsets.length) {
        offsets = doubled(offsets, new Float64Array(2 * count));
        lengths = doubled(lengths, new Uint32Array(2 * count));
        marks = doubled(marks, new Uint32Array(2 * count));
      }
      offsets[count] = offset;
      lengths[count] = length;
      marks[count] = mark;
      count += 1;
    },
    slice: (index) => ({ offset: offsets[index] ?? 0, length: lengths[index] ?? 0 }),
    mark: (index) => marks[index] ?? 0,
  };
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

function doubled<A extends Float64Array | Uint32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
