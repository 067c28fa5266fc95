import { createHash } from 'node:crypto';
import { isId, isMissing, isObject, type JsonObject, numberOf } from '../../model/json-value.ts';
import type { Json } from '../../model/label.ts';
import type { VerifyFinding } from '../define-format.ts';
import type { JsonElement } from '../json-elements.ts';
import type { CocoKnown } from './check-known.ts';
import { checkPlace, checkScore, type Say } from './check-place.ts';
import { checkBox, checkKeypoints, checkSegmentation } from './check-shape.ts';

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
  countPlace(value, known);
  yield* checkBox(value, size, say);
  yield* checkSegmentation(value, size, say);
  yield* checkKeypoints(value, known, say);
  yield* checkNumbers(value, say);
  yield* checkRepeated(value, known, say);
}

function countPlace({ image_id: image, category_id: category }: JsonObject, known: CocoKnown): void {
  const found = isId(category) ? known.categories.get(category) : undefined;
  if (found !== undefined) found.count += 1;
  if (isId(image) && known.images.has(image)) known.annotated.add(image);
}

function* checkNumbers({ area, iscrowd, score }: JsonObject, say: Say): Generator<VerifyFinding> {
  if (isMissing(area)) yield say('area', 'has no area');
  else if (numberOf(area) === null || Number(area) < 0) yield say('area', `area is ${JSON.stringify(area)}`);
  if (isMissing(iscrowd)) yield say('iscrowd', 'has no iscrowd');
  else if (iscrowd !== 0 && iscrowd !== 1) yield say('iscrowd', `iscrowd is ${JSON.stringify(iscrowd)}, not 0 or 1`);
  if (!isMissing(score)) yield* checkScore(score, say);
}

function* checkRepeated(value: JsonObject, { annotations }: CocoKnown, say: Say): Generator<VerifyFinding> {
  const { image_id: image, category_id: category, bbox, segmentation, keypoints } = value;
  const content = JSON.stringify([image, category, bbox, segmentation, keypoints]);
  const hash = createHash('sha256').update(content).digest('base64').slice(0, 12);
  if (annotations.contents.has(hash)) yield say('duplicate', 'is the same as another of its image', 'warning');
  annotations.contents.add(hash);
}
