import { UserError } from '../../../diagnostics.ts';
import type { Sample } from '../../model/sample.ts';

/** The three splits, in the order in which they are listed. */
export const SPLITS = ['train', 'val', 'test'] as const;

/** A split: the name of its folders and of the tag that says so. */
export type Split = (typeof SPLITS)[number];

/**
 * The split that a sample's tags name (`validation` is `val`); undefined where they name none.
 *
 * @throws UserError `invalid` where they name two
 */
export function splitOf({ tags, filepath }: Sample): Split | undefined {
  const named = SPLITS.filter((split) => tags.includes(split) || (split === 'val' && tags.includes('validation')));
  if (named.length > 1) {
    throw new UserError('invalid', `${filepath} is in two splits: ${named.join(' and ')}`, {
      hint: 'take one of the tags away with untag, then export again',
    });
  }
  return named[0];
}
