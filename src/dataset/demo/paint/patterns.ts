import type { Growth } from '../genera.ts';
import { ANGLES } from './polar.ts';
import { type Textures, TILE } from './textures.ts';

/** What is painted at (dx, dy) from a colony's middle; `rho` is 0 there and 1 at the rim, `angle` counts 512ths of a turn. */
export type Pattern = (dx: number, dy: number, rho: number, angle: number) => number;

/** What a pattern is made for: the colony's radius in pixels, and where in the textures it starts. */
export type PatternOptions = { readonly radius: number; readonly start: readonly [number, number] };

/** The pattern of a growth: 0 in gaps, 128 the colour of the genus, 255 its accent; it may go beyond. */
export function patternOf(growth: Growth, textures: Textures, { radius, start }: PatternOptions): Pattern {
  return PATTERNS[growth](
    {
      cloud: zoomable(textures.cloud, start),
      rough: zoomable(textures.rough, start),
      cells: zoomable(textures.cells, start),
    },
    radius,
  );
}

/** Value of a texture, at `zoom` times its size: above 1 it is finer. */
type Zoomable = (dx: number, dy: number, zoom: number) => number;

type Samples = { readonly cloud: Zoomable; readonly rough: Zoomable; readonly cells: Zoomable };

const LAST = TILE - 1;

function zoomable(texture: Uint8Array, [u, v]: readonly [number, number]): Zoomable {
  return (dx, dy, zoom) => texture[((v + dy * zoom) & LAST) * TILE + ((u + dx * zoom) & LAST)] ?? 0;
}

const WAVE = Float32Array.from({ length: 256 }, (_, i) => Math.sin((i * 2 * Math.PI) / 256));

/** A sine with a period of 256. */
function wave(phase: number): number {
  return WAVE[phase & 255] ?? 0;
}

const PATTERNS: Readonly<Record<Growth, (samples: Samples, radius: number) => Pattern>> = {
  // Seen from above: bright tips, dark between; towards the rim branches lean outwards and look shorter.
  branching: ({ cells, rough }, radius) => {
    const zoom = radius > 60 ? 1.35 : 1.1;
    return (dx, dy, rho) => {
      const tip = cells(dx, dy, zoom * (0.85 + 0.3 * rho * rho));
      return 236 - tip * 0.98 + (rough(dx, dy, 1) - 128) * 0.45;
    };
  },
  massive:
    ({ cells, rough, cloud }) =>
    (dx, dy) =>
      122 + (cloud(dx, dy, 2) - 128) * 0.75 + (rough(dx, dy, 1) - 128) * 0.3 - (cells(dx, dy, 3.4) - 120) * 0.24,
  // Corallites: a dark mouth, a pale wall.
  cellular: ({ cells, rough }) => {
    return (dx, dy) => {
      const wall = cells(dx, dy, 1.4);
      return (wall < 46 ? 42 : 40 + wall * 0.72) + (rough(dx, dy, 1) - 128) * 0.35;
    };
  },
  encrusting:
    ({ rough, cloud, cells }) =>
    (dx, dy, rho) =>
      112 +
      (rough(dx, dy, 0.6) - 128) * 0.95 +
      (cloud(dx, dy, 3) - 128) * 0.55 -
      (cells(dx, dy, 2.4) - 120) * 0.24 +
      (rho > 0.9 ? 40 : 0),
  // Whorls of leaves: broken ripples with a pale growing edge.
  foliose: ({ cloud, rough }, radius) => {
    const ripples = radius * 11;
    return (dx, dy, rho) =>
      104 +
      52 * wave(rho * ripples + cloud(dx, dy, 3) * 4.4) +
      (rough(dx, dy, 0.8) - 128) * 0.6 +
      (rho > 0.86 ? (rho - 0.86) * 500 : 0);
  },
  mushroom: ({ rough }) => {
    return (dx, dy, rho, angle) => {
      const septa = wave((angle * 44 * 256) / ANGLES) * Math.min(1, rho * 1.6) * 62;
      const mouth = rho < 0.2 ? 90 * (1 - rho * 5) : 0;
      return 140 + septa - mouth + (rough(dx, dy, 1) - 128) * 0.35;
    };
  },
  blade:
    ({ cloud, rough }) =>
    (dx, dy) =>
      Math.max(46, 236 - Math.abs(cloud(dx, dy, 2.6) - 128) * 4.6) + (rough(dx, dy, 1) - 128) * 0.4,
  soft:
    ({ cells, rough }) =>
    (dx, dy) =>
      216 - cells(dx, dy, 0.9) * 0.6 + (rough(dx, dy, 0.6) - 128) * 0.45,
};
