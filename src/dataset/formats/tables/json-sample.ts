import type { Label, Ring, Units } from '../../model/label.ts';
import type { Sample } from '../../model/sample.ts';
import type { Value } from '../../query/answer.ts';

type Size = Pick<Sample, 'width' | 'height'>;
type JsonObject = Readonly<Record<string, Value>>;

/**
 * A sample as programs read it: `id`, `filepath`, `tags`, `metadata`, then every field under its name. A label field is
 * the list of its labels, `null` where it was never annotated.
 *
 * A label has `id`, `kind`, `label`, `confidence`, `tags`, `attributes` and a geometry in FiftyOne's terms, as fractions
 * of the picture with the origin at its top left corner: `points` with `closed` and `filled` (a list of rings, and
 * `holes` where some are), `bounding_box` `[x, y, width, height]`, or `mask` in run lengths. Where the size of the
 * picture is not known, pixels cannot be turned into fractions: then the geometry is null and `pixels` holds it.
 */
export function jsonSample(sample: Sample): JsonObject {
  const { id = null, filepath, tags, width, height, fields, labels } = sample;
  const lists = Object.entries(labels).map(([name, list]): [string, Value] => [
    name,
    list === null ? null : list.map((label) => jsonLabel(label, sample)),
  ]);
  return { id, filepath, tags, metadata: { width, height }, ...fields, ...Object.fromEntries(lists) };
}

function jsonLabel(label: Label, size: Size): JsonObject {
  const { id = null, kind, confidence, tags, attributes } = label;
  return { id, kind, label: label.label, ...geometryOf(label, size), confidence, tags, attributes };
}

function geometryOf(label: Label, size: Size): JsonObject {
  switch (label.kind) {
    case 'polyline':
      return { ...pointsOf(label.rings, label.units, size), closed: label.closed, filled: label.filled };
    case 'detection':
      return located('bounding_box', label.box, scaleOf(label.units, size));
    case 'keypoint':
      return located('points', pairs(label.xy), scaleOf(label.units, size));
    case 'mask': {
      const { left, top, width, height, counts } = label;
      const box = located('bounding_box', [left, top, width, height], scaleOf('pixel', size));
      return { ...box, mask: { left, top, width, height, counts } };
    }
    case 'classification':
      return {};
  }
}

function pointsOf(rings: readonly Ring[], units: Units, size: Size): JsonObject {
  const points = located(
    'points',
    rings.map(({ xy }) => pairs(xy)),
    scaleOf(units, size),
  );
  return rings.some(({ hole }) => hole) ? { ...points, holes: rings.map(({ hole }) => hole) } : points;
}

type Scale = readonly [width: number, height: number];

function scaleOf(units: Units, { width, height }: Size): Scale | undefined {
  if (units === 'normalised') return [1, 1];
  return width === null || height === null || width <= 0 || height <= 0 ? undefined : [width, height];
}

type Coordinates = readonly number[] | readonly Coordinates[];

function located(name: string, coordinates: Coordinates, scale: Scale | undefined): JsonObject {
  if (scale === undefined) return { [name]: null, pixels: coordinates };
  return { [name]: scaled(coordinates, scale) };
}

/** Divides x, y, x, y, ... (also x, y, width, height) by the size of the picture, at any depth. */
function scaled(coordinates: Coordinates, scale: Scale): Coordinates {
  if (isFlat(coordinates)) return coordinates.map((n, i) => n / scale[i % 2 === 0 ? 0 : 1]);
  return coordinates.map((inner) => scaled(inner, scale));
}

function isFlat(coordinates: Coordinates): coordinates is readonly number[] {
  return typeof coordinates[0] === 'number';
}

function pairs(xy: readonly number[]): number[][] {
  return Array.from({ length: Math.floor(xy.length / 2) }, (_, i) => xy.slice(2 * i, 2 * i + 2));
}
