import type { ClassStyle } from '../palette.ts';

/** A picture as rows of red, green, blue bytes, top left first. */
export type Pixels = { readonly width: number; readonly height: number; readonly data: Uint8Array };

/** What stands over the pixels of a picture: at each pixel 0, or 1 + the index of the style whose line it is. */
export type Overlay = { readonly at: Uint16Array; readonly styles: readonly ClassStyle[] };

/** Relative luminance of a pixel from 0 to 255, by the weights of BT.709 on the bytes as they are. */
export function luminanceAt({ data }: Pixels, index: number): number {
  return 0.2126 * (data[3 * index] ?? 0) + 0.7152 * (data[3 * index + 1] ?? 0) + 0.0722 * (data[3 * index + 2] ?? 0);
}
