import { UserError } from '../../../diagnostics.ts';
import type { Sample } from '../../model/sample.ts';

/** The three splits, in the order in which they are listed. */
export const SPLITS = ['train', 'val', 'test'] as const;

/** A split: the name of its folders and of the tag that says so. */
export type Split = (typeof SPLITS)[number];

/**
 * The split that a sample's tags name, or the value of the field `splitBy`; `validation` is `val`. Undefined where none is
 * named.
 *
 * @throws UserError `invalid` where the tags name two
 */
export function splitOf(sample: Omit<Sample, 'labels'>, splitBy: string | null): Split | undefined {
  if (splitBy !== null) return splitNamed(sample.fields[splitBy]);
  const named = taggedSplits(sample);
  if (named.length > 1) {
    throw new UserError('invalid', `${sample.filepath} is in two splits: ${named.join(' and ')}`, {
      hint: 'take one of the tags away with untag, or name the field that decides with --split-by',
    });
  }
  return named[0];
}

/** The split for formats that only mention it: undefined also where the tags name two. */
export function mentionedSplitOf(sample: Omit<Sample, 'labels'>, splitBy: string | null): Split | undefined {
  const isUndecided = splitBy === null && taggedSplits(sample).length > 1;
  return isUndecided ? undefined : splitOf(sample, splitBy);
}

/** The split of that name, or undefined for anything else. */
export function splitNamed(value: unknown): Split | undefined {
  if (value === 'validation') return 'val';
  return SPLITS.find((split) => split === value);
}

function taggedSplits({ tags }: Pick<Sample, 'tags'>): readonly Split[] {
  return SPLITS.filter((split) => tags.some((tag) => splitNamed(tag) === split));
}
