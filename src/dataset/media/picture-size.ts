import { type FileHandle, open, stat } from 'node:fs/promises';
import { codeOf, UserError } from '../../diagnostics.ts';
import { fileWindow, type FileWindow } from './file-window.ts';
import { jpegHeader } from './jpeg-header.ts';
import type { PictureHeader } from './picture-header.ts';
import { pngHeader } from './png-header.ts';

/**
 * Reads the header of a picture without decoding it: a few kilobytes of a JPEG or PNG. Other formats are left to sharp,
 * which is loaded for the first of them. The picture data may still be damaged.
 *
 * @throws UserError `not-found`, or `unreadable` for what is no picture, is cut before its size, or has no pixels
 */
export async function readPictureHeader(path: string): Promise<PictureHeader> {
  const file = await opened(path);
  try {
    const header = await headerOf(path, await fileWindow(file));
    if (header === undefined || header.width < 1 || header.height < 1) {
      throw new UserError('unreadable', `${path} is no picture that can be read`);
    }
    return header;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError('unreadable', `${path} cannot be read`, { cause: error });
  } finally {
    await file.close();
  }
}

/** Size in pixels as viewers and trainers show the picture, turned as its orientation says. */
export function shownSize({ width, height, orientation }: PictureHeader): { width: number; height: number } {
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}

async function opened(path: string): Promise<FileHandle> {
  try {
    // Before it is opened: opening a pipe waits for whoever writes to it.
    if (!(await stat(path)).isFile()) throw new UserError('unreadable', `${path} is no file`);
    return await open(path, 'r');
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new UserError('not-found', `no file ${path}`, { cause: error });
    throw new UserError('unreadable', `${path} cannot be read: ${code}`, { cause: error });
  }
}

async function headerOf(path: string, file: FileWindow): Promise<PictureHeader | undefined> {
  const head = (await file.bytes(0, 8)).toString('latin1');
  if (head.startsWith('\xff\xd8\xff')) return jpegHeader(file);
  if (head === '\x89PNG\r\n\x1a\n') return pngHeader(file);
  if (head.startsWith('BM')) return bmpHeader(file);
  return otherHeader(path);
}

async function bmpHeader(file: FileWindow): Promise<PictureHeader | undefined> {
  const head = await file.bytes(0, 26);
  if (head.length < 26) return undefined;
  // A negative height says that the rows run from the top.
  const size = { width: head.readInt32LE(18), height: Math.abs(head.readInt32LE(22)) };
  return { format: 'bmp', ...size, orientation: 1, isWhole: true };
}

async function otherHeader(path: string): Promise<PictureHeader | undefined> {
  const { default: sharp } = await import('sharp');
  try {
    const { format, width, height, orientation } = await sharp(path).metadata();
    return { format, width, height, orientation: orientation ?? 1, isWhole: true };
  } catch (error) {
    throw new UserError('unreadable', `${path} is no picture that can be read`, { cause: error });
  }
}
