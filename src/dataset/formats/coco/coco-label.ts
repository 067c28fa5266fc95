import { boundsOf, areaOf } from '../../geometry/rings.ts';
import { decodeCocoCounts, maskFromColumns } from '../../geometry/rle.ts';
import type { Attributes, Detection, Json, Keypoint, Label, Mask, Polyline, Ring } from '../../model/label.ts';
import { isObject, type JsonObject, listOf, numberOf, numbersOf, textOf } from '../../model/json-value.ts';
import { type Category, isNothing } from './coco-index.ts';

/** A label, or why there is none; `complaint` is something of it that was left out. */
export type LabelOrFault = { readonly label: Label; readonly complaint?: string } | { readonly fault: string };

/** The shape of a label, with what else must be kept beside it; or why there is none. */
type Shaped =
  { readonly shape: Shape; readonly beside: Attributes; readonly complaint?: string } | { readonly fault: string };

type Shape =
  Omit<Polyline, keyof About> | Omit<Mask, keyof About> | Omit<Keypoint, keyof About> | Omit<Detection, keyof About>;

type About = Pick<Label, 'id' | 'label' | 'confidence' | 'tags' | 'attributes'>;

/**
 * The label of an annotation: of its segmentation, else of its key points, else of its box.
 *
 * - polygons: one closed, filled polyline in pixels, a ring each, all numbers as they stand; no ring is a hole (even-odd)
 * - run lengths, as numbers or text, column by column: a mask, cut to its set pixels
 * - key points: those with visibility 0 are NaN; the visibilities are the attribute `visibility`
 *
 * `score` is the confidence. `id` becomes the attribute `coco_id`; members of `attributes` and all others keep their names.
 * `bbox` and `area` are kept where they are not those of the shape.
 */
export function labelOf(annotation: JsonObject, category: Category | undefined): LabelOrFault {
  const shaped = shapeOf(annotation);
  if ('fault' in shaped) return shaped;
  const label: Label = {
    ...shaped.shape,
    label: category?.name ?? null,
    confidence: numberOf(annotation['score']),
    tags: [],
    attributes: { ...attributesOf(annotation, category), ...shaped.beside },
  };
  return shaped.complaint === undefined ? { label } : { label, complaint: shaped.complaint };
}

function shapeOf(annotation: JsonObject): Shaped {
  const { segmentation, keypoints } = annotation;
  if (!isNothing(segmentation)) {
    const shaped = isObject(segmentation) ? maskOf(segmentation) : polylineOf(segmentation);
    if ('fault' in shaped) return shaped;
    return { ...shaped, beside: { ...besideOf(annotation, shaped.shape), ...pointsBeside(annotation) } };
  }
  return isNothing(keypoints) ? detectionOf(annotation) : keypointOf(annotation);
}

function detectionOf(annotation: JsonObject): Shaped {
  const { bbox } = annotation;
  if (isNothing(bbox)) return { fault: 'neither segmentation nor keypoints nor bbox' };
  const box = numbersOf(bbox);
  if (box === undefined || !isBox(box)) return { fault: 'bbox is not four finite numbers' };
  const shape: Shape = { kind: 'detection', units: 'pixel', box };
  return { shape, beside: besideOf(annotation, shape) };
}

function isBox(numbers: readonly number[]): numbers is readonly [number, number, number, number] {
  return numbers.length === 4;
}

function polylineOf(segmentation: Json | undefined): Shaped {
  const lists = listOf(segmentation);
  if (lists === undefined) return { fault: 'segmentation is neither polygons nor run lengths' };
  const rings: Ring[] = [];
  const complaints: string[] = [];
  // A single ring without the outer list is a common slip.
  for (const list of typeof lists[0] === 'number' ? [lists] : lists) {
    const xy = numbersOf(list);
    if (xy === undefined) return { fault: 'polygon with something else than finite numbers' };
    if (xy.length === 0) complaints.push('polygon without points');
    else if (xy.length % 2 !== 0) complaints.push('polygon with an odd number of coordinates');
    else rings.push({ xy, hole: false });
  }
  const [complaint] = complaints;
  if (rings.length === 0) return { fault: complaint ?? 'polygon without points' };
  const shape: Shape = { kind: 'polyline', units: 'pixel', rings, closed: true, filled: true };
  return { shape, beside: {}, ...(complaint !== undefined && { complaint }) };
}

function maskOf(segmentation: JsonObject): Shaped {
  const [height, width] = numbersOf(segmentation['size']) ?? [];
  if (height === undefined || width === undefined) return { fault: 'run lengths without a size' };
  const text = textOf(segmentation['counts']);
  const counts = text === null ? numbersOf(segmentation['counts']) : decodeCocoCounts(text);
  if (counts === undefined) return { fault: 'run lengths that cannot be read' };
  const bitmap = maskFromColumns(counts, width, height);
  if (bitmap === undefined) return { fault: 'run lengths that do not fit their size, or set no pixel' };
  return { shape: { kind: 'mask', ...bitmap }, beside: {} };
}

function keypointOf(annotation: JsonObject): Shaped {
  const triples = numbersOf(annotation['keypoints']);
  if (triples === undefined || triples.length % 3 !== 0)
    return { fault: 'keypoints are not triples of finite numbers' };
  const xy: number[] = [];
  const visibility: number[] = [];
  for (let i = 0; i < triples.length; i += 3) {
    const [x = NaN, y = NaN, seen = 0] = triples.slice(i, i + 3);
    visibility.push(seen);
    xy.push(seen === 0 ? NaN : x, seen === 0 ? NaN : y);
  }
  const box = numbersOf(annotation['bbox']);
  return {
    shape: { kind: 'keypoint', units: 'pixel', xy },
    beside: { visibility, ...(box !== undefined && { bbox: box }) },
  };
}

/** Key points of an annotation that is an outline or mask. */
function pointsBeside(annotation: JsonObject): Attributes {
  const keypoints = annotation['keypoints'];
  return keypoints === undefined || isNothing(keypoints) ? {} : { keypoints };
}

/** The source's own bbox and area where they say something else than the shape: by more than half a pixel, or half a percent. */
function besideOf(annotation: JsonObject, shape: Shape): Attributes {
  const own = measuresOf(shape);
  const bbox = numbersOf(annotation['bbox']);
  const area = numberOf(annotation['area']);
  const isOwnBox =
    bbox?.length === 4 && own !== undefined && bbox.every((value, i) => Math.abs(value - (own.box[i] ?? NaN)) <= 0.5);
  const isOwnArea = area !== null && own !== undefined && Math.abs(area - own.area) <= 0.5 + 0.005 * own.area;
  return { ...(bbox !== undefined && !isOwnBox && { bbox }), ...(area !== null && !isOwnArea && { area }) };
}

function measuresOf(shape: Shape): { readonly box: readonly number[]; readonly area: number } | undefined {
  switch (shape.kind) {
    case 'polyline': {
      const bounds = boundsOf(shape.rings.map(({ xy }) => xy));
      if (bounds === undefined) return undefined;
      const { x0, y0, x1, y1 } = bounds;
      return { box: [x0, y0, x1 - x0, y1 - y0], area: areaOf(shape.rings) };
    }
    case 'detection':
      return { box: shape.box, area: shape.box[2] * shape.box[3] };
    case 'mask': {
      const area = shape.counts.reduce((sum, run, i) => (i % 2 === 1 ? sum + run : sum), 0);
      return { box: [shape.left, shape.top, shape.width, shape.height], area };
    }
    case 'keypoint':
      return undefined;
  }
}

/** Members that are read elsewhere, or say what the label is. */
const OWN_MEMBERS = new Set([
  'image_id',
  'category_id',
  'segmentation',
  'keypoints',
  'num_keypoints',
  'bbox',
  'area',
  'score',
  'attributes',
]);

function attributesOf(annotation: JsonObject, category: Category | undefined): Attributes {
  const entries: [string, Json][] = [];
  if (category?.supercategory) entries.push(['supercategory', category.supercategory]);
  const { attributes } = annotation;
  if (isObject(attributes)) entries.push(...Object.entries(attributes));
  for (const key in annotation) {
    const value = annotation[key];
    if (value === null || value === undefined || OWN_MEMBERS.has(key)) continue;
    entries.push([key === 'id' ? 'coco_id' : key, value]);
  }
  return Object.fromEntries(entries);
}
