import { constants, crc32, deflateSync } from 'node:zlib';
import type { IndexRaster } from './index-raster.ts';

/** Red, green, blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/**
 * The pixels as an 8-bit PNG: with a palette (colour type 3) or grey (colour type 0); the values are the same in both.
 * sharp would choose a palette of its own. Rows are not filtered and only runs are looked for: for areas of few values that is
 * both the smallest and by far the fastest. It is done at once, in less time than it takes to have it done beside the caller's work.
 *
 * @throws RangeError for more than 256 colours
 */
export function encodeIndexPng(raster: IndexRaster, palette: readonly Rgb[] | null): Buffer {
  if (palette !== null && palette.length > 256) throw new RangeError('a palette has at most 256 colours');
  const { width, height, bytes } = raster;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  header[9] = palette === null ? 0 : 3;
  const data = deflateSync(bytes, { strategy: constants.Z_RLE });
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    ...(palette === null ? [] : [chunk('PLTE', Buffer.from(palette.flat()))]),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

function chunk(type: string, data: Buffer): Buffer {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, 'latin1');
  data.copy(bytes, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
  return bytes;
}
