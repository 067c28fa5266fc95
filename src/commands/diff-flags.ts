import { UserError } from '../diagnostics.ts';
import { SAME } from '../dataset/geometry/pair-labels.ts';
import type { Compared, DiffOptions } from '../dataset/versions/diff-datasets.ts';
import { matchKey } from '../dataset/versions/match-key.ts';
import type { Context, Target } from './context.ts';
import type { Flag, Param } from './declaration.ts';
import type { Input } from './define-command.ts';
import { sourceView } from './source-view.ts';

/** What commands that compare are given. */
export const SIDES = [
  { name: 'a', type: 'source', summary: 'A dataset, a snapshot or a view: how it was.' },
  { name: 'b', type: 'source', summary: 'Another one: how it is.' },
] as const satisfies readonly Param[];

/** How samples and labels are matched. */
export const DIFF_FLAGS = [
  {
    name: 'by',
    type: 'string',
    summary: 'What tells that two samples are the same: id, path, name, cvat, or a field; default: id.',
  },
  {
    name: 'iou',
    type: 'string',
    summary: 'Overlap from which labels with other ids are the same, over 0 up to 1; default: 0.5.',
  },
  {
    name: 'all-fields',
    type: 'bool',
    summary: 'Fields that say when something was fetched (cvat_updated, cvat_digest) count as others do.',
  },
] as const satisfies readonly Flag[];

type DiffInput = Input<typeof SIDES, typeof DIFF_FLAGS>;

/** Both sides, and what lies between them. @throws UserError */
export async function compareSides(
  { a, b, by = 'id', iou, allFields }: DiffInput,
  context: Context,
  limit: number,
): Promise<Compared & { readonly targets: readonly [Target, Target] }> {
  const options: DiffOptions = { key: matchKey(by), least: overlapOf(iou), limit, allFields: allFields === true };
  const [first, second] = [await sourceView(a, context), await sourceView(b, context)];
  const { diffDatasets } = await import('../dataset/versions/diff-datasets.ts');
  const compared = await diffDatasets({ ...first, text: a }, { ...second, text: b }, options, context.job);
  return { ...compared, targets: [first, second] };
}

function overlapOf(text: string | undefined): number {
  if (text === undefined) return SAME;
  const iou = Number(text);
  if (iou > 0 && iou <= 1) return iou;
  throw new UserError('bad-argument', `--iou is a number over 0 up to 1, not ${text}`, { hint: 'such as --iou 0.7' });
}
