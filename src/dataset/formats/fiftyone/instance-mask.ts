import { inflateSync } from 'node:zlib';
import type { Json } from '../../model/label.ts';
import { binaryIn } from './extended-json.ts';

/** A two-dimensional array as NumPy stores it. */
export type NumpyArray = { readonly height: number; readonly width: number; readonly type: string };

/**
 * The mask of a detection as it stands in an export: base64 of a zlib stream of a `.npy` file. It is looked at no further
 * than that it is an array of rows and columns, and kept as it is.
 *
 * @returns undefined where it is anything else
 */
export function instanceMask(value: Json): { readonly base64: string; readonly array: NumpyArray } | undefined {
  const base64 = binaryIn(value);
  if (base64 === undefined) return undefined;
  const array = inflatedArray(Buffer.from(base64, 'base64'));
  return array === undefined ? undefined : { base64, array };
}

/** The shape of a `.npy` file; undefined where it is none, is no array of rows and columns, or is cut off. */
export function numpyArray(bytes: Buffer): NumpyArray | undefined {
  const header = headerOf(bytes);
  const match = header === undefined ? null : HEADER.exec(header.text);
  if (header === undefined || match === null) return undefined;
  const [, type = '', size = '', rows = '', columns = ''] = match;
  const array = { height: Number(rows), width: Number(columns), type };
  return bytes.length === header.end + array.height * array.width * Number(size) ? array : undefined;
}

/** Magic, two bytes of version, the length of the header in two bytes (from version 2 on four), the header. */
function headerOf(bytes: Buffer): { readonly text: string; readonly end: number } | undefined {
  if (bytes.length < 12 || !bytes.subarray(0, 6).equals(MAGIC)) return undefined;
  const isLong = bytes.readUInt8(6) > 1;
  const start = isLong ? 12 : 10;
  const end = start + (isLong ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8));
  return { text: bytes.toString('latin1', start, end), end };
}

const MAGIC = Buffer.from('\x93NUMPY', 'latin1');
/** NumPy writes the keys sorted. Source: numpy.lib.format. */
const HEADER =
  /^\{'descr': '([|<>=][bBiuf](\d))', 'fortran_order': (?:False|True), 'shape': \((\d{1,7}), (\d{1,7})\), \}\s*$/;
/** A mask of more bytes than this is refused rather than unpacked. */
const LARGEST = 1 << 28;

function inflatedArray(bytes: Buffer): NumpyArray | undefined {
  try {
    return numpyArray(inflateSync(bytes, { maxOutputLength: LARGEST }));
  } catch {
    // No zlib stream, a stream that is cut off, or one that would fill the memory.
    return undefined;
  }
}
