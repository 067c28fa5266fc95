import { isMissing, isObject, type JsonObject, numberOf, textOf } from '../../model/json-value.ts';
import type { Json } from '../../model/label.ts';
import type { VerifyFinding } from '../define-format.ts';
import type { JsonElement } from '../json-elements.ts';
import type { CocoKnown } from './check-known.ts';
import { checkPlace, checkScore, type Say } from './check-place.ts';
import { checkBox, checkKeypoints, checkSegmentation } from './check-shape.ts';
import { isNothing } from './coco-index.ts';

/** Checks a result of a model against the images and categories that are known, as pycocotools' `loadRes` would take it. */
export function* checkResult(value: Json, { index }: JsonElement, known: CocoKnown): Generator<VerifyFinding> {
  const where = `result ${String(index ?? 0)}`;
  const say: Say = (check, message, severity = 'error') => ({ check, severity, message, where });
  if (!isObject(value)) {
    yield say('result', 'is no object');
    return;
  }
  const size = yield* checkPlace(value, known, say);
  yield* checkParts(value, say);
  if (!isNothing(value['bbox'])) yield* checkBox(value, size, say);
  yield* checkSegmentation(value, size, say);
  yield* checkKeypoints(value, known, say);
  if (numberOf(value['score']) === null) yield say('score', `score is ${scoreText(value)}, no finite number`);
  else yield* checkScore(value['score'] ?? null, say);
}

function* checkParts({ bbox, segmentation, keypoints }: JsonObject, say: Say): Generator<VerifyFinding> {
  if (!isNothing(bbox)) return;
  if (isNothing(segmentation)) {
    if (isNothing(keypoints)) yield say('result', 'has neither segmentation nor keypoints nor bbox');
    return;
  }
  const isText = isObject(segmentation) && textOf(segmentation['counts']) !== null;
  if (!isText)
    yield say('segmentation', 'without a bbox, pycocotools takes no other than run lengths as text', 'warning');
}

function scoreText({ score }: JsonObject): string {
  return isMissing(score) ? 'missing' : JSON.stringify(score);
}
