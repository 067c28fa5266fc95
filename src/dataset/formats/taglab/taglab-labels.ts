import type { Attributes, Json, Keypoint, Polyline, Ring } from '../../model/label.ts';
import type { Tally } from '../../model/tally.ts';
import { isId, isObject, type JsonObject, listOf, numberOf, textOf } from '../../model/json-value.ts';

/** Labels of a map; null where there are none of that kind. */
export type MapLabels = { readonly regions: readonly Polyline[] | null; readonly points: readonly Keypoint[] | null };

/**
 * Regions and annotated points of a map. Older projects keep regions in a list, newer ones in `regions` beside `points`.
 *
 * Of a region `id`, `area`, `perimeter` (as TagLab measured them), `instance name`, `note`, `group`, `genet` and its `data`
 * are attributes. A region with a wrong contour is left out and counted, a wrong inner contour is left out of its region.
 */
export function labelsOfMap(map: JsonObject, where: string, tally: Tally): MapLabels {
  const { annotations } = map;
  const regions = listOf(annotations) ?? listOf(isObject(annotations) ? annotations['regions'] : undefined) ?? [];
  const points = listOf(isObject(annotations) ? annotations['points'] : undefined) ?? [];
  return {
    regions: some(regions.map((region, i) => polylineOf(region, `${where}, region ${idOf(region, i)}`, tally))),
    points: some(points.map((point, i) => keypointOf(point, `${where}, point ${idOf(point, i)}`, tally))),
  };
}

function some<T>(items: readonly (T | null)[]): readonly T[] | null {
  const found = items.filter((item) => item !== null);
  return found.length === 0 ? null : found;
}

function idOf(value: Json, index: number): string {
  const id = isObject(value) ? (value['id'] ?? value['Id']) : undefined;
  return isId(id) ? String(id) : `number ${String(index)}`;
}

function polylineOf(region: Json, where: string, tally: Tally): Polyline | null {
  const outer = isObject(region) ? ringOf(region['contour'], false) : null;
  if (!isObject(region) || outer === null) {
    tally.count('region whose contour is not a list of finite points', where);
    return null;
  }
  const rings: Ring[] = [outer];
  for (const contour of listOf(region['inner contours']) ?? []) {
    const hole = ringOf(contour, true);
    if (hole === null) tally.count('part of a region: inner contour that is not a list of finite points', where);
    else rings.push(hole);
  }
  return {
    kind: 'polyline',
    units: 'pixel',
    rings,
    closed: true,
    filled: true,
    label: textOf(region['class name']),
    confidence: null,
    tags: [],
    attributes: attributesOf(region, REGION_ATTRIBUTES),
  };
}

function ringOf(contour: Json | undefined, hole: boolean): Ring | null {
  const points = listOf(contour);
  if (points === undefined || points.length === 0) return null;
  const xy: number[] = [];
  for (const point of points) {
    const [x, y] = listOf(point) ?? [];
    if (typeof x !== 'number' || typeof y !== 'number' || !Number.isFinite(x + y)) return null;
    xy.push(x, y);
  }
  return { xy, hole };
}

function keypointOf(point: Json, where: string, tally: Tally): Keypoint | null {
  const x = isObject(point) ? numberOf(point['X'] ?? point['coordx']) : null;
  const y = isObject(point) ? numberOf(point['Y'] ?? point['coordy']) : null;
  if (!isObject(point) || x === null || y === null) {
    tally.count('point without finite coordinates', where);
    return null;
  }
  return {
    kind: 'keypoint',
    units: 'pixel',
    xy: [x, y],
    label: textOf(point['Class'] ?? point['class name']),
    confidence: null,
    tags: [],
    attributes: attributesOf(point, POINT_ATTRIBUTES),
  };
}

/** Members that become attributes, and under which name. */
const REGION_ATTRIBUTES: readonly (readonly [string, string])[] = [
  ['id', 'taglab_id'],
  ['area', 'taglab_area'],
  ['perimeter', 'taglab_perimeter'],
  ['instance name', 'instance_name'],
  ['note', 'note'],
  ['group', 'group'],
  ['genet', 'genet'],
];
const POINT_ATTRIBUTES: readonly (readonly [string, string])[] = [
  ['Id', 'taglab_id'],
  ['id', 'taglab_id'],
  ['Note', 'note'],
  ['note', 'note'],
];

function attributesOf(source: JsonObject, names: readonly (readonly [string, string])[]): Attributes {
  const data = source['data'] ?? source['Data'];
  const entries: [string, Json][] = isObject(data) ? Object.entries(data) : [];
  for (const [member, name] of names) {
    const value = source[member];
    if (value !== undefined && value !== null && value !== '') entries.push([name, value]);
  }
  return Object.fromEntries(entries);
}
