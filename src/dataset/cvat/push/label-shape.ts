import { bridgeHoles } from '../../geometry/bridge-holes.ts';
import type { Detection, Keypoint, Label, Mask, Polyline, Units } from '../../model/label.ts';
import { aboutOf } from './label-attributes.ts';

/** Pixels of a picture. */
export type Size = { readonly width: number; readonly height: number };

/** A point of a skeleton, by the name of its part. */
export type ElementShape = {
  readonly name: string;
  readonly points: readonly number[];
  readonly outside: boolean;
};

/** A shape in CVAT's terms; a tag has no points. */
export type PushShape = {
  readonly type: string;
  readonly points: readonly number[];
  readonly rotation?: number;
  readonly elements?: readonly ElementShape[];
};

/** A shape, or why there is none. */
export type ShapeOrFault = PushShape | { readonly fault: string };

/** What a label is drawn as in CVAT: the contrary of `shapeLabel` of a pull. */
export function labelShape(label: Label, size: Size): ShapeOrFault {
  switch (label.kind) {
    case 'classification':
      return { type: 'tag', points: [] };
    case 'mask':
      return { type: 'mask', points: maskPoints(label) };
    case 'detection':
      return boxShape(label, size);
    case 'keypoint':
      return pointShape(label, size);
    case 'polyline':
      return lineShape(label, size);
  }
}

function lineShape(label: Polyline, size: Size): ShapeOrFault {
  const outer = label.rings.filter(({ hole }) => !hole).map(({ xy }) => xy);
  const holes = label.rings.filter(({ hole }) => hole).map(({ xy }) => xy);
  const [first, second] = outer;
  if (first === undefined || second !== undefined) return { fault: 'outline of several parts, which CVAT has not' };
  const points = pixels(bridgeHoles(first, holes), label.units, size);
  const least = label.filled ? 6 : 4;
  if (points.length < least || !points.every(Number.isFinite)) return { fault: 'outline of too few points' };
  if (label.filled) return { type: 'polygon', points };
  const isOpen = points.at(-2) !== points[0] || points.at(-1) !== points[1];
  return { type: 'polyline', points: label.closed && isOpen ? [...points, ...points.slice(0, 2)] : points };
}

function boxShape(label: Detection, size: Size): ShapeOrFault {
  const [x, y, width, height] = pixels(label.box, label.units, size) as unknown as Detection['box'];
  if (![x, y, width, height].every(Number.isFinite)) return { fault: 'box without four finite numbers' };
  const turned = numberOf(label, 'rotation');
  const rotation = turned === undefined ? {} : { rotation: turned };
  const [cx, cy, rx, ry] = ['cx', 'cy', 'rx', 'ry'].map((name) => numberOf(label, name));
  const isEllipse = aboutOf(label, 'shape') === 'ellipse';
  if (isEllipse && cx !== undefined && cy !== undefined && rx !== undefined && ry !== undefined) {
    return { type: 'ellipse', points: [cx, cy, farEnd(cx, rx), -farEnd(-cy, ry)], ...rotation };
  }
  return { type: 'rectangle', points: [x, y, farEnd(x, width), farEnd(y, height)], ...rotation };
}

/** The number from which `from` taken away gives exactly `length` again, if there is one: sums are rounded. */
function farEnd(from: number, length: number): number {
  const sum = from + length;
  const step = Math.max(Math.abs(sum), Number.MIN_VALUE) * Number.EPSILON;
  return [sum, sum + step / 2, sum - step / 2, sum + step, sum - step].find((end) => end - from === length) ?? sum;
}

function pointShape(label: Keypoint, size: Size): ShapeOrFault {
  const points = pixels(label.xy, label.units, size);
  const names = aboutOf(label, 'elements');
  if (Array.isArray(names)) return skeletonShape(points, names.map(String));
  if (points.length === 0 || !points.every(Number.isFinite)) return { fault: 'points that were not all placed' };
  return { type: aboutOf(label, 'shape') === 'cuboid' ? 'cuboid' : 'points', points };
}

function skeletonShape(points: readonly number[], names: readonly string[]): ShapeOrFault {
  if (points.length !== 2 * names.length) return { fault: 'skeleton with another number of points than names' };
  const elements = names.map((name, i) => {
    const [x = NaN, y = NaN] = points.slice(2 * i, 2 * i + 2);
    const outside = !Number.isFinite(x) || !Number.isFinite(y);
    return { name, points: outside ? [0, 0] : [x, y], outside };
  });
  return { type: 'skeleton', points: [], elements };
}

function maskPoints({ left, top, width, height, counts }: Mask): readonly number[] {
  return [...counts, left, top, left + width - 1, top + height - 1];
}

function pixels(xy: readonly number[], units: Units, { width, height }: Size): readonly number[] {
  return units === 'pixel' ? xy : xy.map((value, i) => value * (i % 2 === 0 ? width : height));
}

function numberOf(label: Label, name: string): number | undefined {
  const value = aboutOf(label, name);
  return typeof value === 'number' ? value : undefined;
}
