import { bridgeHoles } from '../../geometry/bridge-holes.ts';
import { clipRing } from '../../geometry/clip-ring.ts';
import { nestRings } from '../../geometry/nest-rings.ts';
import type { ClassMap } from '../../model/class-map.ts';
import type { Detection, Label, Polyline, Ring, Units } from '../../model/label.ts';
import { tally } from '../../model/tally.ts';
import type { Made } from '../writing/placed.ts';
import type { PixelSize } from '../writing/source-picture.ts';
import { fixedRow } from './fixed-row.ts';
import { pythonFixed } from './python-fixed.ts';

/** What rows are made of: outlines, or boxes. Ultralytics refuses a picture with both. */
export type RowKind = 'polyline' | 'detection';

/** What rows are made with. */
export type RowMaker = {
  readonly kind: RowKind;
  readonly classes: ClassMap;
  /** What becomes of holes: joined to their outline, left out, or rows of their own. */
  readonly holes: 'bridge' | 'outer' | 'split';
};

/** The rows of one picture, and what was done to its labels. */
export type Rows = Made & {
  readonly rows: readonly string[];
  /** Labels that reached beyond the picture and were cut at its edge. */
  readonly cut: number;
  /** Holes that were joined to their outline. */
  readonly bridged: number;
};

/** A picture: its size in pixels, null where not known (then only normalised labels yield rows), and a name for reports. */
export type PictureOfRows = {
  readonly size: PixelSize | null;
  readonly name: string;
};

/** Makes label rows: `class x y x y ...` a ring for outlines, `class xc yc w h` for boxes, all fractions with six decimals. */
export function labelRows(labels: readonly Label[], picture: PictureOfRows, maker: RowMaker): Rows {
  const rows = new Set<string>();
  const classes = new Set<number>();
  const skipped = tally();
  const sum = { labels: 0, cut: 0, bridged: 0 };
  labels.forEach((label, i) => {
    const skip = (reason: string): void => {
      skipped.count(reason, `${picture.name}#${String(i + 1)}`);
    };
    const made = rowsOf(label, { maker, scale: scaleOf(label, picture), skip });
    if (made === undefined) return;
    const before = rows.size;
    for (const row of made.rows) {
      if (rows.has(row)) skip(REPEATED);
      rows.add(row);
      classes.add(made.number);
    }
    if (rows.size > before) sum.labels += 1;
    if (made.isCut) sum.cut += 1;
    sum.bridged += made.bridged;
  });
  return { rows: [...rows], items: rows.size, classes, skipped: skipped.list(), ...sum };
}

const REPEATED = 'rows that repeat another of the same picture';
const TOO_FEW = 'outlines with fewer than 3 distinct points in the picture';
const NO_NUMBER = 'labels with a coordinate that is no number';

type Scale = { readonly width: number; readonly height: number };
type Work = { readonly maker: RowMaker; readonly scale: Scale | null; readonly skip: (reason: string) => void };
type Shape = {
  /** Number of the class. */
  readonly number: number;
  readonly rows: readonly string[];
  readonly isCut: boolean;
  readonly bridged: number;
};

/** What coordinates are divided by. */
function scaleOf(label: Label, { size }: PictureOfRows): Scale | null {
  const units: Units = 'units' in label ? label.units : 'pixel';
  return units === 'normalised' ? { width: 1, height: 1 } : size;
}

function rowsOf(label: Label, { maker, scale, skip }: Work): Shape | undefined {
  const reason = whyNot(label, maker.kind);
  const number = label.label === null ? undefined : maker.classes.indexOf(label.label);
  if (reason !== undefined) skip(reason);
  else if (number === undefined) skip(`labels of a class that is not in the list: ${String(label.label)}`);
  else if (scale === null) skip('labels in pixels of a picture of unknown size');
  else if (label.kind === 'polyline') return outlineRows(label, { number, holes: maker.holes }, scale, skip);
  else if (label.kind === 'detection') return boxRow(label, number, scale, skip);
  return undefined;
}

function whyNot(label: Label, kind: RowKind): string | undefined {
  if (label.kind !== kind) return `labels of kind ${label.kind} among ${kind === 'polyline' ? 'outlines' : 'boxes'}`;
  if (label.kind === 'polyline' && !label.closed && !label.filled) return 'open lines, which enclose nothing';
  return label.label === null ? 'labels without a class' : undefined;
}

function outlineRows(
  label: Polyline,
  { number, holes: policy }: { readonly number: number; readonly holes: RowMaker['holes'] },
  scale: Scale,
  skip: Work['skip'],
): Shape | undefined {
  const rings = label.rings.map((ring) => scaled(ring, scale));
  if (!rings.every(({ xy }) => xy.every(Number.isFinite))) {
    skip(NO_NUMBER);
    return undefined;
  }
  const { nests, strays } = nestRings(rings);
  if (strays > 0) skip('holes that lie in no outline');
  if (nests.length === 0) skip(TOO_FEW);
  const rows: string[] = [];
  let isCut = false;
  let bridged = 0;
  for (const { outer, holes } of nests) {
    const ring = clipRing(outer);
    if (ring.cut) isCut = true;
    if (!hasThreePoints(ring.xy)) {
      skip(TOO_FEW);
      continue;
    }
    const kept = policy === 'outer' ? [] : holes.map((hole) => clipRing(hole).xy).filter(hasThreePoints);
    const areas = areasOf(ring.xy, kept, policy);
    if (policy === 'bridge') bridged += kept.length;
    rows.push(...areas.map((xy) => fixedRow(number, xy)));
  }
  return { number, rows, isCut: isCut && rows.length > 0, bridged };
}

function areasOf(
  outer: readonly number[],
  holes: readonly (readonly number[])[],
  policy: RowMaker['holes'],
): readonly (readonly number[])[] {
  return policy === 'split' ? [outer, ...holes] : [bridgeHoles(outer, holes)];
}

function scaled({ xy, hole }: Ring, { width, height }: Scale): Ring {
  return { xy: xy.map((value, i) => value / (i % 2 === 0 ? width : height)), hole };
}

/** Judged as written: points that round to the same six decimals are one. */
function hasThreePoints(xy: readonly number[]): boolean {
  if (areApart(xy, 0, 2) && areApart(xy, 2, 4) && areApart(xy, 0, 4)) return true;
  const points = new Set<string>();
  for (let i = 0; i + 1 < xy.length && points.size < 3; i += 2) points.add(fixed(xy.slice(i, i + 2)).join(' '));
  return points.size >= 3;
}

/** Whether two points, whose coordinates begin at these places, are too far apart to round to the same. */
function areApart(xy: readonly number[], a: number, b: number): boolean {
  const far = (from = NaN, to = NaN): boolean => Math.abs(from - to) > 1e-6;
  return far(xy[a], xy[b]) || far(xy[a + 1], xy[b + 1]);
}

function boxRow(label: Detection, number: number, scale: Scale, skip: Work['skip']): Shape | undefined {
  const [x, y, w, h] = label.box;
  if (!label.box.every(Number.isFinite)) {
    skip(NO_NUMBER);
    return undefined;
  }
  const [x0, x1] = clamped(x / scale.width, (x + w) / scale.width);
  const [y0, y1] = clamped(y / scale.height, (y + h) / scale.height);
  const size = fixed([x1 - x0, y1 - y0]);
  if (size.some((side) => Number(side) <= 0)) {
    skip('boxes without an area in the picture');
    return undefined;
  }
  const centre = fixed([(x0 + x1) / 2, (y0 + y1) / 2]);
  const isCut = Math.min(x, y) < 0 || x + w > scale.width || y + h > scale.height;
  return { number, rows: [[String(number), ...centre, ...size].join(' ')], isCut, bridged: 0 };
}

function clamped(from: number, to: number): readonly [number, number] {
  return [Math.min(Math.max(from, 0), 1), Math.min(Math.max(to, 0), 1)];
}

/** Adding 0 turns -0 into 0. */
function fixed(values: readonly number[]): string[] {
  return values.map((value) => pythonFixed(value + 0));
}
