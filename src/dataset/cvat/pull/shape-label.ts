import type { Attributes, Detection, Keypoint, Label, Mask, Polyline } from '../../model/label.ts';
import type { CvatShape, CvatTag } from '../reply/annotations.ts';
import type { CvatLabel } from '../reply/records.ts';
import type { LabelIndex } from './label-index.ts';

type About = Pick<Label, 'id' | 'label' | 'confidence' | 'tags' | 'attributes'>;

/** What a shape is without what is said about it. */
type Shape =
  Omit<Polyline, keyof About> | Omit<Detection, keyof About> | Omit<Keypoint, keyof About> | Omit<Mask, keyof About>;

/** A shape and attributes that belong to its geometry; or why there is none. */
type Shaped = { readonly shape: Shape; readonly beside: Attributes } | { readonly fault: string };

/** A label, or why there is none. */
export type LabelOrFault = { readonly label: Label } | { readonly fault: string };

/**
 * The label of a shape, in pixels, with the numbers as they stand.
 *
 * | shape | label |
 * |---|---|
 * | polygon | polyline, closed and filled |
 * | polyline | polyline, not filled; closed where its last point is its first |
 * | rectangle | detection; `rotation` is an attribute |
 * | ellipse | detection round the unturned ellipse; attributes `shape`, `cx`, `cy`, `rx`, `ry`, `rotation` |
 * | points | keypoint |
 * | skeleton | keypoint, points in the order of the label's; NaN where outside or missing; attributes `elements` (the names), `occluded_elements`, `element_attributes` |
 * | cuboid | keypoint of its eight corners; attribute `shape` |
 * | mask | mask |
 *
 * `occluded`, `source`, `z_order`, `group_id` and CVAT's own attributes are attributes; where one of CVAT's own bears such a
 * name, the other is prefixed with `cvat_`. Source: CVAT's REST API, `/api/tasks/{id}/annotations`.
 */
export function shapeLabel(shape: CvatShape, index: LabelIndex): LabelOrFault {
  const owner = index.labels.get(shape.labelId);
  if (owner === undefined) return { fault: 'shape of a label that the project does not have' };
  if (shape.outside) return { fault: 'shape that is outside of the picture' };
  const read = SHAPES[shape.type];
  if (read === undefined) return { fault: `shape of type ${shape.type.slice(0, 40)}` };
  if (shape.points === null) return { fault: `${shape.type} whose points are no finite numbers` };
  const shaped = read(shape.points, shape, owner, index);
  if ('fault' in shaped) return shaped;
  const { occluded, source, zOrder, group } = shape;
  const beside = { occluded, ...sourceOf(source), z_order: zOrder, ...groupOf(group), ...shaped.beside };
  return { label: { ...shaped.shape, ...about(owner, index.valuesOf(shape.attributes), beside) } };
}

/** The label of a tag. */
export function tagLabel(tag: CvatTag, index: LabelIndex): LabelOrFault {
  const owner = index.labels.get(tag.labelId);
  if (owner === undefined) return { fault: 'tag of a label that the project does not have' };
  const beside = { ...sourceOf(tag.source), ...groupOf(tag.group) };
  return { label: { kind: 'classification', ...about(owner, index.valuesOf(tag.attributes), beside) } };
}

function about(owner: CvatLabel, own: Attributes, beside: Attributes): About {
  const prefixed = Object.entries(beside).map(([key, value]) => [Object.hasOwn(own, key) ? `cvat_${key}` : key, value]);
  return {
    label: owner.name,
    confidence: null,
    tags: [],
    attributes: { ...own, ...(Object.fromEntries(prefixed) as Attributes) },
  };
}

function sourceOf(source: string): Attributes {
  return source === '' ? {} : { source };
}

function groupOf(group: number): Attributes {
  return group === 0 ? {} : { group_id: group };
}

type Read = (xy: readonly number[], shape: CvatShape, owner: CvatLabel, index: LabelIndex) => Shaped;

const SHAPES: Readonly<Record<string, Read>> = {
  polygon: (xy) => polylineOf(xy, 3, true),
  polyline: (xy) => polylineOf(xy, 2, false),
  rectangle: rectangleOf,
  ellipse: ellipseOf,
  points: pointsOf,
  cuboid: cuboidOf,
  mask: maskOf,
  skeleton: (_xy, shape, owner, index) => skeletonOf(shape, owner, index),
};

function polylineOf(xy: readonly number[], least: number, isPolygon: boolean): Shaped {
  const name = isPolygon ? 'polygon' : 'polyline';
  if (xy.length % 2 !== 0) return { fault: `${name} with half a point` };
  if (xy.length < 2 * least) return { fault: `${name} of fewer than ${String(least)} points` };
  const returns = xy.length > 6 && xy.at(-2) === xy[0] && xy.at(-1) === xy[1];
  const shape: Shape = {
    kind: 'polyline',
    units: 'pixel',
    rings: [{ xy, hole: false }],
    closed: isPolygon || returns,
    filled: isPolygon,
  };
  return { shape, beside: {} };
}

function rectangleOf(points: readonly number[], { rotation }: CvatShape): Shaped {
  if (points.length !== 4) return { fault: 'rectangle without two corners' };
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = points;
  return { shape: { kind: 'detection', units: 'pixel', box: [x0, y0, x1 - x0, y1 - y0] }, beside: turned(rotation) };
}

/** Centre, then the right end and the top of the axes. */
function ellipseOf(points: readonly number[], { rotation }: CvatShape): Shaped {
  if (points.length !== 4) return { fault: 'ellipse without centre and radii' };
  const [cx = 0, cy = 0, right = 0, top = 0] = points;
  const [rx, ry] = [right - cx, cy - top];
  const shape: Shape = { kind: 'detection', units: 'pixel', box: [cx - rx, cy - ry, 2 * rx, 2 * ry] };
  return { shape, beside: { shape: 'ellipse', cx, cy, rx, ry, ...turned(rotation) } };
}

function turned(rotation: number): Attributes {
  return rotation === 0 ? {} : { rotation };
}

function pointsOf(xy: readonly number[]): Shaped {
  if (xy.length === 0 || xy.length % 2 !== 0) return { fault: 'points that are none, or half a one' };
  return { shape: { kind: 'keypoint', units: 'pixel', xy }, beside: {} };
}

function cuboidOf(xy: readonly number[]): Shaped {
  if (xy.length !== 16) return { fault: 'cuboid without eight corners' };
  return { shape: { kind: 'keypoint', units: 'pixel', xy }, beside: { shape: 'cuboid' } };
}

/** Run lengths row by row inside the box, zeros first, then the box: left, top, right, bottom, all inclusive. */
function maskOf(points: readonly number[]): Shaped {
  const counts = points.slice(0, -4);
  const [left = NaN, top = NaN, right = NaN, bottom = NaN] = points.slice(-4);
  const [width, height] = [right - left + 1, bottom - top + 1];
  if (!points.every(Number.isSafeInteger) || counts.some((run) => run < 0) || !(width > 0 && height > 0)) {
    return { fault: 'mask whose box or run lengths are not whole numbers' };
  }
  if (counts.reduce((sum, run) => sum + run, 0) !== width * height) {
    return { fault: 'mask whose run lengths do not fill its box' };
  }
  return { shape: { kind: 'mask', left, top, width, height, counts }, beside: {} };
}

function skeletonOf({ elements }: CvatShape, { sublabels }: CvatLabel, index: LabelIndex): Shaped {
  const parts = new Map(elements.map((element) => [element.labelId, element]));
  if (elements.some(({ labelId }) => !sublabels.some(({ id }) => id === labelId))) {
    return { fault: 'skeleton with a point that its label does not have' };
  }
  const occluded = sublabels.filter(({ id }) => parts.get(id)?.occluded === true).map(({ name }) => name);
  const own = sublabels.flatMap(({ id, name }): (readonly [string, Attributes])[] => {
    const values = index.valuesOf(parts.get(id)?.attributes ?? []);
    return Object.keys(values).length === 0 ? [] : [[name, values]];
  });
  return {
    shape: { kind: 'keypoint', units: 'pixel', xy: sublabels.flatMap(({ id }) => placeOf(parts.get(id))) },
    beside: {
      elements: sublabels.map(({ name }) => name),
      ...(occluded.length > 0 && { occluded_elements: occluded }),
      ...(own.length > 0 && { element_attributes: Object.fromEntries(own) }),
    },
  };
}

/** NaN for a point that was not placed or is not there. */
function placeOf(part: CvatShape | undefined): readonly [number, number] {
  const [x, y] = part?.points ?? [];
  return part === undefined || part.outside || x === undefined || y === undefined ? [NaN, NaN] : [x, y];
}
