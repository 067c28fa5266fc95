/** Steps of a full turn in which angles are looked up. */
export const ANGLES = 512;

/** Reach of the tables, in pixels each way. */
const REACH = 192;
const SIDE = 2 * REACH + 1;

/** Index into the polar tables of the pixel at (dx, dy) from the middle; farther ones are taken for the farthest. */
export function polarIndex(dx: number, dy: number): number {
  const column = dx < -REACH ? 0 : dx > REACH ? 2 * REACH : dx + REACH;
  const row = dy < -REACH ? 0 : dy > REACH ? 2 * REACH : dy + REACH;
  return row * SIDE + column;
}

/** Angle of a pixel, 0 to 511, and its distance from the middle: looked up, as they are needed for every pixel painted. */
export type PolarTables = { readonly angle: Uint16Array; readonly distance: Float32Array };

/** Makes the tables. */
export function makePolarTables(): PolarTables {
  const angle = new Uint16Array(SIDE * SIDE);
  const distance = new Float32Array(SIDE * SIDE);
  for (let dy = -REACH; dy <= REACH; dy++) {
    for (let dx = -REACH; dx <= REACH; dx++) {
      const at = polarIndex(dx, dy);
      angle[at] = angleOf(dx, dy);
      distance[at] = Math.sqrt(dx * dx + dy * dy);
    }
  }
  return { angle, distance };
}

function angleOf(dx: number, dy: number): number {
  return Math.floor((Math.atan2(dy, dx) / (2 * Math.PI) + 1) * ANGLES) % ANGLES;
}

/** How far a ring reaches from (x, y), from where all of it is seen, in each of 512 directions. */
export function reachOf(xy: readonly number[], x: number, y: number): Float32Array {
  const reach = new Float32Array(ANGLES);
  for (let i = 0; i < xy.length; i += 2) {
    const ax = (xy[i] ?? 0) - x;
    const ay = (xy[i + 1] ?? 0) - y;
    const bx = (xy[(i + 2) % xy.length] ?? 0) - x;
    const by = (xy[(i + 3) % xy.length] ?? 0) - y;
    const steps = (angleOf(bx, by) - angleOf(ax, ay) + ANGLES) % ANGLES;
    for (let step = 0; step <= steps && steps < ANGLES / 2; step++) {
      const angle = (angleOf(ax, ay) + step) % ANGLES;
      reach[angle] = chordReach(angle, { ax, ay, bx, by });
    }
  }
  return reach;
}

type Chord = { readonly ax: number; readonly ay: number; readonly bx: number; readonly by: number };

/** Where a ray from the origin meets the line through two points. */
function chordReach(angle: number, { ax, ay, bx, by }: Chord): number {
  const turn = (2 * Math.PI * (angle + 0.5)) / ANGLES;
  const across = Math.cos(turn) * (by - ay) - Math.sin(turn) * (bx - ax);
  const most = Math.max(Math.hypot(ax, ay), Math.hypot(bx, by));
  return across === 0 ? most : Math.max(0, Math.min(most, (ax * by - ay * bx) / across));
}
