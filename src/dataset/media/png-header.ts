import { exifOrientation } from './exif-orientation.ts';
import type { FileWindow } from './file-window.ts';
import type { PictureHeader } from './picture-header.ts';

/** Size from IHDR and orientation from eXIf, if it comes before the picture data; `isWhole` says that the file ends with IEND. */
export async function pngHeader(file: FileWindow): Promise<PictureHeader | undefined> {
  const head = await file.bytes(0, 24);
  if (head.length < 24 || head.toString('latin1', 12, 16) !== 'IHDR') return undefined;
  const size = { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
  const orientation = await orientationOf(file);
  const tail = await file.bytes(Math.max(0, file.size - 12), 8);
  return { format: 'png', ...size, orientation, isWhole: tail.toString('latin1', 4, 8) === 'IEND' };
}

async function orientationOf(file: FileWindow): Promise<number> {
  let at = 8;
  for (;;) {
    const head = await file.bytes(at, 8);
    if (head.length < 8) return 1;
    const length = head.readUInt32BE(0);
    const type = head.toString('latin1', 4, 8);
    if (type === 'IDAT' || type === 'IEND') return 1;
    if (type === 'eXIf') return exifOrientation(await file.bytes(at + 8, Math.min(length, 65_000)));
    at += 12 + length;
  }
}
