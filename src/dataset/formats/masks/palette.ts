import type { Rgb } from '../../media/encode-index-png.ts';
import type { Background } from '../define-format.ts';

/**
 * Colours for the 256 values of a mask: black for the background, and for classes in turn those of PASCAL VOC (bits of the
 * number spread over the three channels), which neighbours in the list do not share.
 */
export function maskPalette(background: Background): readonly Rgb[] {
  return Array.from({ length: 256 }, (_, value) => {
    if (value === background) return vocColour(0);
    return vocColour(background === 0 ? value : value + 1);
  });
}

function vocColour(number: number): Rgb {
  let [red, green, blue] = [0, 0, 0];
  for (let bit = 7, rest = number; rest > 0; bit--, rest >>= 3) {
    red |= (rest & 1) << bit;
    green |= ((rest >> 1) & 1) << bit;
    blue |= ((rest >> 2) & 1) << bit;
  }
  return [red, green, blue];
}
