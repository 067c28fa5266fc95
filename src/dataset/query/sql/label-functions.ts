import { decodeGeometry, type Geometry } from '../../model/geometry-blob.ts';
import type { SqlValue } from '../statement.ts';
import { written } from './json-value.ts';

type Entry = { readonly arity: number; readonly run: (...args: readonly SqlValue[]) => SqlValue };

/** SQL functions that decode the outline of a label. What cannot be decoded gives NULL; none of them throws. */
export const LABEL_FUNCTIONS = {
  /** kind, geometry, width, height of the picture: points as fractions of the picture, JSON; see `LabelProperty`. */
  label_points: {
    arity: 4,
    run: (kind, blob, width, height) => {
      const shape = kind === 'detection' ? undefined : outline(kind, blob);
      if (shape === undefined) return null;
      const scale = scaleOf(shape, width, height);
      if (scale === undefined) return null;
      const lists = shape.lists.map((xy) => pairs(xy, scale));
      return written(kind === 'keypoint' ? (lists[0] ?? []) : lists);
    },
  },
  /** kind and the first bytes of the geometry: how many shapes or points there are. */
  label_shapes: {
    arity: 2,
    run: (kind, head) => {
      if ((kind !== 'polyline' && kind !== 'keypoint') || !(head instanceof Uint8Array) || head.length < 8) return null;
      return new DataView(head.buffer, head.byteOffset).getUint32(4, true);
    },
  },
  /** kind, geometry, closed, width, height, 1 for pixels: the length of all rings. */
  label_perimeter: {
    arity: 6,
    run: (kind, blob, closed, ...size) => {
      const [width, height, pixels] = size;
      const shape = outline(kind, blob);
      if (shape === undefined || kind === 'keypoint') return null;
      const scale = scaleOf(shape, width, height);
      const unit = pixels === 1 ? sizeOf(width, height) : ONE;
      if (scale === undefined || unit === undefined) return null;
      const factor = { x: scale.x * unit.x, y: scale.y * unit.y };
      const lengths = shape.lists.map((xy) => lengthOf(pairs(xy, factor), closed === 1 || kind === 'detection'));
      return lengths.reduce((sum, length) => sum + length, 0);
    },
  },
} as const satisfies Readonly<Record<string, Entry>>;

type Outline = { readonly normalised: boolean; readonly lists: readonly (readonly number[])[] };
type Scale = { readonly x: number; readonly y: number };

const ONE: Scale = { x: 1, y: 1 };

function outline(kind: SqlValue | undefined, blob: SqlValue | undefined): Outline | undefined {
  if (kind !== 'polyline' && kind !== 'keypoint' && kind !== 'detection') return undefined;
  if (!(blob instanceof Uint8Array)) return undefined;
  try {
    return outlineOf(decodeGeometry(kind, blob));
  } catch {
    return undefined;
  }
}

function outlineOf(geometry: Geometry): Outline | undefined {
  switch (geometry.kind) {
    case 'polyline':
      return { normalised: geometry.units === 'normalised', lists: geometry.rings.map(({ xy }) => xy) };
    case 'keypoint':
      return { normalised: geometry.units === 'normalised', lists: [geometry.xy] };
    case 'detection': {
      const [x, y, w, h] = geometry.box;
      return { normalised: geometry.units === 'normalised', lists: [[x, y, x + w, y, x + w, y + h, x, y + h]] };
    }
    case 'mask':
      return undefined;
  }
}

/** What coordinates are multiplied by to be fractions of the picture; undefined where its size is needed and not known. */
function scaleOf(
  { normalised }: Outline,
  width: SqlValue | undefined,
  height: SqlValue | undefined,
): Scale | undefined {
  if (normalised) return ONE;
  const size = sizeOf(width, height);
  return size === undefined ? undefined : { x: 1 / size.x, y: 1 / size.y };
}

function sizeOf(width: SqlValue | undefined, height: SqlValue | undefined): Scale | undefined {
  const [x, y] = [Number(width ?? 0), Number(height ?? 0)];
  return x > 0 && y > 0 ? { x, y } : undefined;
}

function pairs(xy: readonly number[], { x, y }: Scale): readonly (readonly [number, number])[] {
  return Array.from({ length: xy.length / 2 }, (_, i) => [(xy[2 * i] ?? NaN) * x, (xy[2 * i + 1] ?? NaN) * y]);
}

function lengthOf(points: readonly (readonly [number, number])[], closed: boolean): number {
  return points.reduce((sum, [x, y], i) => {
    const before = points[i - 1] ?? (closed ? points.at(-1) : undefined);
    return before === undefined ? sum : sum + Math.hypot(x - before[0], y - before[1]);
  }, 0);
}
