import { createHash } from 'node:crypto';
import { areaOf } from '../../geometry/rings.ts';
import { decodeCocoCounts } from '../../geometry/rle.ts';
import type { Json } from '../../model/label.ts';
import type { VerifyFinding } from '../define-format.ts';
import type { JsonElement } from '../json-elements.ts';
import {
  isId,
  isMissing,
  isObject,
  type JsonObject,
  listOf,
  numberOf,
  numbersOf,
  textOf,
} from '../../model/json-value.ts';
import type { CocoKnown } from './check-known.ts';
import { isNothing } from './coco-index.ts';

type Say = (check: string, message: string, severity?: VerifyFinding['severity']) => VerifyFinding;
type Size = { readonly width: number | null; readonly height: number | null };

/** Checks an annotation against the images and categories that are known, and counts it. */
export function* checkAnnotation(value: Json, { index }: JsonElement, known: CocoKnown): Generator<VerifyFinding> {
  known.annotations.count += 1;
  const id = isObject(value) && isId(value['id']) ? value['id'] : null;
  const where = id === null ? `annotation ${String(index ?? 0)}` : `annotation id ${String(id)}`;
  const say: Say = (check, message, severity = 'error') => ({ check, severity, message, where });
  if (!isObject(value)) {
    yield say('annotation', 'is no object');
    return;
  }
  if (id === null) yield say('annotation', 'has no id');
  else if (known.annotations.ids.has(id)) yield say('annotation', 'has the id of another annotation');
  else known.annotations.ids.add(id);
  const size = yield* checkPlace(value, known, say);
  yield* checkBox(value, size, say);
  yield* checkSegmentation(value, size, say);
  yield* checkKeypoints(value, known, say);
  yield* checkNumbers(value, say);
  yield* checkRepeated(value, known, say);
}

/** Image and category; the size of the image. */
function* checkPlace(value: JsonObject, known: CocoKnown, say: Say): Generator<VerifyFinding, Size> {
  const { image_id: image, category_id: category } = value;
  const found = isId(category) ? known.categories.get(category) : undefined;
  if (found === undefined) yield say('category', `category_id ${JSON.stringify(category ?? null)} is in no category`);
  else found.count += 1;
  const place = isId(image) ? known.images.get(image) : undefined;
  if (place === undefined) yield say('image', `image_id ${JSON.stringify(image ?? null)} is of no image`);
  else if (isId(image)) known.annotated.add(image);
  return place ?? { width: null, height: null };
}

function* checkBox({ bbox }: JsonObject, size: Size, say: Say): Generator<VerifyFinding> {
  const box = numbersOf(bbox);
  if (box?.length !== 4) {
    yield say('bbox', 'bbox is not four finite numbers');
    return;
  }
  const [least = 0] = box.slice(2).sort((a, b) => a - b);
  if (least < 0) yield say('bbox', `bbox has a width or height below 0: ${box.join(', ')}`);
  else if (least === 0) yield say('bbox', `bbox has no area: ${box.join(', ')}`, 'warning');
  if (leaves(box, size)) {
    const message = `bbox leaves the image of ${String(size.width)} x ${String(size.height)}: ${box.join(', ')}`;
    yield say('bbox', message, 'warning');
  }
}

/** Whether it does so by more than a pixel. */
function leaves([x = 0, y = 0, w = 0, h = 0]: readonly number[], { width, height }: Size): boolean {
  return Math.min(x, y) < -1 || x + w > (width ?? Infinity) + 1 || y + h > (height ?? Infinity) + 1;
}

function* checkSegmentation(value: JsonObject, size: Size, say: Say): Generator<VerifyFinding> {
  const { segmentation } = value;
  if (isNothing(segmentation)) {
    if (value['iscrowd'] === 1) yield say('segmentation', 'a crowd without run lengths');
    return;
  }
  if (isObject(segmentation)) yield* checkRunLengths(segmentation, size, say);
  else yield* checkPolygons(value, size, say);
}

function* checkRunLengths(segmentation: JsonObject, { width, height }: Size, say: Say): Generator<VerifyFinding> {
  const [rows, columns] = numbersOf(segmentation['size']) ?? [];
  if (rows === undefined || columns === undefined) {
    yield say('segmentation', 'run lengths without a size');
    return;
  }
  if (width !== null && (rows !== height || columns !== width)) {
    yield say('segmentation', `run lengths of ${String(columns)} x ${String(rows)} for an image of another size`);
  }
  const wrong = whyNoRuns(segmentation['counts'], rows * columns);
  if (wrong !== undefined) yield say('segmentation', wrong);
}

function whyNoRuns(given: Json | undefined, pixels: number): string | undefined {
  const text = textOf(given);
  const counts = text === null ? numbersOf(given) : decodeCocoCounts(text);
  if (counts === undefined) return 'run lengths that cannot be read';
  if (!counts.every((count) => Number.isSafeInteger(count) && count >= 0)) return 'a run length that is no count';
  const sum = counts.reduce((total, count) => total + count, 0);
  return sum === pixels ? undefined : `run lengths of ${String(sum)} pixels for ${String(pixels)}`;
}

function* checkPolygons(value: JsonObject, { width, height }: Size, say: Say): Generator<VerifyFinding> {
  const lists = listOf(value['segmentation']);
  if (lists === undefined) {
    yield say('segmentation', 'is neither polygons nor run lengths');
    return;
  }
  if (value['iscrowd'] === 1) yield say('segmentation', 'a crowd has run lengths, not polygons');
  const rings = lists.map((list) => numbersOf(list));
  const wrong = rings.map(whyNoRing).find((why) => why !== undefined);
  if (wrong !== undefined) {
    yield say('segmentation', wrong);
    return;
  }
  const all = rings.flatMap((ring) => ring ?? []);
  const beyond = all.find((number, i) => {
    const limit = i % 2 === 0 ? width : height;
    return number < -1 || (limit !== null && number > limit + 1);
  });
  if (beyond !== undefined)
    yield say('segmentation', `a vertex lies outside of the image: ${String(beyond)}`, 'warning');
  yield* checkArea(
    value,
    rings.map((xy) => ({ xy: xy ?? [], hole: false })),
    say,
  );
}

function whyNoRing(ring: readonly number[] | undefined): string | undefined {
  if (ring === undefined) return 'a polygon with something else than finite numbers';
  if (ring.length % 2 === 1) return `a polygon with an odd number of coordinates, ${String(ring.length)}`;
  return ring.length < 6 ? `a polygon of fewer than 3 points: four numbers are taken for a box` : undefined;
}

/** FiftyOne writes the area of the box instead. */
function* checkArea(value: JsonObject, rings: Parameters<typeof areaOf>[0], say: Say): Generator<VerifyFinding> {
  const area = numberOf(value['area']);
  const own = areaOf(rings);
  if (area === null || Math.abs(area - own) <= 1 + 0.05 * own) return;
  yield say('area', `area is ${String(area)}, that of the polygons ${own.toFixed(1)}`, 'warning');
}

function* checkKeypoints(value: JsonObject, known: CocoKnown, say: Say): Generator<VerifyFinding> {
  const { keypoints, category_id: category } = value;
  if (isNothing(keypoints)) return;
  const triples = numbersOf(keypoints);
  if (triples === undefined || triples.length % 3 !== 0) {
    yield say('keypoints', 'keypoints are not triples of finite numbers');
    return;
  }
  const points = isId(category) ? known.categories.get(category)?.points : undefined;
  const wrong = points === undefined || points === 0 ? false : points !== triples.length / 3;
  if (wrong) yield say('keypoints', `${String(triples.length / 3)} keypoints, the category has ${String(points)}`);
  yield* checkVisible(value, triples, say);
}

function* checkVisible(value: JsonObject, triples: readonly number[], say: Say): Generator<VerifyFinding> {
  const seen = triples.filter((number, i) => i % 3 === 2 && number > 0).length;
  const count = numberOf(value['num_keypoints']);
  if (count === null || count === seen) return;
  yield say('keypoints', `num_keypoints is ${String(count)}, ${String(seen)} are visible`);
}

function* checkNumbers({ area, iscrowd, score }: JsonObject, say: Say): Generator<VerifyFinding> {
  if (isMissing(area)) yield say('area', 'has no area');
  else if (numberOf(area) === null || Number(area) < 0) yield say('area', `area is ${JSON.stringify(area)}`);
  if (isMissing(iscrowd)) yield say('iscrowd', 'has no iscrowd');
  else if (iscrowd !== 0 && iscrowd !== 1) yield say('iscrowd', `iscrowd is ${JSON.stringify(iscrowd)}, not 0 or 1`);
  if (isMissing(score) || isShare(score)) return;
  yield say('score', `score is ${JSON.stringify(score)}, not between 0 and 1`, 'warning');
}

function isShare(value: Json): boolean {
  const number = numberOf(value);
  return number !== null && number >= 0 && number <= 1;
}

function* checkRepeated(value: JsonObject, { annotations }: CocoKnown, say: Say): Generator<VerifyFinding> {
  const { image_id: image, category_id: category, bbox, segmentation, keypoints } = value;
  const content = JSON.stringify([image, category, bbox, segmentation, keypoints]);
  const hash = createHash('sha256').update(content).digest('base64').slice(0, 12);
  if (annotations.contents.has(hash)) yield say('duplicate', 'is the same as another of its image', 'warning');
  annotations.contents.add(hash);
}
