/**
 * Pixels of one byte each as PNG stores them: row by row from the top, each row behind a zero byte (no filter). Row `y`
 * begins at `y * (width + 1) + 1`.
 */
export type IndexRaster = { readonly width: number; readonly height: number; readonly bytes: Uint8Array };

/** A raster in which every pixel has that value, 0 to 255. */
export function indexRaster(width: number, height: number, value: number): IndexRaster {
  const raster = { width, height, bytes: new Uint8Array((width + 1) * height) };
  if (value !== 0) fillRaster(raster, value);
  return raster;
}

/** Gives every pixel that value. */
export function fillRaster({ width, height, bytes }: IndexRaster, value: number): void {
  bytes.fill(value);
  for (let y = 0; y < height; y++) bytes[y * (width + 1)] = 0;
}

/** Sets pixels of row `y` from `x0` to `x1`, both included and inside the raster. */
export function paintIndex(
  { width, bytes }: IndexRaster,
  value: number,
  span: readonly [number, number, number],
): void {
  const [y, x0, x1] = span;
  const row = y * (width + 1) + 1;
  if (x1 - x0 >= LONG) bytes.fill(value, row + x0, row + x1 + 1);
  else for (let at = row + x0; at <= row + x1; at++) bytes[at] = value;
}

/** Pixels from which on a call that fills them is faster than a loop. */
const LONG = 24;
