import type { Json } from '../../model/label.ts';
import type { VerifyFinding } from '../define-format.ts';
import type { JsonElement } from '../json-elements.ts';
import { isId, isObject, listOf, pixelsOf, textOf } from '../../model/json-value.ts';
import type { CocoKnown } from './check-known.ts';

/** Checks an image, and notes that it is there. */
export function* checkImage(value: Json, { index }: JsonElement, known: CocoKnown): Generator<VerifyFinding> {
  const place = `image ${String(index ?? 0)}`;
  const say = (message: string, where = place): VerifyFinding => ({
    check: 'image',
    severity: 'error',
    message,
    where,
  });
  if (!isObject(value) || !isId(value['id'])) {
    yield say('has no id');
    return;
  }
  const { id } = value;
  const where = `image id ${String(id)}`;
  const name = textOf(value['file_name']) ?? '';
  const size = { width: pixelsOf(value['width']), height: pixelsOf(value['height']) };
  const isFirst = !known.images.has(id);
  if (!isFirst) yield say('has the id of another image', `${where} (${name})`);
  yield* checkName(name, known.names, (message) =>
    say(`${message} file_name${name === '' ? '' : ` of another image: ${name}`}`, where),
  );
  if (Object.values(size).includes(null)) yield say('width and height are not whole numbers above 0', where);
  known.names.add(name);
  if (isFirst) known.images.set(id, { name, ...size });
}

/** Checks a category, and notes that it is there. */
export function* checkCategory(value: Json, { index }: JsonElement, known: CocoKnown): Generator<VerifyFinding> {
  const say = (message: string, where: string): VerifyFinding => ({
    check: 'category',
    severity: 'error',
    message,
    where,
  });
  if (!isObject(value) || !isId(value['id'])) {
    yield say('has no id', `category ${String(index ?? 0)}`);
    return;
  }
  const { id } = value;
  const where = `category id ${String(id)}`;
  const name = textOf(value['name']) ?? '';
  const names = new Set([...known.categories.values()].map((other) => other.name));
  if (typeof id !== 'number') yield say('the id is no number', where);
  if (known.categories.has(id)) yield say('has the id of another category', where);
  yield* checkName(name, names, (message) =>
    say(`${message} name${name === '' ? '' : ` of another category: ${name}`}`, where),
  );
  const points = listOf(value['keypoints'])?.length ?? 0;
  if (!known.categories.has(id)) known.categories.set(id, { name, points, count: 0 });
}

function* checkName(
  name: string,
  names: ReadonlySet<string>,
  say: (message: string) => VerifyFinding,
): Generator<VerifyFinding> {
  if (name === '') yield say('has no');
  else if (names.has(name)) yield say('has the');
}
