import { randomFrom } from '../random.ts';

/** Side of a texture in pixels; textures repeat without a seam. */
export const TILE = 1024;

/** Grey textures, `TILE` x `TILE`, 0 to 255, made once: every picture takes other parts of them. */
export type Textures = {
  /** Large soft blotches. */
  readonly cloud: Uint8Array;
  /** Fine roughness, 128 in the middle. */
  readonly rough: Uint8Array;
  /** Distance from the nearest of many scattered points: 0 at a point, 255 half-way to the next. Cells are 16 px wide. */
  readonly cells: Uint8Array;
  /** Lit relief of rubble, 128 where level. */
  readonly relief: Uint8Array;
  /** Noise without any scale. */
  readonly grain: Uint8Array;
};

/** Makes the textures. */
export function makeTextures(): Textures {
  const rough = noise(1, [32, 64, 128, 256, 512]);
  const cells = cellular(2, 64);
  const cloud = noise(3, [4, 8, 16, 32, 64]);
  return {
    cloud,
    rough,
    cells,
    relief: lit(heights({ cloud, rough, cells }, cellular(4, 16))),
    grain: grain(5),
  };
}

function grain(key: number): Uint8Array {
  const random = randomFrom(key);
  const bytes = new Uint8Array(TILE * TILE);
  for (let i = 0; i < bytes.length; i++) bytes[i] = (random.bits() >>> 25) + (random.bits() >>> 25);
  return bytes;
}

/** Value noise, octaves of so many lattice cells a tile, each weighing less; stretched to 0 to 255. */
function noise(key: number, octaves: readonly number[]): Uint8Array {
  const sum = new Float32Array(TILE * TILE);
  octaves.forEach((cells, octave) => {
    addLattice(sum, cells, { key: key * 16 + octave, weight: 0.62 ** octave });
  });
  return stretched(sum);
}

function addLattice(
  sum: Float32Array,
  cells: number,
  { key, weight }: { readonly key: number; readonly weight: number },
): void {
  const random = randomFrom(key, cells);
  const lattice = Float32Array.from({ length: cells * cells }, () => random.unit() * weight);
  const size = TILE / cells;
  const ease = Float32Array.from({ length: size }, (_, i) => smooth(i / size));
  for (let y = 0; y < TILE; y++) {
    const top = Math.floor(y / size) * cells;
    const bottom = (top + cells) % (cells * cells);
    const down = ease[y % size] ?? 0;
    const knots = Array.from(
      { length: cells },
      (_, column) => (lattice[top + column] ?? 0) * (1 - down) + (lattice[bottom + column] ?? 0) * down,
    );
    addRow(sum.subarray(y * TILE, (y + 1) * TILE), knots, ease);
  }
}

/** Adds a row that runs smoothly from knot to knot. */
function addRow(row: Float32Array, knots: readonly number[], ease: Float32Array): void {
  const size = ease.length;
  knots.forEach((from, column) => {
    const rise = (knots[(column + 1) % knots.length] ?? 0) - from;
    const end = (column + 1) * size;
    for (let x = column * size, i = 0; x < end; x++, i++) row[x] = (row[x] ?? 0) + from + rise * (ease[i] ?? 0);
  });
}

function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}

function stretched(values: Float32Array): Uint8Array {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const scale = 255 / (high - low);
  const bytes = new Uint8Array(values.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = ((values[i] ?? 0) - low) * scale;
  return bytes;
}

/** Distance from the nearest of `cells` x `cells` jittered points. */
function cellular(key: number, cells: number): Uint8Array {
  const random = randomFrom(key, cells);
  const size = TILE / cells;
  const px = Float32Array.from({ length: cells * cells }, () => (0.1 + 0.8 * random.unit()) * size);
  const py = Float32Array.from({ length: cells * cells }, () => (0.1 + 0.8 * random.unit()) * size);
  const nearest = new Float32Array(TILE * TILE).fill(Infinity);
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      const at = row * cells + column;
      stamp(nearest, column * size + (px[at] ?? 0), row * size + (py[at] ?? 0), size);
    }
  }
  const scale = 255 / (0.72 * size);
  const bytes = new Uint8Array(nearest.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Math.min(255, Math.sqrt(nearest[i] ?? 0) * scale);
  return bytes;
}

/** Lowers squared distances round one point. */

function stamp(nearest: Float32Array, cx: number, cy: number, size: number): void {
  const reach = Math.ceil(size * 1.2);
  const left = Math.floor(cx) - reach;
  const top = Math.floor(cy) - reach;
  for (let y = top; y <= top + 2 * reach; y++) {
    const row = (y & (TILE - 1)) * TILE;
    const dy = (y - cy) * (y - cy);
    for (let x = left; x <= left + 2 * reach; x++) {
      const at = row + (x & (TILE - 1));
      const square = dy + (x - cx) * (x - cx);
      if (square < (nearest[at] ?? 0)) nearest[at] = square;
    }
  }
}

type Ground = Pick<Textures, 'cloud' | 'rough' | 'cells'>;

/** Hills, boulders, pebbles and roughness on top of each other. */
function heights({ cloud: hills, rough, cells: pebbles }: Ground, boulders: Uint8Array): Float32Array {
  const height = new Float32Array(TILE * TILE);
  for (let i = 0; i < height.length; i++) {
    const boulder = 1 - ((boulders[i] ?? 0) / 255) ** 2;
    const pebble = 1 - ((pebbles[i] ?? 0) / 255) ** 2;
    height[i] = boulder * 12 + pebble * 3.5 + ((rough[i] ?? 0) / 255) * 27 + ((hills[i] ?? 0) / 255) * 16;
  }
  return height;
}

/** Light from the upper left on heights, and dark where it is deep. */
function lit(height: Float32Array): Uint8Array {
  const shade = new Uint8Array(TILE * TILE);
  for (let y = 0; y < TILE; y++) {
    for (let x = 0; x < TILE; x++) {
      const here = height[y * TILE + x] ?? 0;
      const before = height[((y - 2) & (TILE - 1)) * TILE + ((x - 2) & (TILE - 1))] ?? 0;
      const value = 34 + (here - before) * 11 + here * 2.9;
      shade[y * TILE + x] = Math.max(24, Math.min(255, value));
    }
  }
  return shade;
}
