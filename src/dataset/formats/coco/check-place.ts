import { isId, type JsonObject, numberOf } from '../../model/json-value.ts';
import type { Json } from '../../model/label.ts';
import type { VerifyFinding } from '../define-format.ts';
import type { CocoKnown } from './check-known.ts';

/** Makes a finding about one annotation or result. */
export type Say = (check: string, message: string, severity?: VerifyFinding['severity']) => VerifyFinding;
/** Of an image, in pixels, as far as it is known. */
export type Size = { readonly width: number | null; readonly height: number | null };

/** Checks that image and category are known. @returns the size of the image */
export function* checkPlace(value: JsonObject, known: CocoKnown, say: Say): Generator<VerifyFinding, Size> {
  const { image_id: image, category_id: category } = value;
  const found = isId(category) ? known.categories.get(category) : undefined;
  if (found === undefined) yield say('category', `category_id ${JSON.stringify(category ?? null)} is in no category`);
  const place = isId(image) ? known.images.get(image) : undefined;
  if (place === undefined) yield say('image', `image_id ${JSON.stringify(image ?? null)} is of no image`);
  return place ?? { width: null, height: null };
}

/** Checks a score: outside of 0 to 1 it is hardly meant. */
export function* checkScore(score: Json, say: Say): Generator<VerifyFinding> {
  const number = numberOf(score);
  if (number !== null && number >= 0 && number <= 1) return;
  yield say('score', `score is ${JSON.stringify(score)}, not between 0 and 1`, 'warning');
}
