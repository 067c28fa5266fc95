import type { ClassMap } from '../../model/class-map.ts';
import { boundsOf } from '../../geometry/rings.ts';
import type { Json, Keypoint, Label } from '../../model/label.ts';
import { tally } from '../../model/tally.ts';
import { numbersOf } from '../../model/json-value.ts';
import type { Made } from '../writing/placed.ts';
import type { PixelSize } from '../writing/source-picture.ts';
import type { PictureOfRows } from './label-rows.ts';
import { pythonFixed } from './python-fixed.ts';

/** The rows of one picture: `class xc yc w h x y v x y v ...`, fractions with six decimals. */
export type PoseRows = Made & { readonly rows: readonly string[] };

/**
 * Makes rows of key points that have that many points. The box is the attribute `bbox` (pixels), else that of the points; a
 * point that is not placed or lies outside of the picture is `0 0 0`. The visibility is the attribute `visibility`, or 1
 * where `occluded_elements` names the point, else 2.
 */
export function poseRows(
  labels: readonly Label[],
  picture: PictureOfRows,
  { classes, points }: { readonly classes: ClassMap; readonly points: number },
): PoseRows {
  const skipped = tally();
  const rows = new Set<string>();
  const found = new Set<number>();
  labels.forEach((label, i) => {
    const index = label.label === null ? undefined : classes.indexOf(label.label);
    const row = label.kind === 'keypoint' ? poseRow(label, picture.size, points) : undefined;
    const reason =
      whyNot(label, index) ??
      (typeof row === 'string'
        ? row
        : rows.has(lineOf(index, row))
          ? 'rows that repeat another of the same picture'
          : undefined);
    if (reason !== undefined) skipped.count(reason, `${picture.name}#${String(i + 1)}`);
    else {
      rows.add(lineOf(index, row));
      found.add(index ?? 0);
    }
  });
  return { rows: [...rows], labels: rows.size, items: rows.size, classes: found, skipped: skipped.list() };
}

function lineOf(index: number | undefined, row: readonly number[] | string | undefined): string {
  return [String(index), ...(typeof row === 'object' ? row.map(textOf) : [])].join(' ');
}

/** Box and places with decimals, visibilities as they are. */
function textOf(value: number, i: number): string {
  return i > 3 && (i - 4) % 3 === 2 ? String(value) : pythonFixed(value + 0);
}

function whyNot(label: Label, index: number | undefined): string | undefined {
  if (label.kind !== 'keypoint') return `labels of kind ${label.kind} among key points`;
  if (label.label === null) return 'labels without a class';
  return index === undefined ? `labels of a class that is not in the list: ${label.label}` : undefined;
}

/** The numbers behind the class, or why there are none. */
function poseRow(label: Keypoint, size: PixelSize | null, points: number): readonly number[] | string {
  if (label.xy.length !== 2 * points) return `key points of other than ${String(points)} points`;
  const scale = label.units === 'normalised' ? { width: 1, height: 1 } : size;
  if (scale === null) return 'labels in pixels of a picture of unknown size';
  const xy = label.xy.map((value, i) => value / (i % 2 === 0 ? scale.width : scale.height));
  const placed = xy.filter((_, i) => isPlaced(xy, i >> 1));
  const bounds = boundsOf([placed]);
  if (bounds === undefined) return 'key points of which none is placed';
  const own = size === null ? undefined : boxAttribute(label, size);
  const [x, y, w, h] = own ?? [bounds.x0, bounds.y0, bounds.x1 - bounds.x0, bounds.y1 - bounds.y0];
  if (!(w > 0 && h > 0)) return 'key points that enclose no area';
  const triples = Array.from({ length: points }, (_, i) =>
    isPlaced(xy, i) ? [xy[2 * i] ?? 0, xy[2 * i + 1] ?? 0, visibilityOf(label, i)] : [0, 0, 0],
  );
  return [x + w / 2, y + h / 2, w, h, ...triples.flat()];
}

function isPlaced(xy: readonly number[], point: number): boolean {
  const [x = NaN, y = NaN] = xy.slice(2 * point, 2 * point + 2);
  return x >= 0 && x <= 1 && y >= 0 && y <= 1;
}

/** The attribute `bbox`, cut at the edge of the picture, in fractions. */
function boxAttribute(
  { attributes }: Keypoint,
  { width, height }: PixelSize,
): readonly [number, number, number, number] | undefined {
  const box = numbersOf(attributes['bbox']);
  if (box?.length !== 4) return undefined;
  const [x0, x1] = cutTo1(box[0], box[2], width);
  const [y0, y1] = cutTo1(box[1], box[3], height);
  return [x0, y0, x1 - x0, y1 - y0];
}

function cutTo1(from: number | undefined, length: number | undefined, scale: number): readonly [number, number] {
  const within = (value: number): number => Math.min(Math.max(value / scale, 0), 1);
  return [within(from ?? 0), within((from ?? 0) + (length ?? 0))];
}

function visibilityOf({ attributes, xy }: Keypoint, point: number): number {
  const { visibility, elements, occluded_elements: occluded } = attributes;
  const given = numbersOf(visibility);
  if (given?.length === xy.length / 2) return given[point] ?? 2;
  const name = Array.isArray(elements) ? (elements as readonly Json[])[point] : undefined;
  return name !== undefined && Array.isArray(occluded) && occluded.includes(name) ? 1 : 2;
}
