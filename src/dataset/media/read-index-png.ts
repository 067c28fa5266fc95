import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { codeOf, UserError } from '../../diagnostics.ts';

/** Pixels of a picture of class numbers, one byte each, row by row from the top left, without padding. */
export type IndexPicture = { readonly width: number; readonly height: number; readonly pixels: Uint8Array };

/** Larger pictures are refused: tracing one takes six bytes a pixel. */
const MOST_PIXELS = 1 << 27;
const LARGEST_FILE = 1 << 28;

/**
 * The values of a grey or palette PNG of up to 8 bits, as they are stored: sharp and OpenCV would give the colours of the
 * palette instead.
 *
 * @throws UserError `not-found`; `unreadable` with what is wrong with it: no PNG, colours, 16 bits, interlaced, damaged or
 *   too large
 */
export async function readIndexPng(path: string): Promise<IndexPicture> {
  const bytes = await bytesOf(path);
  const problem = (what: string): UserError => new UserError('unreadable', `${path} ${what}`);
  if (bytes.subarray(0, 8).toString('latin1') !== '\x89PNG\r\n\x1a\n') throw problem('is no PNG');
  const { header, data } = chunksOf(bytes);
  if (header === undefined || data.length === 0) throw problem('is a PNG that is cut off');
  const why = whyNot(header);
  if (why !== undefined) throw problem(why);
  const { width, height, depth } = header;
  const stride = Math.ceil((width * depth) / 8);
  const rows = await unpack(Buffer.concat(data), (stride + 1) * height);
  if (rows?.length !== (stride + 1) * height) throw problem('is a PNG whose pixels are damaged');
  if (!unfilter(rows, stride, height)) throw problem('is a PNG whose pixels are damaged');
  return { width, height, pixels: valuesOf(rows, { stride, width, height, depth }) };
}

type Header = {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colour: number;
  readonly isInterlaced: boolean;
};

async function bytesOf(path: string): Promise<Buffer> {
  try {
    const status = await stat(path);
    if (!status.isFile()) throw new UserError('unreadable', `${path} is no file`);
    if (status.size > LARGEST_FILE) throw new UserError('unreadable', `${path} is larger than 256 MB`);
    return await readFile(path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new UserError('not-found', `no file ${path}`, { cause: error });
    throw new UserError('unreadable', `${path} cannot be read: ${code}`, { cause: error });
  }
}

function chunksOf(bytes: Buffer): { readonly header: Header | undefined; readonly data: readonly Buffer[] } {
  let header: Header | undefined;
  const data: Buffer[] = [];
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const content = bytes.subarray(at + 8, at + 8 + length);
    if (content.length < length) break;
    if (type === 'IHDR' && length >= 13) header = headerOf(content);
    if (type === 'IDAT') data.push(content);
    if (type === 'IEND') break;
    at += 12 + length;
  }
  return { header, data };
}

function headerOf(content: Buffer): Header {
  return {
    width: content.readUInt32BE(0),
    height: content.readUInt32BE(4),
    depth: content.readUInt8(8),
    colour: content.readUInt8(9),
    isInterlaced: content.readUInt8(12) !== 0,
  };
}

function whyNot({ width, height, depth, colour, isInterlaced }: Header): string | undefined {
  if (colour !== 0 && colour !== 3) return 'is a PNG of colours, not of class numbers';
  if (depth === 16) return 'is a PNG of 16 bits, not 8';
  if (![1, 2, 4, 8].includes(depth)) return 'is a PNG whose header is damaged';
  if (isInterlaced) return 'is an interlaced PNG, which is not read: save it without interlacing';
  if (width < 1 || height < 1) return 'is a PNG whose header is damaged';
  return width * height > MOST_PIXELS ? `has more than ${String(MOST_PIXELS)} pixels` : undefined;
}

const decompress = promisify<Uint8Array, { maxOutputLength: number }, Buffer>(inflate);

/** Undefined where the data are damaged or more than a picture of that size has. */
async function unpack(data: Buffer, length: number): Promise<Buffer | undefined> {
  return decompress(data, { maxOutputLength: length }).catch(() => undefined);
}

/** Takes the filters away in place (PNG 1.2, section 6); false for a filter that does not exist. Pixels are one byte or less. */
function unfilter(rows: Buffer, stride: number, height: number): boolean {
  let above: Uint8Array = new Uint8Array(stride);
  for (let y = 0; y < height; y++) {
    const start = y * (stride + 1) + 1;
    const row = rows.subarray(start, start + stride);
    const filter = FILTERS[rows[start - 1] ?? NaN];
    if (filter === undefined) return false;
    if (filter !== NONE) unfilterRow(row, above, filter);
    above = row;
  }
  return true;
}

function unfilterRow(row: Uint8Array, above: Uint8Array, filter: Filter): void {
  let left = 0;
  let corner = 0;
  for (const [x, up] of above.entries()) {
    left = ((row[x] ?? 0) + filter(left, up, corner)) & 255;
    row[x] = left;
    corner = up;
  }
}

type Filter = (left: number, up: number, corner: number) => number;

const NONE: Filter = () => 0;

const FILTERS: readonly Filter[] = [NONE, (left) => left, (_, up) => up, (left, up) => (left + up) >> 1, paeth];

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const [byLeft, byUp, byCorner] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)];
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}

type Layout = {
  readonly stride: number;
  readonly width: number;
  readonly height: number;
  readonly depth: number;
};

function valuesOf(rows: Buffer, { stride, width, height, depth }: Layout): Uint8Array {
  const pixels = new Uint8Array(width * height);
  const mask = (1 << depth) - 1;
  for (let y = 0; y < height; y++) {
    const start = y * (stride + 1) + 1;
    if (depth === 8) pixels.set(rows.subarray(start, start + width), y * width);
    else {
      for (let x = 0; x < width; x++) {
        const bit = x * depth;
        pixels[y * width + x] = ((rows[start + (bit >> 3)] ?? 0) >> (8 - depth - (bit & 7))) & mask;
      }
    }
  }
  return pixels;
}
