import type { Random } from '../random.ts';
import type { Raster } from './raster.ts';
import { type Textures, TILE } from './textures.ts';

/** Puts the picture under water: strobe light in the middle, blue-green and dark towards the edges, uneven, grainy. */
export function paintLight({ width, height, rgb }: Raster, { cloud, grain }: Textures, random: Random): void {
  const across = falloff(width, width * random.between(0.46, 0.54), width * random.between(0.5, 0.56));
  const downwards = falloff(height, height * random.between(0.44, 0.54), height * random.between(0.54, 0.62));
  const water = waterOf(random);
  const [cx, cy, gx, gy] = [random.below(TILE), random.below(TILE), random.below(TILE), random.below(TILE)];
  for (let y = 0; y < height; y++) {
    const row = downwards[y] ?? 0;
    const cloudRow = ((cy + (y >> 1)) & (TILE - 1)) * TILE;
    const grainRow = ((gy + y) & (TILE - 1)) * TILE;
    let at = y * width * 3;
    for (let x = 0; x < width; x++) {
      const uneven = ((cloud[cloudRow + ((cx + (x >> 1)) & (TILE - 1))] ?? 0) - 128) * 0.28;
      const lit = (across[x] ?? 0) * row * 255 + uneven;
      const step = Math.max(0, Math.min(255, lit | 0)) * 6;
      const noise = ((grain[grainRow + ((gx + x) & (TILE - 1))] ?? 0) - 127) * 0.11;
      sink(rgb, at, water, { step, noise });
      at += 3;
    }
  }
}

/** One pixel under water: each colour dimmed, and veiled. */
function sink(
  rgb: Uint8ClampedArray,
  at: number,
  water: Float32Array,
  { step, noise }: { readonly step: number; readonly noise: number },
): void {
  rgb[at] = (rgb[at] ?? 0) * (water[step] ?? 0) + (water[step + 1] ?? 0) + noise;
  rgb[at + 1] = (rgb[at + 1] ?? 0) * (water[step + 2] ?? 0) + (water[step + 3] ?? 0) + noise;
  rgb[at + 2] = (rgb[at + 2] ?? 0) * (water[step + 4] ?? 0) + (water[step + 5] ?? 0) + noise;
}

/** 1 in the middle, falling smoothly to the sides. */
function falloff(length: number, middle: number, reach: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => {
    const off = Math.abs(i - middle) / reach;
    const far = Math.max(0, Math.min(1, (off - 0.45) / 0.62));
    return 1 - far * far * (3 - 2 * far);
  });
}

/** For 256 strengths of light: what red, green and blue are multiplied by, and what the water adds to each. */
function waterOf(random: Random): Float32Array {
  const warm = random.between(0.94, 1.06);
  const bright = random.between(1.14, 1.3);
  const teal = random.between(0.85, 1.15);
  const water = new Float32Array(256 * 6);
  for (let i = 0; i < 256; i++) {
    const lit = i / 255;
    const dim = 1 - lit;
    water.set(
      [
        bright * warm * (0.2 + 0.74 * lit),
        1 * dim * teal,
        bright * (0.52 + 0.44 * lit),
        16 * dim * teal,
        (bright / warm) * (0.6 + 0.32 * lit),
        24 * dim * teal + 2,
      ],
      i * 6,
    );
  }
  return water;
}
