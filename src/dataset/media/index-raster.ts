/**
 * Pixels of one byte each as PNG stores them: row by row from the top, each row behind a zero byte (no filter). Row `y`
 * begins at `y * (width + 1) + 1`.
 */
export type IndexRaster = { readonly width: number; readonly height: number; readonly bytes: Uint8Array };

/** A raster in which every pixel has that value, 0 to 255. */
export function indexRaster(width: number, height: number, value: number): IndexRaster {
  const bytes = new Uint8Array((width + 1) * height);
  if (value !== 0) {
    bytes.fill(value);
    for (let y = 0; y < height; y++) bytes[y * (width + 1)] = 0;
  }
  return { width, height, bytes };
}

/** Sets pixels of row `y` from `x0` to `x1`, both included and inside the raster. */
export function paintIndex(
  { width, bytes }: IndexRaster,
  value: number,
  span: readonly [number, number, number],
): void {
  const [y, x0, x1] = span;
  const row = y * (width + 1) + 1;
  if (x0 === x1) bytes[row + x0] = value;
  else bytes.fill(value, row + x0, row + x1 + 1);
}
