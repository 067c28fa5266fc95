import { exifOrientation } from './exif-orientation.ts';
import type { FileWindow } from './file-window.ts';
import type { PictureHeader } from './picture-header.ts';

/**
 * Size and orientation from the segments before the picture data (ITU T.81, annex B); undefined where the file ends or
 * goes wrong before its size is known. `isWhole` says that the file ends with the end marker.
 */
export async function jpegHeader(file: FileWindow): Promise<PictureHeader | undefined> {
  let orientation = 1;
  let at = 2;
  for (;;) {
    const marker = await nextMarker(file, at);
    if (marker === undefined) return undefined;
    if (isFrame(marker.code)) return frame(file, marker.at, orientation);
    if (marker.code === START_OF_SCAN || marker.code === END) return undefined;
    if (marker.code === APP1 && orientation === 1) {
      orientation = exifOrientation(await file.bytes(marker.at + 4, Math.min(marker.length, 65_000)));
    }
    at = marker.at + 2 + marker.length;
  }
}

const START_OF_SCAN = 0xda;
const END = 0xd9;
const APP1 = 0xe1;

type Marker = { readonly code: number; readonly at: number; readonly length: number };

/** The segment at `at`; any number of 0xFF may stand before its code. */
async function nextMarker(file: FileWindow, at: number): Promise<Marker | undefined> {
  const head = await file.bytes(at, 20);
  if (head[0] !== 0xff) return undefined;
  let i = 1;
  while (head[i] === 0xff) i += 1;
  const code = head[i];
  if (code === undefined || i + 3 > head.length) return undefined;
  // Markers without a segment: TEM, RST0 to RST7.
  if (code === 0x01 || (code >= 0xd0 && code <= 0xd7)) return { code, at: at + i - 1, length: 0 };
  return { code, at: at + i - 1, length: head.readUInt16BE(i + 1) };
}

/** SOF0 to SOF15 without DHT, JPG and DAC, which lie among them. */
function isFrame(code: number): boolean {
  return code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc;
}

async function frame(file: FileWindow, at: number, orientation: number): Promise<PictureHeader | undefined> {
  const head = await file.bytes(at, 9);
  if (head.length < 9) return undefined;
  const size = { height: head.readUInt16BE(5), width: head.readUInt16BE(7) };
  const tail = await file.bytes(file.size - 2, 2);
  return { format: 'jpeg', ...size, orientation, isWhole: tail[0] === 0xff && tail[1] === END };
}
