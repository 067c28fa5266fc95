import { maskFromColumns, decodeCocoCounts } from '../../geometry/rle.ts';
import type { Attributes, Json, Label } from '../../model/label.ts';
import { isObject, type JsonObject, listOf, numberOf, numbersOf, textOf } from '../../model/json-value.ts';

/** A label, or why there is none. */
export type LabelOrFault = { readonly label: Label } | { readonly fault: string };

/**
 * The label of an annotation of Datumaro, in pixels as they stand.
 *
 * | annotation | label |
 * |---|---|
 * | polygon | polyline, closed and filled |
 * | polyline | polyline, open |
 * | bbox | detection |
 * | points | keypoint; a point of visibility 0 is not placed |
 * | skeleton | keypoint of its elements in their order |
 * | mask | mask |
 * | label | classification |
 *
 * `group`, `z_order` and the attributes are attributes; `score`, or an attribute of that name, is the confidence.
 */
export function datumaroLabel(annotation: Json, classes: readonly string[]): LabelOrFault {
  if (!isObject(annotation)) return { fault: 'annotation that is no object' };
  const type = textOf(annotation['type']) ?? '';
  const make = Object.hasOwn(SHAPES, type) ? SHAPES[type] : undefined;
  if (make === undefined) return { fault: `annotation of type ${type}` };
  const index = numberOf(annotation['label_id']);
  const label = index === null ? null : classes[index];
  if (label === undefined) return { fault: 'annotation of a label that is not in the file' };
  return make(annotation, { label, ...aboutOf(annotation) });
}

type About = Pick<Label, 'label' | 'confidence' | 'tags' | 'attributes'>;
type Make = (annotation: JsonObject, about: About) => LabelOrFault;

const SHAPES: Readonly<Record<string, Make>> = {
  polygon: (annotation, about) => lineOf(annotation, about, true),
  polyline: (annotation, about) => lineOf(annotation, about, false),
  bbox: (annotation, about) => {
    const [x, y, w, h] = numbersOf(annotation['bbox']) ?? [];
    if (x === undefined || y === undefined || w === undefined || h === undefined) {
      return { fault: 'bbox of other than four finite numbers' };
    }
    return { label: { ...about, kind: 'detection', units: 'pixel', box: [x, y, w, h] } };
  },
  points: (annotation, about) => {
    const xy = pointsOf(annotation);
    return xy === undefined ? NO_POINTS : { label: { ...about, kind: 'keypoint', units: 'pixel', xy } };
  },
  skeleton: (annotation, about) => {
    const elements = (listOf(annotation['elements']) ?? []).map((element) =>
      isObject(element) ? pointsOf(element) : undefined,
    );
    const xy = elements.flatMap((element) => element ?? [NaN]);
    if (xy.length === 0 || xy.length % 2 !== 0) return NO_POINTS;
    return { label: { ...about, kind: 'keypoint', units: 'pixel', xy } };
  },
  mask: maskOf,
  label: (_, about) => ({ label: { ...about, kind: 'classification' } }),
};

const NO_POINTS: LabelOrFault = { fault: 'points that are no pairs of finite numbers' };

function lineOf(annotation: JsonObject, about: About, isPolygon: boolean): LabelOrFault {
  const xy = numbersOf(annotation['points']);
  if (xy === undefined || xy.length % 2 !== 0) return NO_POINTS;
  const least = isPolygon ? 3 : 2;
  if (xy.length < 2 * least)
    return { fault: `${isPolygon ? 'polygon' : 'polyline'} of fewer than ${String(least)} points` };
  const rings = [{ xy, hole: false }];
  return { label: { ...about, kind: 'polyline', units: 'pixel', rings, closed: isPolygon, filled: isPolygon } };
}

/** Coordinates, NaN where a point is not placed. */
function pointsOf(annotation: JsonObject): readonly number[] | undefined {
  const xy = numbersOf(annotation['points']);
  if (xy === undefined || xy.length === 0 || xy.length % 2 !== 0) return undefined;
  const seen = numbersOf(annotation['visibility']);
  return xy.map((value, i) => (seen?.[i >> 1] === 0 ? NaN : value));
}

function maskOf({ rle }: JsonObject, about: About): LabelOrFault {
  const [height, width] = isObject(rle) ? (numbersOf(rle['size']) ?? []) : [];
  const text = isObject(rle) ? textOf(rle['counts']) : null;
  const given = text === null ? (isObject(rle) ? numbersOf(rle['counts']) : undefined) : decodeCocoCounts(text);
  if (height === undefined || width === undefined || given === undefined) return { fault: 'mask that cannot be read' };
  const bitmap = maskFromColumns(given, width, height);
  return bitmap === undefined
    ? { fault: 'mask that does not fit its size, or sets no pixel' }
    : { label: { ...about, kind: 'mask', ...bitmap } };
}

function aboutOf({ attributes, group, z_order: order, score }: JsonObject): Omit<About, 'label'> {
  const own = isObject(attributes) ? attributes : {};
  const { score: named, ...rest } = own;
  const confidence = numberOf(score) ?? numberOf(named);
  const about: Attributes = {
    ...rest,
    ...(confidence === null && named !== undefined && { score: named }),
    ...(numberOf(group) !== null && group !== 0 && { group_id: group as number }),
    ...(numberOf(order) !== null && order !== 0 && { z_order: order as number }),
  };
  return { confidence, tags: [], attributes: about };
}
