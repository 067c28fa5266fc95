import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { UserError } from '../../diagnostics.ts';

/** Pixels of a picture: red, green, blue, row by row, from the top left. */
export type RgbPicture = {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array | Uint8ClampedArray;
};

/**
 * Encodes pixels as JPEG and writes them to a new file. Encoding runs beside the caller's own work.
 * @throws UserError `exists` where the file is there already, `unwritable` where it cannot be written.
 */
export async function writeJpeg(file: string, { width, height, rgb }: RgbPicture, quality = 86): Promise<void> {
  const jpeg = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg({ quality })
    .toBuffer();
  try {
    await writeFile(file, jpeg, { flag: 'wx' });
  } catch (cause) {
    throw translated(file, cause);
  }
}

function translated(file: string, cause: unknown): unknown {
  if (!(cause instanceof Error) || !('code' in cause)) return cause;
  if (cause.code === 'EEXIST') return new UserError('exists', `${file} is there already`, { cause });
  const hint = cause.code === 'ENOSPC' ? 'the disk is full: make room and try again' : 'choose another place';
  return new UserError('unwritable', `cannot write ${file}: ${cause.message}`, { hint, cause });
}
