import { bridgeHoles } from '../../geometry/bridge-holes.ts';
import { columnsOfRings } from '../../geometry/coco-raster.ts';
import { type Nest, nestRings } from '../../geometry/nest-rings.ts';
import { areaOf, boundsOf } from '../../geometry/rings.ts';
import { columnsOfMask, encodeCocoCounts } from '../../geometry/rle.ts';
import type { Detection, Json, Keypoint, Label, Mask, Polyline, Ring, Units } from '../../model/label.ts';
import type { Holes } from '../define-format.ts';
import { numbersOf } from '../../model/json-value.ts';
import type { PixelSize } from '../writing/source-picture.ts';

/** The members of an annotation that say where it is. */
export type CocoShape = { readonly [key: string]: Json };

/** A shape, or why there is none. */
export type ShapeOrReason = { readonly shape: CocoShape } | { readonly reason: string };

/** What a shape is made with: the picture, what becomes of holes, and whether outlines become run lengths. */
export type ShapeMaker = { readonly size: PixelSize; readonly holes: Holes; readonly asMask: boolean };

/**
 * The shape of an annotation in pixels, unrounded.
 *
 * - outline: polygons, an outer ring each; with holes run lengths, by default; `area` is that of the rings, not of the box
 * - mask, or an outline where `asMask` is set: run lengths as text, pixel for pixel as pycocotools paints polygons
 * - box: `bbox` and no segmentation; points: `keypoints` with the visibilities of the attribute `visibility`, else 2
 */
export function cocoShape(label: Label, maker: ShapeMaker): ShapeOrReason {
  switch (label.kind) {
    case 'polyline':
      return outlineShape(label, maker);
    case 'detection':
      return boxShape(label, maker.size);
    case 'keypoint':
      return pointsShape(label, maker.size);
    case 'mask':
      return maskShape(label, maker.size);
    case 'classification':
      return { reason: 'labels of kind classification, which have no place' };
  }
}

const NO_NUMBER: ShapeOrReason = { reason: 'labels with a coordinate that is no number' };

function outlineShape(label: Polyline, maker: ShapeMaker): ShapeOrReason {
  if (!label.closed && !label.filled) return { reason: 'open lines, which enclose nothing' };
  const rings = label.rings.map(({ xy, hole }): Ring => ({ xy: inPixels(xy, label.units, maker.size), hole }));
  if (!rings.every(({ xy }) => xy.every(Number.isFinite))) return NO_NUMBER;
  // Four numbers would be taken for a box.
  const areas = rings.filter(({ xy }) => xy.length >= 6);
  const { nests } = nestRings(areas);
  const bounds = boundsOf(areas.map(({ xy }) => xy));
  if (nests.length === 0 || bounds === undefined) return { reason: 'outlines with fewer than 3 points' };
  const bbox = [bounds.x0, bounds.y0, bounds.x1 - bounds.x0, bounds.y1 - bounds.y0];
  return { shape: { segmentation: segmentationOf(nests, maker), bbox, area: areaOf(areas) } };
}

function segmentationOf(nests: readonly Nest[], { size, holes, asMask }: ShapeMaker): Json {
  const hasHoles = nests.some((nest) => nest.holes.length > 0);
  if (asMask || (hasHoles && holes === 'rle')) {
    return runLengths(
      columnsOfRings(
        nests.flatMap((nest) => [nest.outer, ...nest.holes]),
        size,
      ),
      size,
    );
  }
  return nests.flatMap(({ outer, holes: inner }) => {
    if (holes === 'bridge') return [bridgeHoles(outer, inner)];
    return holes === 'split' ? [outer, ...inner] : [outer];
  });
}

function runLengths(counts: readonly number[], { width, height }: PixelSize): Json {
  return { size: [height, width], counts: encodeCocoCounts(counts) };
}

function boxShape({ box, units }: Detection, size: PixelSize): ShapeOrReason {
  const bbox = inPixels(box, units, size);
  if (!bbox.every(Number.isFinite)) return NO_NUMBER;
  const [, , width = 0, height = 0] = bbox;
  return { shape: { segmentation: [], bbox, area: width * height } };
}

function pointsShape(label: Keypoint, size: PixelSize): ShapeOrReason {
  const xy = inPixels(label.xy, label.units, size);
  const keypoints = triplesOf(xy, numbersOf(label.attributes['visibility']));
  const bounds = boundsOf([xy.map((value) => (Number.isFinite(value) ? value : NaN))]);
  if (bounds === undefined) return { reason: 'key points of which none is placed' };
  const own = numbersOf(label.attributes['bbox']);
  const bbox = own?.length === 4 ? own : [bounds.x0, bounds.y0, bounds.x1 - bounds.x0, bounds.y1 - bounds.y0];
  const placed = keypoints.filter((value, i) => i % 3 === 2 && value > 0).length;
  return { shape: { keypoints, num_keypoints: placed, bbox, area: (bbox[2] ?? 0) * (bbox[3] ?? 0) } };
}

/** x, y and visibility of each point; three zeros where it is not placed. */
function triplesOf(xy: readonly number[], given: readonly number[] | undefined): number[] {
  const seen = given?.length === xy.length / 2 ? given : [];
  return Array.from({ length: Math.floor(xy.length / 2) }, (_, i) => {
    const [x = NaN, y = NaN] = xy.slice(2 * i, 2 * i + 2);
    return Number.isFinite(x) && Number.isFinite(y) ? [x, y, seen[i] ?? 2] : [0, 0, 0];
  }).flat();
}

function maskShape(label: Mask, size: PixelSize): ShapeOrReason {
  const counts = columnsOfMask(label, size.width, size.height);
  const area = counts.reduce((sum, run, i) => (i % 2 === 1 ? sum + run : sum), 0);
  if (area === 0) return { reason: 'masks that set no pixel of their picture' };
  const left = Math.max(0, label.left);
  const top = Math.max(0, label.top);
  const right = Math.min(size.width, label.left + label.width);
  const bottom = Math.min(size.height, label.top + label.height);
  return { shape: { segmentation: runLengths(counts, size), bbox: [left, top, right - left, bottom - top], area } };
}

function inPixels(xy: readonly number[], units: Units, { width, height }: PixelSize): readonly number[] {
  return units === 'pixel' ? xy : xy.map((value, i) => value * (i % 2 === 0 ? width : height));
}
