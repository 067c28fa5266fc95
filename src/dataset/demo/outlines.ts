import type { Growth } from './genera.ts';
import { type Random, randomFrom } from './random.ts';

/** Where and how large an outline is set down. `turn` counts 96ths of a full turn; `squeeze` flattens it, 0 to 1. */
export type Stance = {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly turn: number;
  readonly squeeze: number;
};

/** Directions of a full turn in which an outline has a vertex at most. */
export const DIRECTIONS = 96;

/** How many outlines there are of each growth. */
export const VARIANTS = 24;

/**
 * Outline number `variant` of a growth, set down: `[x0, y0, ...]` in pixels, rounded to quarters, clockwise. It is seen
 * whole from its middle, so it never crosses itself, and reaches no further from it than the radius.
 */
export function outline(growth: Growth, variant: number, stance: Stance): number[] {
  const radii = SHAPES[growth][variant % VARIANTS] ?? [];
  const step = stepFor(stance.radius);
  const xy: number[] = [];
  const cos = COS[stance.turn % DIRECTIONS] ?? 1;
  const sin = sine(stance.turn);
  for (let i = 0; i < DIRECTIONS; i += step) {
    const reach = (radii[i] ?? 1) * stance.radius;
    const along = reach * (COS[i] ?? 0);
    const across = reach * sine(i) * stance.squeeze;
    xy.push(quarters(stance.x + along * cos - across * sin), quarters(stance.y + along * sin + across * cos));
  }
  return xy;
}

/** Rounds to quarters of a pixel, which every number format keeps exactly. */
export function quarters(value: number): number {
  return Math.round(value * 4) / 4;
}

/** Rounded, so that a last digit that differs between machines decides nothing. */
const COS = Array.from(
  { length: DIRECTIONS },
  (_, i) => Math.round(Math.cos((2 * Math.PI * i) / DIRECTIONS) * 65_536) / 65_536,
);

function sine(turn: number): number {
  return COS[(turn + (3 * DIRECTIONS) / 4) % DIRECTIONS] ?? 0;
}

/** Small outlines have fewer vertices, as those drawn by hand. */
function stepFor(radius: number): number {
  if (radius < 16) return 8;
  if (radius < 32) return 4;
  return radius < 64 ? 3 : 2;
}

/** Waves round an outline: from how many to how many a turn, and how high each is at most. */
type Waves = { readonly from: number; readonly to: number; readonly height: number };

const WAVES: Readonly<Record<Growth, readonly Waves[]>> = {
  branching: [
    { from: 2, to: 6, height: 0.12 },
    { from: 9, to: 13, height: 0.035 },
  ],
  massive: [{ from: 2, to: 8, height: 0.11 }],
  cellular: [{ from: 2, to: 9, height: 0.09 }],
  encrusting: [
    { from: 2, to: 9, height: 0.15 },
    { from: 9, to: 11, height: 0.03 },
  ],
  foliose: [
    { from: 2, to: 6, height: 0.12 },
    { from: 7, to: 11, height: 0.035 },
  ],
  mushroom: [{ from: 2, to: 5, height: 0.015 }],
  blade: [{ from: 2, to: 8, height: 0.14 }],
  soft: [
    { from: 3, to: 5, height: 0.08 },
    { from: 6, to: 8, height: 0.06 },
  ],
};

const SHAPES: Readonly<Record<Growth, readonly (readonly number[])[]>> = {
  branching: shapes('branching', 1),
  massive: shapes('massive', 2),
  cellular: shapes('cellular', 3),
  encrusting: shapes('encrusting', 4),
  foliose: shapes('foliose', 5),
  mushroom: shapes('mushroom', 6),
  blade: shapes('blade', 7),
  soft: shapes('soft', 8),
};

function shapes(growth: Growth, key: number): number[][] {
  const random = randomFrom(key, DIRECTIONS);
  return Array.from({ length: VARIANTS }, () => shape(WAVES[growth], random));
}

/** Distances from the middle in each direction; the largest is 1. */
function shape(bands: readonly Waves[], random: Random): number[] {
  const radii = new Array<number>(DIRECTIONS).fill(1);
  for (const { from, to, height } of bands) {
    for (let waves = from; waves <= to; waves++) {
      const amplitude = height * Math.sqrt(from / waves) * (0.2 + 0.8 * random.unit());
      const phase = random.below(DIRECTIONS);
      radii.forEach((radius, i) => {
        radii[i] = radius + amplitude * (COS[(i * waves + phase) % DIRECTIONS] ?? 0);
      });
    }
  }
  const largest = Math.max(...radii);
  return radii.map((radius) => Math.max(0.4, radius / largest));
}
