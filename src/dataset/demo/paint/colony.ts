import type { Colour } from '../genera.ts';
import type { Random } from '../random.ts';
import type { Colony } from '../scene.ts';
import { type Pattern, patternOf } from './patterns.ts';
import { polarIndex, type PolarTables, reachOf } from './polar.ts';
import { blend, type Raster, scalePixel } from './raster.ts';
import { mix } from './substrate.ts';
import { type Textures, TILE } from './textures.ts';

/** Paints a colony exactly inside its outline, and its shadow beside it. */
export function paintColony(
  raster: Raster,
  colony: Colony,
  { textures, polar, random }: { readonly textures: Textures; readonly polar: PolarTables; readonly random: Random },
): void {
  const { x, y, radius } = colony.stance;
  const brush: Brush = {
    colony,
    reach: reachOf(colony.ring, x, y),
    hole: colony.hole === null ? null : reachOf(colony.hole, x, y),
    colours: coloursOf(colony, random),
    pattern: patternOf(colony.genus.growth, textures, {
      radius,
      start: [random.below(TILE), random.below(TILE)],
    }),
    relief: RELIEF[colony.genus.growth],
    drop: Math.max(1, Math.round(radius * 0.07)),
  };
  const margin = radius + 2 * brush.drop + 2;
  const bottom = Math.min(raster.height - 1, Math.floor(y + margin));
  const right = Math.min(raster.width - 1, Math.floor(x + margin));
  for (let row = Math.max(0, Math.floor(y - margin)); row <= bottom; row++) {
    paintRow(raster, brush, { row, from: Math.max(0, Math.floor(x - margin)), to: right, polar });
  }
}

type Brush = {
  readonly colony: Colony;
  readonly reach: Float32Array;
  readonly hole: Float32Array | null;
  /** Colours of the 256 values of the pattern. */
  readonly colours: Float32Array;
  readonly pattern: Pattern;
  /** How round it looks. */
  readonly relief: number;
  /** How far its shadow falls, in pixels. */
  readonly drop: number;
};

const RELIEF = {
  branching: 0.7,
  massive: 1.15,
  cellular: 1,
  encrusting: 0.3,
  foliose: 0.5,
  mushroom: 0.9,
  blade: 0.4,
  soft: 0.9,
} as const;

type Row = { readonly row: number; readonly from: number; readonly to: number; readonly polar: PolarTables };

function paintRow({ rgb, width }: Raster, brush: Brush, { row, from, to, polar }: Row): void {
  const { drop } = brush;
  const cx = Math.round(brush.colony.stance.x);
  const dy = row - Math.round(brush.colony.stance.y);
  for (let column = from; column <= to; column++) {
    const dx = column - cx;
    const polarAt = polarIndex(dx, dy);
    const at = (row * width + column) * 3;
    const inside = depth(brush.reach, polar, polarAt);
    if (inside < 1) castShadow(rgb, at, depth(brush.reach, polar, polarIndex(dx - drop, dy - drop)));
    const bare = brush.hole === null ? 1 : -depth(brush.hole, polar, polarAt);
    const share = Math.min(1, inside, bare);
    if (share <= 0) continue;
    const distance = polar.distance[polarAt] ?? 0;
    const edge = distance + inside;
    const rho = distance / edge;
    const value = brush.pattern(dx, dy, rho, polar.angle[polarAt] ?? 0);
    setPixel(rgb, at, { brush, value, light: lightAt(brush, rho, (dx + dy) / edge), share });
  }
}

/** How far inside an outline a pixel lies, towards its middle, in pixels; negative outside. */
function depth(reach: Float32Array, polar: PolarTables, polarAt: number): number {
  return (reach[polar.angle[polarAt] ?? 0] ?? 0) - (polar.distance[polarAt] ?? 0);
}

/** The shadow is the outline moved; `inside` is how deep in it the pixel lies. */
function castShadow(rgb: Uint8ClampedArray, at: number, inside: number): void {
  if (inside > -4) scalePixel(rgb, at, inside > 4 ? 0.5 : 1 - 0.0625 * (inside + 4));
}

/** Brighter on the side of the light (upper left), dark towards the rim. */
function lightAt({ relief }: Brush, rho: number, side: number): number {
  const rim = rho > 0.82 ? (rho - 0.82) * 1.9 : 0;
  return 1.04 - relief * (0.24 * side + 0.22 * rho * rho) - rim;
}

type Dab = { readonly brush: Brush; readonly value: number; readonly light: number; readonly share: number };

function setPixel(rgb: Uint8ClampedArray, at: number, { brush, value, light, share }: Dab): void {
  const step = 3 * (value < 0 ? 0 : value > 255 ? 255 : value | 0);
  const red = (brush.colours[step] ?? 0) * light;
  const green = (brush.colours[step + 1] ?? 0) * light;
  const blue = (brush.colours[step + 2] ?? 0) * light;
  if (share < 1) blend(rgb, at, [red, green, blue], share);
  else {
    rgb[at] = red;
    rgb[at + 1] = green;
    rgb[at + 2] = blue;
  }
}

const WHITE: Colour = [236, 232, 220];
const OVERGROWN: Colour = [92, 90, 66];

/** From gap over the genus' colour to its accent; every colony a little different, bleached pale, dead overgrown. */
function coloursOf({ genus, health }: Colony, random: Random): Float32Array {
  const tint: Colour = [random.between(0.9, 1.1), random.between(0.92, 1.08), random.between(0.9, 1.1)];
  const inHealth = (colour: Colour): Colour => {
    const tinted: Colour = [colour[0] * tint[0], colour[1] * tint[1], colour[2] * tint[2]];
    if (health === 'bleached') return mix(tinted, WHITE, 0.72);
    return health === 'dead' ? mix(tinted, OVERGROWN, 0.7) : tinted;
  };
  const base = inHealth(genus.colour);
  const accent = inHealth(genus.accent);
  const gap = mix(base, [18, 16, 18], 0.68);
  const colours = new Float32Array(256 * 3);
  for (let i = 0; i < 256; i++) {
    colours.set(i < 128 ? mix(gap, base, i / 128) : mix(base, accent, (i - 128) / 127), i * 3);
  }
  return colours;
}
