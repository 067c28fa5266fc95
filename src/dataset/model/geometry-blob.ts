import { pooledBytes } from './pooled-bytes.ts';
import type { Detection, Keypoint, Label, LabelKind, Mask, Polyline, Ring, ShapeLabel, Units } from './label.ts';

/** The part of a label that its geometry blob holds. */
export type Geometry =
  | Pick<Polyline, 'kind' | 'units' | 'rings' | 'closed' | 'filled'>
  | Pick<Detection, 'kind' | 'units' | 'box'>
  | Pick<Keypoint, 'kind' | 'units' | 'xy'>
  | Pick<Mask, 'kind' | 'left' | 'top' | 'width' | 'height' | 'counts'>;

/**
 * Packs the geometry of a label, exactly: little-endian, coordinates as float32 where every one of them is a float32,
 * else as float64. `docs/schema.md` has the layout byte by byte.
 * @throws RangeError for coordinates that do not come in pairs, or run lengths that are no counts.
 */
export function encodeGeometry(label: ShapeLabel): Uint8Array {
  switch (label.kind) {
    case 'polyline':
      return encodePolyline(label);
    case 'detection':
      return encodeNumbers(flagsOf(label, 0), [], [label.box]);
    case 'keypoint':
      return encodeNumbers(flagsOf(label, 0), [points(label.xy)], [label.xy]);
    case 'mask':
      return encodeMask(label);
  }
}

/**
 * Unpacks what `encodeGeometry` made of a label of that kind.
 * @throws RangeError where the blob is cut off or has bytes left over.
 */
export function decodeGeometry(kind: Exclude<LabelKind, 'classification'>, blob: Uint8Array): Geometry {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  const flags = view.getUint8(0);
  const units: Units = (flags & NORMALISED) === 0 ? 'pixel' : 'normalised';
  switch (kind) {
    case 'polyline':
      return {
        kind,
        units,
        rings: decodeRings(view, flags),
        closed: (flags & CLOSED) !== 0,
        filled: (flags & FILLED) !== 0,
      };
    case 'detection': {
      const [x = 0, y = 0, w = 0, h = 0] = readNumbers(view, flags, 4, 4);
      expectEnd(view, 4 + 4 * sizeOf(flags));
      return { kind, units, box: [x, y, w, h] };
    }
    case 'keypoint': {
      const count = 2 * view.getUint32(4, true);
      expectEnd(view, 8 + count * sizeOf(flags));
      return { kind, units, xy: readNumbers(view, flags, 8, count) };
    }
    case 'mask':
      return decodeMask(view);
  }
}

/** True for a label that has a geometry of its own. */
export function isShape(label: Label): label is ShapeLabel {
  return label.kind !== 'classification';
}

const DOUBLE = 1;
const NORMALISED = 2;
const CLOSED = 4;
const FILLED = 8;
const HOLE = 0x8000_0000;

function flagsOf({ units }: { readonly units: Units }, more: number): number {
  return (units === 'normalised' ? NORMALISED : 0) | more;
}

function sizeOf(flags: number): 4 | 8 {
  return (flags & DOUBLE) === 0 ? 4 : 8;
}

function points(xy: readonly number[]): number {
  if (xy.length % 2 !== 0) throw new RangeError(`coordinates come in pairs, here are ${String(xy.length)}`);
  return xy.length / 2;
}

function encodePolyline(label: Polyline): Uint8Array {
  const flags = flagsOf(label, (label.closed ? CLOSED : 0) | (label.filled ? FILLED : 0));
  const header = [label.rings.length];
  for (const { xy, hole } of label.rings) header.push(points(xy) + (hole ? HOLE : 0));
  return encodeNumbers(
    flags,
    header,
    label.rings.map(({ xy }) => xy),
  );
}

/** Flags, three zero bytes, the header as uint32, then all numbers. */
function encodeNumbers(flags: number, header: readonly number[], lists: readonly (readonly number[])[]): Uint8Array {
  const single = lists.every(areFloat32);
  let at = 4 + 4 * header.length;
  let count = 0;
  for (const list of lists) count += list.length;
  const bytes = pooledBytes(at + count * (single ? 4 : 8));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  view.setUint32(0, single ? flags : flags | DOUBLE, true);
  for (let i = 0; i < header.length; i++) view.setUint32(4 + 4 * i, header[i] ?? 0, true);
  for (const list of lists) {
    if (single) putFloats(view, at, list);
    else putDoubles(view, at, list);
    at += list.length * (single ? 4 : 8);
  }
  return bytes;
}

function putFloats(view: DataView, start: number, list: readonly number[]): void {
  let at = start;
  for (const value of list) {
    view.setFloat32(at, value, true);
    at += 4;
  }
}

function putDoubles(view: DataView, start: number, list: readonly number[]): void {
  let at = start;
  for (const value of list) {
    view.setFloat64(at, value, true);
    at += 8;
  }
}

function areFloat32(list: readonly number[]): boolean {
  for (const value of list) if (Math.fround(value) !== value && !Number.isNaN(value)) return false;
  return true;
}

function decodeRings(view: DataView, flags: number): Ring[] {
  const count = view.getUint32(4, true);
  let at = 8 + 4 * count;
  const rings: Ring[] = [];
  for (let i = 0; i < count; i++) {
    const word = view.getUint32(8 + 4 * i, true);
    const length = 2 * (word & ~HOLE);
    rings.push({ xy: readNumbers(view, flags, at, length), hole: word >= HOLE });
    at += length * sizeOf(flags);
  }
  expectEnd(view, at);
  return rings;
}

function readNumbers(view: DataView, flags: number, start: number, count: number): number[] {
  const size = sizeOf(flags);
  if (start + count * size > view.byteLength) throw new RangeError('geometry blob is cut off');
  const numbers: number[] = [];
  for (let i = 0; i < count; i++) {
    numbers.push(size === 4 ? view.getFloat32(start + 4 * i, true) : view.getFloat64(start + 8 * i, true));
  }
  return numbers;
}

function expectEnd(view: DataView, end: number): void {
  if (view.byteLength !== end) throw new RangeError('geometry blob has the wrong length');
}

/** Flags, three zero bytes, left and top as int32, width, height and number of runs as uint32, runs as LEB128. */
function encodeMask({ left, top, width, height, counts }: Mask): Uint8Array {
  const bytes = new Uint8Array(24 + counts.reduce((sum, run) => sum + varintLength(run), 0));
  const view = new DataView(bytes.buffer);
  view.setInt32(4, left, true);
  view.setInt32(8, top, true);
  view.setUint32(12, width, true);
  view.setUint32(16, height, true);
  view.setUint32(20, counts.length, true);
  let at = 24;
  for (const run of counts) {
    let rest = run;
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) | 0x80;
    bytes[at++] = rest;
  }
  return bytes;
}

function varintLength(run: number): number {
  if (!Number.isSafeInteger(run) || run < 0) throw new RangeError(`a run length of ${String(run)}`);
  let length = 1;
  for (let rest = run; rest > 0x7f; rest = Math.floor(rest / 128)) length++;
  return length;
}

function decodeMask(view: DataView): Geometry {
  const runs = view.getUint32(20, true);
  const counts: number[] = [];
  let at = 24;
  for (let i = 0; i < runs; i++) {
    let run = 0;
    let scale = 1;
    for (let more = true; more; scale *= 128) {
      const byte = view.getUint8(at++);
      run += (byte & 0x7f) * scale;
      more = byte > 0x7f;
    }
    counts.push(run);
  }
  expectEnd(view, at);
  return {
    kind: 'mask',
    left: view.getInt32(4, true),
    top: view.getInt32(8, true),
    width: view.getUint32(12, true),
    height: view.getUint32(16, true),
    counts,
  };
}
