import type { Ring } from '../model/label.ts';

/** Pixels of one byte each, row by row from the top left. */
export type Pixels = { readonly width: number; readonly height: number; readonly pixels: Uint8Array };

/** A connected area of one value: an outer ring and the holes in it, through the centres of its own pixels. */
export type Region = { readonly value: number; readonly rings: readonly Ring[] };

/**
 * The areas of equal value, connected over edges and corners, in the order of their first pixels; `isBackground` says which
 * values are none. Rings run through the middle of border pixels, whose coordinates are whole numbers, so that painting a
 * region as `fillRings` does gives exactly its pixels back. Borders are followed as in Suzuki and Abe, "Topological
 * structural analysis of digitized binary images by border following" (1985), for all values in one scan.
 *
 * @param most regions; undefined is returned where there are more
 */
export function traceRegions(
  picture: Pixels,
  isBackground: (value: number) => boolean,
  most = Infinity,
): readonly Region[] | undefined {
  const trace = startTrace(picture, isBackground);
  if (trace.count > most) return undefined;
  const regions: Region[] = [];
  const byPart = new Map<number, Ring[]>();
  eachInside(trace, (at) => {
    const border = borderAt(trace, at);
    if (border === undefined) return;
    const part = trace.parts[at] ?? 0;
    const rings = byPart.get(part) ?? [];
    rings.push({ xy: follow(trace, at, border === 'hole' ? EAST : WEST), hole: border === 'hole' });
    if (border === 'hole') return;
    byPart.set(part, rings);
    regions.push({ value: trace.values[at] ?? 0, rings });
  });
  return regions;
}

/** What a border pixel has been used for: nothing, a border, or a border that has its right side outside. */
const UNSEEN = 0;
const SEEN = 1;
const RIGHT_SEEN = 2;

/** The eight neighbours, clockwise on a screen from the east. */
const EAST = 0;
const WEST = 4;
const STEP_X = [1, 1, 0, -1, -1, -1, 0, 1];
const STEP_Y = [0, 1, 1, 1, 0, -1, -1, -1];

/** The picture with a frame of one pixel: value and number of the connected part of each pixel, 0 for background. */
type Trace = {
  readonly width: number;
  readonly height: number;
  readonly stride: number;
  readonly values: Uint8Array;
  readonly parts: Int32Array;
  readonly marks: Uint8Array;
  readonly count: number;
  /** Offset of each neighbour. */
  readonly steps: readonly number[];
};

/** Visits all pixels but the frame, row by row. */
function eachInside(
  { width, height, stride }: Pick<Trace, 'width' | 'height' | 'stride'>,
  visit: (at: number) => void,
): void {
  for (let y = 1; y <= height; y++) {
    const end = y * stride + width;
    for (let at = y * stride + 1; at <= end; at++) visit(at);
  }
}

function startTrace({ width, height, pixels }: Pixels, isBackground: (value: number) => boolean): Trace {
  const stride = width + 2;
  const values = new Uint8Array(stride * (height + 2));
  for (let y = 0; y < height; y++) values.set(pixels.subarray(y * width, (y + 1) * width), (y + 1) * stride + 1);
  const parts = new Int32Array(values.length);
  const steps = STEP_X.map((dx, i) => (STEP_Y[i] ?? 0) * stride + dx);
  const joined = [0];
  const background = Uint8Array.from({ length: 256 }, (_, value) => (isBackground(value) ? 1 : 0));
  const before = [-stride - 1, -stride, -stride + 1];
  const newPart = (at: number, left: number): number => {
    let part = left;
    for (const step of before) {
      const other = parts[at + step] ?? 0;
      if (other !== 0 && values[at + step] === values[at]) part = join(joined, part, other);
    }
    return part === 0 ? joined.push(joined.length) - 1 : part;
  };
  eachInside({ width, height, stride }, (at) => {
    const value = values[at] ?? 0;
    if (background[value] === 1) return;
    const left = values[at - 1] === value ? (parts[at - 1] ?? 0) : 0;
    // Inside an area all neighbours are of one part already: nothing is to be joined.
    const isInside = left !== 0 && parts[at - stride] === left && parts[at - stride + 1] === left;
    parts[at] = isInside ? left : newPart(at, left);
  });
  const count = settle(joined, parts);
  return { width, height, stride, values, parts, marks: new Uint8Array(values.length), count, steps };
}

/** Which border begins at a pixel that has not been followed yet. */
function borderAt({ parts, marks }: Trace, at: number): 'outer' | 'hole' | undefined {
  const part = parts[at];
  if (part === 0) return undefined;
  if (marks[at] === UNSEEN && parts[at - 1] !== part) return 'outer';
  return marks[at] !== RIGHT_SEEN && parts[at + 1] !== part ? 'hole' : undefined;
}

/** Notes that two provisional numbers are one part. */
function join(joined: number[], a: number, b: number): number {
  if (a === 0 || a === b) return b;
  const [rootA, rootB] = [rootOf(joined, a), rootOf(joined, b)];
  const least = Math.min(rootA, rootB);
  joined[rootA] = joined[rootB] = least;
  return least;
}

function rootOf(joined: number[], part: number): number {
  let root = part;
  while (joined[root] !== root) root = joined[root] ?? 0;
  for (let at = part; at !== root;) {
    const next = joined[at] ?? root;
    joined[at] = root;
    at = next;
  }
  return root;
}

/** Replaces provisional numbers by those of their parts; returns how many parts there are. */
function settle(joined: number[], parts: Int32Array): number {
  const roots = Int32Array.from(joined, (_, part) => rootOf(joined, part));
  for (let i = 0; i < parts.length; i++) parts[i] = roots[parts[i] ?? 0] ?? 0;
  return joined.reduce((count, root, part) => (part > 0 && root === part ? count + 1 : count), 0);
}

/** Follows the border that begins at `start`, whose neighbour in direction `outside` is none of the part. */
function follow(trace: Trace, start: number, outside: number): number[] {
  const { parts, marks, steps } = trace;
  const part = parts[start];
  const isPart = (at: number, direction: number): boolean => parts[at + (steps[direction] ?? 0)] === part;
  const first = turned(outside, 1, (direction) => isPart(start, direction));
  if (first === undefined) {
    marks[start] = RIGHT_SEEN;
    return pointOf(trace, start);
  }
  const last = start + (steps[first] ?? 0);
  const xy: number[] = [];
  let [at, back, before] = [start, first, -1];
  for (;;) {
    const next = turned(back, -1, (direction) => isPart(at, direction)) ?? back;
    mark(marks, at, hasPassedEast(back, next));
    if (next !== before) xy.push(...pointOf(trace, at));
    const to = at + (steps[next] ?? 0);
    if (to === start && at === last) return withoutFirst(xy, trace, { start, next });
    [at, back, before] = [to, (next + 4) % 8, next];
  }
}

function mark(marks: Uint8Array, at: number, isRightOutside: boolean): void {
  if (isRightOutside) marks[at] = RIGHT_SEEN;
  else if (marks[at] === UNSEEN) marks[at] = SEEN;
}

/** The first direction behind `from`, turning that way, that fits; all eight are tried, `from` last. */
function turned(from: number, turn: 1 | -1, fits: (direction: number) => boolean): number | undefined {
  for (let i = 1; i <= 8; i++) {
    const direction = (from + turn * i + 8) % 8;
    if (fits(direction)) return direction;
  }
  return undefined;
}

/** Whether turning from one direction against the clock to the next passes the east, which then lies outside. */
function hasPassedEast(from: number, next: number): boolean {
  const turns = (from - next + 8) % 8 || 8;
  const toEast = (from - EAST + 8) % 8 || 8;
  return toEast < turns;
}

/** The ring; its first point is no corner where the border comes in as it goes out. */
function withoutFirst(xy: number[], trace: Trace, { start, next }: { start: number; next: number }): number[] {
  const [x = 0, y = 0, x1 = 0, y1 = 0] = xy;
  const goesOn = xy.length > 4 && Math.sign(x1 - x) === STEP_X[next] && Math.sign(y1 - y) === STEP_Y[next];
  const [sx, sy] = pointOf(trace, start);
  return goesOn && x === sx && y === sy ? xy.slice(2) : xy;
}

function pointOf({ stride }: Trace, at: number): [number, number] {
  return [(at % stride) - 1, Math.floor(at / stride) - 1];
}
