import type { Attributes, Json, Label } from '../../model/label.ts';
import { isObject, type JsonObject, listOf, numberOf, numbersOf, textOf } from '../../model/json-value.ts';

/** A label, or why there is none. */
export type LabelOrFault = { readonly label: Label } | { readonly fault: string };

/**
 * The label of a shape of LabelMe, in pixels as they stand.
 *
 * | shape | label |
 * |---|---|
 * | polygon | polyline, closed and filled |
 * | line, linestrip | polyline, open |
 * | rectangle | detection |
 * | circle | detection round it; attributes `shape`, `cx`, `cy`, `rx`, `ry` as of an ellipse from CVAT |
 * | point, points | keypoint |
 *
 * `group_id`, `description` and the flags that are set are attributes. A mask, which LabelMe packs as a PNG, is left out.
 */
export function labelmeLabel(shape: Json): LabelOrFault {
  if (!isObject(shape)) return { fault: 'shape that is no object' };
  const type = textOf(shape['shape_type']) ?? 'polygon';
  const make = Object.hasOwn(SHAPES, type) ? SHAPES[type] : undefined;
  if (make === undefined) return { fault: `shape of type ${type}` };
  const points = (listOf(shape['points']) ?? []).map((point) => numbersOf(point));
  const xy = points.flatMap((point) => (point?.length === 2 ? point : [NaN]));
  if (xy.length === 0 || !xy.every(Number.isFinite))
    return { fault: 'shape whose points are no pairs of finite numbers' };
  const about = { label: textOf(shape['label']), confidence: null, tags: [], attributes: attributesOf(shape) };
  return make(xy, about);
}

type About = Pick<Label, 'label' | 'confidence' | 'tags' | 'attributes'>;
type Make = (xy: readonly number[], about: About) => LabelOrFault;

const SHAPES: Readonly<Record<string, Make>> = {
  polygon: (xy, about) => (xy.length < 6 ? { fault: 'polygon of fewer than 3 points' } : line(xy, about, true)),
  line: openLine,
  linestrip: openLine,
  rectangle: (xy, about) => {
    if (xy.length !== 4) return { fault: 'rectangle of other than 2 points' };
    const [x0, y0, x1, y1] = cornersOf(xy);
    return { label: { ...about, kind: 'detection', units: 'pixel', box: [x0, y0, x1 - x0, y1 - y0] } };
  },
  circle: (xy, about) => {
    if (xy.length !== 4) return { fault: 'circle of other than 2 points' };
    const [cx = 0, cy = 0, x = 0, y = 0] = xy;
    const r = Math.hypot(x - cx, y - cy);
    const attributes = { ...about.attributes, shape: 'ellipse', cx, cy, rx: r, ry: r };
    return { label: { ...about, attributes, kind: 'detection', units: 'pixel', box: [cx - r, cy - r, 2 * r, 2 * r] } };
  },
  point: points,
  points,
};

function points(xy: readonly number[], about: About): LabelOrFault {
  return { label: { ...about, kind: 'keypoint', units: 'pixel', xy } };
}

function openLine(xy: readonly number[], about: About): LabelOrFault {
  return xy.length < 4 ? { fault: 'line of fewer than 2 points' } : line(xy, about, false);
}

function line(xy: readonly number[], about: About, isPolygon: boolean): LabelOrFault {
  const rings = [{ xy, hole: false }];
  return { label: { ...about, kind: 'polyline', units: 'pixel', rings, closed: isPolygon, filled: isPolygon } };
}

function cornersOf([xa = 0, ya = 0, xb = 0, yb = 0]: readonly number[]): readonly [number, number, number, number] {
  return [Math.min(xa, xb), Math.min(ya, yb), Math.max(xa, xb), Math.max(ya, yb)];
}

function attributesOf(shape: JsonObject): Attributes {
  const { group_id: group, description, flags } = shape;
  const set = isObject(flags) ? Object.entries(flags).filter(([, value]) => value === true) : [];
  const about = textOf(description) ?? '';
  return {
    ...Object.fromEntries(set),
    ...(numberOf(group) !== null && { group_id: numberOf(group) }),
    ...(about !== '' && { description: about }),
  };
}
