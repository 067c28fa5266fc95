import type { Attributes, Detection, Json, Keypoint, Label, Mask, Polyline } from '../../model/label.ts';
import { attributeKey, type CvatMeta } from './cvat-meta.ts';
import type { XmlNode } from './xml-children.ts';

/** What a shape is without what is said about it. */
type Shape =
  | Omit<Polyline, keyof About>
  | Omit<Detection, keyof About>
  | Omit<Keypoint, keyof About>
  | Omit<Mask, keyof About>
  | { readonly kind: 'classification' };

type About = Pick<Label, 'id' | 'label' | 'confidence' | 'tags' | 'attributes'>;

/** A shape and attributes that belong to its geometry; or why there is none. */
type Shaped =
  { readonly shape: Shape; readonly beside: Attributes; readonly complaint?: string } | { readonly fault: string };

/** A label, or why there is none; `complaint` is something of it that was left out. */
export type LabelOrFault = { readonly label: Label; readonly complaint?: string } | { readonly fault: string };

/**
 * The label of an element below `image`. Numbers stay as they stand, in pixels.
 *
 * | element | label |
 * |---|---|
 * | polygon | polyline, closed and filled |
 * | polyline | polyline, not filled; closed where its last point is its first |
 * | box | detection; `rotation` is an attribute |
 * | ellipse | detection round the unturned ellipse; attributes `shape`, `cx`, `cy`, `rx`, `ry`, `rotation` |
 * | points | keypoint |
 * | skeleton | keypoint, points in the order of the label's parts; NaN where outside or not there; attributes `elements` (the names), `occluded_elements`, `element_attributes` |
 * | cuboid | keypoint of its eight corners in the order of the file; attribute `shape` |
 * | mask | mask |
 * | tag | classification |
 *
 * `occluded`, `source`, `z_order`, `group_id` and CVAT's own attributes (numbers and check boxes typed, as the head of the
 * file says) are attributes; where one of CVAT's own bears such a name, the other is prefixed with `cvat_`.
 */
export function labelOf(node: XmlNode, meta: CvatMeta): LabelOrFault {
  const read = Object.hasOwn(SHAPES, node.name) ? SHAPES[node.name] : undefined;
  if (read === undefined) return { fault: `element <${node.name}>, which is no shape` };
  if (node.attributes['outside'] === '1') return { fault: 'shape that is outside of the picture' };
  const name = node.attributes['label'];
  if (name === undefined) return { fault: `${node.name} without a label` };
  const shaped = read(node, meta);
  if ('fault' in shaped) return shaped;
  const own = ownAttributes(node, name, meta);
  const about = Object.entries({ ...aboutOf(node), ...shaped.beside });
  const prefixed = about.map(([key, value]): [string, Json] => [key in own ? `cvat_${key}` : key, value]);
  const label: Label = {
    ...shaped.shape,
    label: name,
    confidence: null,
    tags: [],
    attributes: { ...own, ...Object.fromEntries(prefixed) },
  };
  return shaped.complaint === undefined ? { label } : { label, complaint: shaped.complaint };
}

const SHAPES: Readonly<Record<string, (node: XmlNode, meta: CvatMeta) => Shaped>> = {
  polygon: (node) => polylineOf(node, 3, true),
  polyline: (node) => polylineOf(node, 2, false),
  box: boxOf,
  ellipse: ellipseOf,
  points: pointsOf,
  skeleton: skeletonOf,
  cuboid: cuboidOf,
  mask: maskOf,
  tag: () => ({ shape: { kind: 'classification' }, beside: {} }),
};

function polylineOf(node: XmlNode, least: number, isPolygon: boolean): Shaped {
  const xy = coordinatesOf(node);
  if (xy === undefined) return { fault: `${node.name} whose points are no pairs of finite numbers` };
  if (xy.length < 2 * least) return { fault: `${node.name} of fewer than ${String(least)} points` };
  const [x, y] = xy;
  const returns = xy.length > 6 && xy.at(-2) === x && xy.at(-1) === y;
  const shape: Shape = {
    kind: 'polyline',
    units: 'pixel',
    rings: [{ xy, hole: false }],
    closed: isPolygon || returns,
    filled: isPolygon,
  };
  return { shape, beside: {} };
}

function boxOf(node: XmlNode): Shaped {
  const [x0, y0, x1, y1] = numbersOf(node, ['xtl', 'ytl', 'xbr', 'ybr']) ?? [];
  if (x0 === undefined || y0 === undefined || x1 === undefined || y1 === undefined) {
    return { fault: 'box without four finite numbers' };
  }
  return { shape: { kind: 'detection', units: 'pixel', box: [x0, y0, x1 - x0, y1 - y0] }, beside: rotationOf(node) };
}

function ellipseOf(node: XmlNode): Shaped {
  const [cx, cy, rx, ry] = numbersOf(node, ['cx', 'cy', 'rx', 'ry']) ?? [];
  if (cx === undefined || cy === undefined || rx === undefined || ry === undefined) {
    return { fault: 'ellipse without four finite numbers' };
  }
  const shape: Shape = { kind: 'detection', units: 'pixel', box: [cx - rx, cy - ry, 2 * rx, 2 * ry] };
  return { shape, beside: { shape: 'ellipse', cx, cy, rx, ry, ...rotationOf(node) } };
}

function rotationOf(node: XmlNode): Attributes {
  const rotation = finite(node.attributes['rotation']);
  return rotation === undefined || rotation === 0 ? {} : { rotation };
}

function pointsOf(node: XmlNode): Shaped {
  const xy = coordinatesOf(node);
  if (xy === undefined || xy.length === 0) return { fault: 'points that are no pairs of finite numbers' };
  return { shape: { kind: 'keypoint', units: 'pixel', xy }, beside: {} };
}

function cuboidOf(node: XmlNode): Shaped {
  const xy = numbersOf(node, CUBOID_CORNERS);
  if (xy === undefined) return { fault: 'cuboid without sixteen finite numbers' };
  return { shape: { kind: 'keypoint', units: 'pixel', xy }, beside: { shape: 'cuboid' } };
}

const CUBOID_CORNERS = ['1', '2'].flatMap((side) =>
  ['tl', 'bl', 'tr', 'br'].flatMap((corner) => [`x${corner}${side}`, `y${corner}${side}`]),
);

function maskOf(node: XmlNode): Shaped {
  const [left = NaN, top = NaN, width = NaN, height = NaN] = numbersOf(node, ['left', 'top', 'width', 'height']) ?? [];
  const counts = runsOf(node);
  if (![left, top].every(Number.isSafeInteger) || ![width, height, ...counts].every(isCount)) {
    return { fault: 'mask whose place, size or run lengths are not whole numbers' };
  }
  const fills = counts.reduce((sum, run) => sum + run, 0) === width * height;
  if (!fills || width * height === 0) return { fault: 'mask whose run lengths do not fill its box' };
  return { shape: { kind: 'mask', left, top, width, height, counts }, beside: {} };
}

/** NaN for what is no number. */
function runsOf({ attributes }: XmlNode): number[] {
  return (attributes['rle'] ?? '').split(',').map((run) => finite(run) ?? NaN);
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function skeletonOf(node: XmlNode, meta: CvatMeta): Shaped {
  const parts = new Map(
    node.children.filter(({ name }) => name === 'points').map((part) => [part.attributes['label'] ?? '', part]),
  );
  const names = meta.skeletons.get(node.attributes['label'] ?? '') ?? [...parts.keys()].sort();
  const strangers = [...parts.keys()].filter((name) => !names.includes(name));
  return {
    shape: { kind: 'keypoint', units: 'pixel', xy: names.flatMap((name) => placeOf(parts.get(name))) },
    beside: { elements: names, ...besidePoints(names, parts, meta) },
    ...(strangers.length > 0 && { complaint: 'skeleton point that its label does not have' }),
  };
}

/** What is said about single points of a skeleton. */
function besidePoints(names: readonly string[], parts: ReadonlyMap<string, XmlNode>, meta: CvatMeta): Attributes {
  const occluded = names.filter((name) => parts.get(name)?.attributes['occluded'] === '1');
  const attributes = names.flatMap((name): (readonly [string, Attributes])[] => {
    const part = parts.get(name);
    const own = part === undefined ? {} : ownAttributes(part, name, meta);
    return Object.keys(own).length === 0 ? [] : [[name, own]];
  });
  return {
    ...(occluded.length > 0 && { occluded_elements: occluded }),
    ...(attributes.length > 0 && { element_attributes: Object.fromEntries(attributes) }),
  };
}

/** NaN for a point that was not placed, is not there, or is not a point. */
function placeOf(part: XmlNode | undefined): readonly [number, number] {
  if (part === undefined || part.attributes['outside'] === '1') return [NaN, NaN];
  const [x = NaN, y = NaN] = coordinatesOf(part) ?? [];
  return [x, y];
}

function aboutOf({ attributes }: XmlNode): Attributes {
  const { occluded, source, z_order: order, group_id: group } = attributes;
  const [z, g] = [finite(order), finite(group)];
  return {
    ...(occluded !== undefined && { occluded: occluded === '1' }),
    ...(source !== undefined && source !== '' && { source }),
    ...(z !== undefined && { z_order: z }),
    ...(g !== undefined && { group_id: g }),
  };
}

function ownAttributes(node: XmlNode, label: string, meta: CvatMeta): Attributes {
  const entries = node.children.flatMap(({ name, attributes, text }): [string, Json][] => {
    const key = attributes['name'];
    if (name !== 'attribute' || key === undefined) return [];
    return [[key, typed(text, meta.attributeTypes.get(attributeKey(label, key)))]];
  });
  return Object.fromEntries(entries);
}

function typed(text: string, type: string | undefined): Json {
  if (type === 'checkbox' && /^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return type === 'number' ? (finite(text) ?? text) : text;
}

/** `x,y;x,y`, undefined where it is something else. Most of the time of an import is spent here. */
function coordinatesOf({ attributes }: XmlNode): readonly number[] | undefined {
  const given = attributes['points'] ?? '';
  const text = PLAIN.test(given) ? given : given.replace(/\s*([,;])\s*/g, '$1').trim();
  if (!PLAIN.test(text)) return undefined;
  const xy: number[] = [];
  for (const point of text.split(';')) {
    const comma = point.indexOf(',');
    // An empty text would be taken for 0.
    if (comma < 1 || comma === point.length - 1) return undefined;
    const x = Number(point.slice(0, comma));
    const y = Number(point.slice(comma + 1));
    if (!Number.isFinite(x) || !Number.isFinite(y)) return undefined;
    xy.push(x, y);
  }
  return xy;
}

const PLAIN = /^[-+.,;\deE]+$/;

function numbersOf({ attributes }: XmlNode, names: readonly string[]): readonly number[] | undefined {
  const numbers = names.map((name) => finite(attributes[name]));
  return numbers.every((number) => number !== undefined) ? numbers : undefined;
}

function finite(text: string | undefined): number | undefined {
  if (text === undefined || !NUMBER.test(text)) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;
