import type { Colour } from '../genera.ts';
import type { Random } from '../random.ts';
import type { Raster } from './raster.ts';
import { type Textures, TILE } from './textures.ts';

/** Paints bare reef: rubble with turf, crusts of pink algae and sand between. `shift` moves it, in pixels. */
export function paintSubstrate(
  { width, height, rgb }: Raster,
  { cloud, rough, relief }: Textures,
  { random, shift }: { readonly random: Random; readonly shift: readonly [number, number] },
): void {
  const palette = paletteOf(random);
  const start = Array.from(
    { length: 3 },
    () => [random.below(TILE) - shift[0], random.below(TILE) - shift[1]] as const,
  );
  const [[rx, ry] = [0, 0], [tx, ty] = [0, 0], [px, py] = [0, 0]] = start;
  for (let y = 0; y < height; y++) {
    const reliefRow = ((y + ry) & LAST) * TILE;
    const turfRow = ((y + ty) & LAST) * TILE;
    const pinkRow = ((y + py) & LAST) * TILE;
    let at = y * width * 3;
    for (let x = 0; x < width; x++) {
      const near = (x + rx) & LAST;
      const speckle = ((rough[reliefRow + ((near + 377) & LAST)] ?? 0) - 128) >> 1;
      const turf = clampByte((cloud[turfRow + ((x + tx) & LAST)] ?? 0) + speckle) >> 3;
      const pink = clampByte((cloud[pinkRow + ((x + px) & LAST)] ?? 0) - speckle) >> 3;
      lay(rgb, at, { palette, from: (turf * 32 + pink) * 3, shade: relief[reliefRow + near] ?? 0 });
      at += 3;
    }
  }
}

const LAST = TILE - 1;

type Tone = { readonly palette: Uint8Array; readonly from: number; readonly shade: number };

/** One pixel: a colour of the palette, 128 is its own brightness. */
function lay(rgb: Uint8ClampedArray, at: number, { palette, from, shade }: Tone): void {
  rgb[at] = ((palette[from] ?? 0) * shade) >> 7;
  rgb[at + 1] = ((palette[from + 1] ?? 0) * shade) >> 7;
  rgb[at + 2] = ((palette[from + 2] ?? 0) * shade) >> 7;
}

function clampByte(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

const ROCK: Colour = [112, 104, 92];
const TURF: Colour = [76, 74, 50];
const PINK: Colour = [150, 106, 112];
const SAND: Colour = [184, 174, 150];

/** Colours by how much turf (rows) and how much pink or sand (columns), 32 steps each. */
function paletteOf(random: Random): Uint8Array {
  const palette = new Uint8Array(32 * 32 * 3);
  const turfFrom = random.between(0.36, 0.56);
  const pinkFrom = random.between(0.52, 0.66);
  const sandFrom = random.between(0.18, 0.38);
  for (let turf = 0; turf < 32; turf++) {
    for (let pink = 0; pink < 32; pink++) {
      const mixed = mix(
        mix(mix(ROCK, TURF, ramp(turf / 31, turfFrom)), PINK, 0.85 * ramp(pink / 31, pinkFrom)),
        SAND,
        ramp(1 - pink / 31, 1 - sandFrom),
      );
      palette.set(mixed, (turf * 32 + pink) * 3);
    }
  }
  return palette;
}

/** 0 below `from`, 1 from 0.15 above it, smooth between. */
function ramp(value: number, from: number): number {
  const t = Math.max(0, Math.min(1, (value - from) / 0.15));
  return t * t * (3 - 2 * t);
}

/** The colour `share` of the way from one to another. */
export function mix(from: Colour, to: Colour, share: number): Colour {
  return [
    from[0] + (to[0] - from[0]) * share,
    from[1] + (to[1] - from[1]) * share,
    from[2] + (to[2] - from[2]) * share,
  ];
}
