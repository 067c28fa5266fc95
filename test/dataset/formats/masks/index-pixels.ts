import { readIndexPng } from '../../../../src/dataset/media/read-index-png.ts';

/** Rows of a mask as text: a letter a class, a point for 255. */
export async function rowsOf(path: string): Promise<string[]> {
  const { width, height, pixels } = await readIndexPng(path);
  const marks = Array.from(pixels, (value) => (value === 255 ? '.' : value.toString(36)));
  return Array.from({ length: height }, (_, y) => marks.slice(y * width, (y + 1) * width).join(''));
}
