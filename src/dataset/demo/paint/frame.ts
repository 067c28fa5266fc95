import type { Colour } from '../genera.ts';
import type { Random } from '../random.ts';
import { QUADRAT } from '../scene.ts';
import { blend, type Raster, scalePixel } from './raster.ts';

type Point = readonly [number, number];

/** Corners of the quadrat as the camera sees it: upper left, upper right, lower right, lower left. */
type Corners = readonly [Point, Point, Point, Point];

/** Paints the quadrat: strings across, then the four pipes, a little turned and tilted. */
export function paintFrame(raster: Raster, random: Random): void {
  const corners = cornersOf(random);
  for (let i = 1; i < STRINGS_ACROSS; i++) {
    paintString(raster, along(corners, 0, i / STRINGS_ACROSS), along(corners, 1, i / STRINGS_ACROSS), random);
  }
  for (let i = 1; i < STRINGS_DOWN; i++) {
    paintString(raster, down(corners, 0, i / STRINGS_DOWN), down(corners, 1, i / STRINGS_DOWN), random);
  }
  const [a, b, c, d] = corners;
  for (const [from, to] of [
    [a, b],
    [d, c],
    [a, d],
    [b, c],
  ] as const) {
    paintPipe(raster, from, to);
  }
}

const STRINGS_ACROSS = 14;
const STRINGS_DOWN = 10;
const THICK = 12;
const PIPE: Colour = [232, 222, 206];
const TAPE: Colour = [52, 88, 160];
const FITTING: Colour = [240, 232, 216];
const STRING: Colour = [222, 222, 206];

function cornersOf(random: Random): Corners {
  const half = THICK / 2;
  const turn = random.between(-0.012, 0.012);
  const tilt = random.between(-10, 10);
  const at = (x: number, y: number): Point => {
    const jitter = random.between(-4, 4);
    return [x - (y - 384) * turn + jitter, y + (x - 512) * turn + jitter / 2];
  };
  return [
    at(QUADRAT.left - half - tilt, QUADRAT.top - half),
    at(QUADRAT.right + half + tilt, QUADRAT.top - half),
    at(QUADRAT.right + half - tilt, QUADRAT.bottom + half),
    at(QUADRAT.left - half + tilt, QUADRAT.bottom + half),
  ];
}

function between(a: Point, b: Point, share: number): Point {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
}

/** A point on the upper (0) or lower (1) side. */
function along([a, b, c, d]: Corners, side: number, share: number): Point {
  return side === 0 ? between(a, b, share) : between(d, c, share);
}

/** A point on the left (0) or right (1) side. */
function down([a, b, c, d]: Corners, side: number, share: number): Point {
  return side === 0 ? between(a, d, share) : between(b, c, share);
}

/** A thin string that sags a little, with a faint shadow. */

function paintString(raster: Raster, from: Point, to: Point, random: Random): void {
  const sag = random.between(-2.5, 2.5);
  const level = Math.abs(to[0] - from[0]) > Math.abs(to[1] - from[1]);
  const axis = level ? 0 : 1;
  const length = to[axis] - from[axis];
  for (let step = 0; step <= length; step++) {
    const share = step / length;
    const other = between(from, to, share)[1 - axis] ?? 0;
    const place = other + sag * 4 * share * (1 - share);
    dot(raster, {
      along: Math.round(from[axis]) + step,
      place: place + 4,
      level,
      colour: [20, 24, 24],
      strength: 0.28,
    });
    dot(raster, { along: Math.round(from[axis]) + step, place, level, colour: STRING, strength: 0.62 });
  }
}

type Dot = {
  readonly along: number;
  readonly place: number;
  readonly level: boolean;
  readonly colour: Colour;
  readonly strength: number;
};

/** Shares a string's width of 1.4 px between the pixels it touches. */
function dot({ rgb, width, height }: Raster, { along: step, place, level, colour, strength }: Dot): void {
  for (let pixel = Math.floor(place - 1); pixel <= place + 1; pixel++) {
    const share = Math.min(1, Math.max(0, 1.2 - Math.abs(pixel - place))) * strength;
    const [x, y] = level ? [step, pixel] : [pixel, step];
    if (share > 0 && x >= 0 && y >= 0 && x < width && y < height) blend(rgb, (y * width + x) * 3, colour, share);
  }
}

/** A round pipe from corner to corner, with fittings at the ends, bands of tape and a shadow below. */
function paintPipe(raster: Raster, from: Point, to: Point): void {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const ux = (to[0] - from[0]) / length;
  const uy = (to[1] - from[1]) / length;
  const reach = 2 * THICK;
  const right = Math.min(raster.width - 1, Math.max(from[0], to[0]) + reach);
  const bottom = Math.min(raster.height - 1, Math.max(from[1], to[1]) + reach);
  for (let y = Math.max(0, Math.floor(Math.min(from[1], to[1]) - reach)); y <= bottom; y++) {
    for (let x = Math.max(0, Math.floor(Math.min(from[0], to[0]) - reach)); x <= right; x++) {
      const place = (x - from[0]) * ux + (y - from[1]) * uy;
      const off = (y - from[1]) * ux - (x - from[0]) * uy;
      if (place > -THICK && place < length + THICK)
        pipePixel(raster, (y * raster.width + x) * 3, { place, off, length, flip: ux < uy });
    }
  }
}

type OnPipe = { readonly place: number; readonly off: number; readonly length: number; readonly flip: boolean };

function pipePixel({ rgb }: Raster, at: number, { place, off, length, flip }: OnPipe): void {
  const ends = Math.min(place, length - place);
  const radius = ends < 22 ? THICK + 2.5 : THICK;
  const beside = Math.abs(off) / radius;
  const shaded = flip ? -off : off;
  if (beside >= 1) {
    if (shaded > 0 && shaded < radius + 9 && ends > 0) scalePixel(rgb, at, 0.5 + (0.5 * (shaded - radius)) / 9);
    return;
  }
  const light = 1.05 - 0.62 * (shaded / radius + 0.35) ** 2;
  const colour = colourAt(place, ends, length);
  const share = Math.min(1, (1 - beside) * radius);
  blend(rgb, at, [colour[0] * light, colour[1] * light, colour[2] * light], share);
}

function colourAt(place: number, ends: number, length: number): Colour {
  if (ends < 22) return FITTING;
  const quarter = (place / length) * 4;
  return Math.abs(quarter - Math.round(quarter)) * (length / 4) < 17 ? TAPE : PIPE;
}
