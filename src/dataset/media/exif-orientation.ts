/**
 * EXIF orientation, 1 to 8, of an APP1 segment (`Exif`, two zeros, a TIFF header) or of a bare TIFF header; 1 where it
 * does not say. From 5 on width and height change places when the picture is shown.
 */
export function exifOrientation(segment: Buffer): number {
  const tiff = segment.toString('latin1', 0, 6) === 'Exif\0\0' ? segment.subarray(6) : segment;
  const order = tiff.toString('latin1', 0, 4);
  if (order !== 'II*\0' && order !== 'MM\0*') return 1;
  const isLittle = order === 'II*\0';
  const uint16 = (at: number): number => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  if (tiff.length < 8) return 1;
  const directory = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (directory + 2 > tiff.length) return 1;
  const entries = uint16(directory);
  for (let i = 0; i < entries; i++) {
    const at = directory + 2 + 12 * i;
    if (at + 12 > tiff.length) return 1;
    if (uint16(at) === ORIENTATION) return inRange(uint16(at + 8));
  }
  return 1;
}

const ORIENTATION = 0x0112;

function inRange(value: number): number {
  return value >= 1 && value <= 8 ? value : 1;
}
