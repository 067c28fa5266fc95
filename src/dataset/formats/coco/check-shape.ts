import { areaOf } from '../../geometry/rings.ts';
import { decodeCocoCounts } from '../../geometry/rle.ts';
import { isId, isObject, type JsonObject, listOf, numberOf, numbersOf, textOf } from '../../model/json-value.ts';
import type { Json } from '../../model/label.ts';
import type { VerifyFinding } from '../define-format.ts';
import type { CocoKnown } from './check-known.ts';
import type { Say, Size } from './check-place.ts';
import { isNothing } from './coco-index.ts';

/** Checks `bbox`: four numbers inside of the image. */
export function* checkBox({ bbox }: JsonObject, size: Size, say: Say): Generator<VerifyFinding> {
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

/** Checks polygons or run lengths, if there are any. */
export function* checkSegmentation(value: JsonObject, size: Size, say: Say): Generator<VerifyFinding> {
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

/** Checks key points, if there are any. */
export function* checkKeypoints(value: JsonObject, known: CocoKnown, say: Say): Generator<VerifyFinding> {
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
