import { bridgeHoles } from '../../geometry/bridge-holes.ts';
import { fillRings, pixelVertices } from '../../geometry/rasterise.ts';
import { type Nest, nestRings } from '../../geometry/nest-rings.ts';
import { runsOf } from '../../geometry/rle.ts';
import { boundsOf } from '../../geometry/rings.ts';
import type { Detection, Json, Keypoint, Label, Mask, Polyline, Units } from '../../model/label.ts';
import type { Holes } from '../define-format.ts';
import { numberOf, textOf } from '../../model/json-value.ts';
import type { PixelSize } from '../writing/source-picture.ts';

/** An element below `image`: its name, the attributes that say where it is, and points of a skeleton. */
export type CvatElement = {
  readonly name: string;
  readonly place: Readonly<Record<string, string | number | undefined>>;
  readonly parts?: readonly SkeletonPart[];
};

/** A point of a skeleton; `points` is `0,0` where it is outside. */
export type SkeletonPart = {
  readonly name: string;
  readonly points: string;
  readonly outside: boolean;
  readonly occluded: boolean;
  readonly attributes: Readonly<Record<string, Json>>;
};

/** The elements of a label, and attributes that they say; or why there are none. */
export type Elements =
  | { readonly elements: readonly CvatElement[]; readonly said: ReadonlySet<string>; readonly complaint?: string }
  | { readonly reason: string };

/** What elements are made with. */
export type ElementMaker = { readonly size: PixelSize; readonly holes: Holes };

/**
 * The elements of a label, in pixels, unrounded: what `labelOf` of the reader makes a label of.
 *
 * A filled outline is a polygon for each outer ring; holes are joined to it by a line, or it is painted as a mask, or they
 * are left out, or polygons of their own. An outline that is not filled is a polyline, ending in its first point if closed.
 */
export function elementsOf(label: Label, maker: ElementMaker): Elements {
  switch (label.kind) {
    case 'polyline':
      return polylineElements(label, maker);
    case 'detection':
      return boxElement(label, maker.size);
    case 'keypoint':
      return pointElements(label, maker.size);
    case 'mask':
      return { elements: [maskElement(label)], said: NOTHING };
    case 'classification':
      return { elements: [{ name: 'tag', place: {} }], said: NOTHING };
  }
}

const NOTHING: ReadonlySet<string> = new Set();
const NO_NUMBER: Elements = { reason: 'labels with a coordinate that is no number' };

function polylineElements(label: Polyline, maker: ElementMaker): Elements {
  const rings = label.rings.map(({ xy, hole }) => ({ xy: inPixels(xy, label.units, maker.size), hole }));
  if (!rings.every(({ xy }) => xy.every(Number.isFinite))) return NO_NUMBER;
  const least = label.filled ? 6 : 4;
  const whole = rings.filter(({ xy }) => xy.length >= least);
  if (whole.length === 0) return { reason: `outlines with fewer than ${String(least / 2)} points` };
  const elements = label.filled
    ? polygonElements(nestRings(whole).nests, maker)
    : whole.map(({ xy }) => shape('polyline', label.closed ? closedXy(xy) : xy));
  if (elements.length === 0) return { reason: 'holes without an outline' };
  return {
    elements,
    said: NOTHING,
    ...(whole.length < rings.length && { complaint: 'part of an outline: a ring of too few points' }),
  };
}

function polygonElements(nests: readonly Nest[], { size, holes }: ElementMaker): CvatElement[] {
  return nests.flatMap(({ outer, holes: inner }): CvatElement[] => {
    if (inner.length === 0 || holes === 'outer') return [shape('polygon', outer)];
    if (holes === 'split') return [outer, ...inner].map((xy) => shape('polygon', xy));
    if (holes === 'bridge') return [shape('polygon', bridgeHoles(outer, inner))];
    const mask = paintedMask([outer, ...inner], size);
    return mask === undefined ? [] : [maskElement(mask)];
  });
}

/** The pixels of rings as `fillRings` paints them, cut to their box; undefined where none lies in the picture. */
function paintedMask(rings: readonly (readonly number[])[], size: PixelSize): MaskPlace | undefined {
  const vertices = rings.map((xy) => pixelVertices(xy));
  const bounds = boundsOf(vertices);
  if (bounds === undefined) return undefined;
  const [left, top] = [Math.max(0, bounds.x0), Math.max(0, bounds.y0)];
  const width = Math.min(size.width - 1, bounds.x1) - left + 1;
  const height = Math.min(size.height - 1, bounds.y1) - top + 1;
  if (width < 1 || height < 1) return undefined;
  const pixels = new Uint8Array(width * height);
  fillRings(vertices, size, (y, x0, x1) => {
    if (y < top || y >= top + height) return;
    pixels.fill(1, (y - top) * width + Math.max(x0 - left, 0), (y - top) * width + Math.min(x1 - left + 1, width));
  });
  return { left, top, width, height, counts: runsOf(pixels) };
}

type MaskPlace = Pick<Mask, 'left' | 'top' | 'width' | 'height' | 'counts'>;

function maskElement({ left, top, width, height, counts }: MaskPlace): CvatElement {
  return { name: 'mask', place: { rle: counts.join(', '), left, top, width, height } };
}

function shape(name: string, xy: readonly number[]): CvatElement {
  return { name, place: { points: pointsText(xy) } };
}

/** `x,y;x,y` */
function pointsText(xy: readonly number[]): string {
  const points: string[] = [];
  for (let i = 0; i + 1 < xy.length; i += 2) points.push(`${String(xy[i])},${String(xy[i + 1])}`);
  return points.join(';');
}

function closedXy(xy: readonly number[]): readonly number[] {
  const isClosed = xy.length > 6 && xy[0] === xy.at(-2) && xy[1] === xy.at(-1);
  return isClosed ? xy : [...xy, ...xy.slice(0, 2)];
}

function boxElement(label: Detection, size: PixelSize): Elements {
  const [x = NaN, y = NaN, w = NaN, h = NaN] = inPixels(label.box, label.units, size);
  if (![x, y, w, h].every(Number.isFinite)) return NO_NUMBER;
  const rotation = numberOf(label.attributes['rotation']) ?? undefined;
  const ellipse = textOf(label.attributes['shape']) === 'ellipse' ? ellipseOf(label) : undefined;
  if (ellipse !== undefined) return { elements: [{ name: 'ellipse', place: { ...ellipse, rotation } }], said: ELLIPSE };
  return { elements: [{ name: 'box', place: { xtl: x, ytl: y, xbr: x + w, ybr: y + h, rotation } }], said: ROTATION };
}

const ROTATION: ReadonlySet<string> = new Set(['rotation']);
const ELLIPSE: ReadonlySet<string> = new Set(['shape', 'cx', 'cy', 'rx', 'ry', 'rotation']);

function ellipseOf({ attributes }: Detection): Record<string, number> | undefined {
  const entries = ['cx', 'cy', 'rx', 'ry'].map((key) => [key, numberOf(attributes[key])] as const);
  const numbers = entries.flatMap(([key, value]) => (value === null ? [] : [[key, value] as const]));
  return numbers.length === 4 ? Object.fromEntries(numbers) : undefined;
}

function pointElements(label: Keypoint, size: PixelSize): Elements {
  const xy = inPixels(label.xy, label.units, size);
  const names = namesOf(label);
  if (names !== undefined) {
    return { elements: [{ name: 'skeleton', place: {}, parts: partsOf(label, xy, names) }], said: SKELETON };
  }
  const isCuboid = textOf(label.attributes['shape']) === 'cuboid' && xy.length === 16 && xy.every(Number.isFinite);
  if (isCuboid) {
    const place = Object.fromEntries(CORNERS.map((key, i) => [key, xy[i]]));
    return { elements: [{ name: 'cuboid', place }], said: CUBOID };
  }
  const placed = xy.filter((_, i) => Number.isFinite(xy[i - (i % 2)]) && Number.isFinite(xy[i - (i % 2) + 1]));
  if (placed.length < 2) return { reason: 'key points of which none is placed' };
  return {
    elements: [shape('points', placed)],
    said: NOTHING,
    ...(placed.length < xy.length && { complaint: 'part of a keypoint: points that are not placed' }),
  };
}

const SKELETON: ReadonlySet<string> = new Set(['elements', 'occluded_elements', 'element_attributes']);
const CUBOID: ReadonlySet<string> = new Set(['shape']);

/** In the order of the reader. */
const CORNERS = ['1', '2'].flatMap((side) =>
  ['tl', 'bl', 'tr', 'br'].flatMap((corner) => [`x${corner}${side}`, `y${corner}${side}`]),
);

/** Names of the points of a skeleton: each a text, as many as there are points, no two alike. */
function namesOf({ attributes, xy }: Keypoint): readonly string[] | undefined {
  const { elements } = attributes;
  const names = Array.isArray(elements) ? (elements as readonly Json[]).filter((name) => typeof name === 'string') : [];
  return names.length === xy.length / 2 && names.length > 0 && new Set(names).size === names.length ? names : undefined;
}

function partsOf({ attributes }: Keypoint, xy: readonly number[], names: readonly string[]): SkeletonPart[] {
  const { occluded_elements: occluded, element_attributes: own } = attributes;
  const hidden = new Set(Array.isArray(occluded) ? (occluded as readonly Json[]) : []);
  return names.map((name, i) => {
    const place = xy.slice(2 * i, 2 * i + 2);
    const outside = !place.every(Number.isFinite);
    const about = typeof own === 'object' && own !== null && !Array.isArray(own) ? (own as AttributesByName)[name] : {};
    return {
      name,
      points: outside ? '0,0' : place.join(','),
      outside,
      occluded: hidden.has(name),
      attributes: about ?? {},
    };
  });
}

type AttributesByName = Readonly<Record<string, Readonly<Record<string, Json>>>>;

function inPixels(xy: readonly number[], units: Units, { width, height }: PixelSize): readonly number[] {
  return units === 'pixel' ? xy : xy.map((value, i) => value * (i % 2 === 0 ? width : height));
}
