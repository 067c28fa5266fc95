/** A picture being painted: red, green, blue, row by row. */
export type Raster = { readonly width: number; readonly height: number; readonly rgb: Uint8ClampedArray };

/** Mixes a colour into the pixel at `at` (index of its red); `share` from 0 to 1. */

export function blend(
  rgb: Uint8ClampedArray,
  at: number,
  colour: readonly [number, number, number],
  share: number,
): void {
  const keep = 1 - share;
  rgb[at] = (rgb[at] ?? 0) * keep + colour[0] * share;
  rgb[at + 1] = (rgb[at + 1] ?? 0) * keep + colour[1] * share;
  rgb[at + 2] = (rgb[at + 2] ?? 0) * keep + colour[2] * share;
}

/** Makes the pixel at `at` darker (below 1) or brighter. */
export function scalePixel(rgb: Uint8ClampedArray, at: number, factor: number): void {
  rgb[at] = (rgb[at] ?? 0) * factor;
  rgb[at + 1] = (rgb[at + 1] ?? 0) * factor;
  rgb[at + 2] = (rgb[at + 2] ?? 0) * factor;
}
