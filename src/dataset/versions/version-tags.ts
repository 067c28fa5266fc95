import type { ValueCount } from '../query/catalog.ts';

/** Tags that name a version of a training set, as in `v1_train`: v, a number, and what follows; in the order of the numbers. */
export function versionTags(
  tags: readonly ValueCount[],
): readonly { readonly tag: string; readonly samples: number }[] {
  const found = tags.flatMap(({ value, count }) => {
    const number = /^v(\d+)(?![\p{L}\p{N}])/u.exec(String(value))?.[1];
    return number === undefined ? [] : [{ tag: String(value), samples: count, number: Number(number) }];
  });
  return found
    .toSorted((a, b) => a.number - b.number || (a.tag < b.tag ? -1 : 1))
    .map(({ tag, samples }) => ({ tag, samples }));
}
