import type { Json } from '../../model/label.ts';
import type { FieldValue } from '../../model/sample.ts';
import { listOf } from '../../model/json-value.ts';
import type { AnyPlaced } from '../writing/placed.ts';

const MEMBERS: ReadonlySet<string> = new Set(['id', 'file_name', 'width', 'height', 'tags']);

/** Whether a member of an image is a user field; `tags` is none where it is a list of texts. */
export function isImageField(key: string, value: Json | undefined): boolean {
  return key === 'tags' ? value !== undefined && tagsOf(value) === undefined : !MEMBERS.has(key);
}

/** The tags that a member `tags` says, each once; undefined where it is something else. */
export function tagsOf(value: Json | undefined): string[] | undefined {
  const list = listOf(value);
  const tags = list?.filter((tag) => typeof tag === 'string') ?? [];
  return list?.length === tags.length ? [...new Set(tags)] : undefined;
}

/** The members of an image: those of COCO, `tags` where there are some, and the fields of the sample by their names. */
export function cocoImage({ sample, picture, name }: AnyPlaced, id: number): { readonly [key: string]: Json } {
  const fields = Object.entries(sample.fields).filter(([key, value]) => value !== null && !MEMBERS.has(key));
  return {
    id,
    file_name: name + picture.extension,
    width: picture.size?.width ?? null,
    height: picture.size?.height ?? null,
    ...(sample.tags.length > 0 && { tags: sample.tags }),
    ...Object.fromEntries(fields.map(([key, value]) => [key, jsonOf(value)])),
  };
}

function jsonOf(value: FieldValue): Json {
  return value instanceof Date ? value.toISOString() : value;
}
