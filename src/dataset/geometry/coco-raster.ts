import type { RasterSize } from './rasterise.ts';

/**
 * Run lengths, column by column and zeros first, of the inside of rings by the even-odd rule, pixel for pixel as
 * pycocotools paints a polygon: rings in pixels, rounded to fifths of one, and no border painted (unlike OpenCV).
 * Source: rleFrPoly of the COCO API. For rings that do not overlap this is also their union.
 */
export function columnsOfRings(rings: readonly (readonly number[])[], { width, height }: RasterSize): number[] {
  const turns: number[] = [];
  for (const xy of rings) addTurns(xy, { width, height }, turns);
  turns.sort((a, b) => a - b);
  const counts: number[] = [];
  let before = 0;
  // A place where the inside begins and ends at once is no turn.
  for (let i = 0; i < turns.length; i++) {
    const turn = turns[i] ?? 0;
    if (turn === turns[i + 1]) {
      i += 1;
      continue;
    }
    counts.push(turn - before);
    before = turn;
  }
  if (before < width * height || counts.length === 0) counts.push(width * height - before);
  return counts;
}

const SCALE = 5;
/** Further away a vertex does not matter; it is brought nearer so that its edges can be walked along. */
const FURTHEST = 1 << 17;

/** The places, as column times height plus row, where the inside of a ring begins or ends. */
function addTurns(xy: readonly number[], { width, height }: RasterSize, turns: number[]): void {
  const points = xy.length >> 1;
  const at = (i: number): number => Math.trunc(SCALE * near(xy[i] ?? 0) + 0.5);
  let [u, v] = [NaN, NaN];
  for (let j = 0; j < points; j++) {
    const next = (j + 1) % points;
    walk([at(2 * j), at(2 * j + 1)], [at(2 * next), at(2 * next + 1)], (x, y) => {
      if (x !== u && !Number.isNaN(u)) {
        const column = ((x < u ? x : x - 1) + 0.5) / SCALE - 0.5;
        if (Number.isInteger(column) && column >= 0 && column <= width - 1) {
          const row = (Math.min(y, v) + 0.5) / SCALE - 0.5;
          turns.push(column * height + Math.ceil(Math.min(Math.max(row, 0), height)));
        }
      }
      [u, v] = [x, y];
    });
  }
}

function near(value: number): number {
  return Math.min(Math.max(value, -FURTHEST), FURTHEST);
}

type Point = readonly [x: number, y: number];

/** All points of an edge in fifths of a pixel, one for each step along its longer side. */
function walk(from: Point, to: Point, visit: (x: number, y: number) => void): void {
  const dx = Math.abs(to[0] - from[0]);
  const dy = Math.abs(to[1] - from[1]);
  const isFlat = dx >= dy;
  const flips = isFlat ? from[0] > to[0] : from[1] > to[1];
  const [start, end] = flips ? [to, from] : [from, to];
  const length = Math.max(dx, dy);
  const [along, across] = isFlat ? [0, 1] : [1, 0];
  const slope = length === 0 ? 0 : (end[across as 0] - start[across as 0]) / length;
  for (let d = 0; d <= length; d++) {
    const t = flips ? length - d : d;
    const [a, b] = [start[along as 0] + t, Math.trunc(start[across as 0] + slope * t + 0.5)];
    if (isFlat) visit(a, b);
    else visit(b, a);
  }
}
