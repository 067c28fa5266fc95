import { UserError } from '../diagnostics.ts';
import type { Output } from '../output.ts';
import type { Context, Result } from './context.ts';
import { defineCommand } from './define-command.ts';
import { outputTable, viewTable } from './output-rows.ts';

export const sheetCommand = defineCommand({
  name: 'sheet',
  summary: 'Open rows over the whole screen, to sort, filter, count and select: the last result, or an expression.',
  params: [{ name: 'expression', type: 'view', optional: true, list: true }],
  flags: [],
  scope: 'view',
  effect: 'nothing',
  examples: ['sheet', "sheet ds.countValues('area')", "ds.matchTags('train').sheet()"],
  run: async ({ expression }, context) => sheetOf(await subjectOf(expression, 'rows', context), context),
});

/** What a command shows that takes an expression: that, the view it is chained on or told of, or the last result. */
export async function subjectOf(words: readonly string[], which: 'any' | 'rows', context: Context): Promise<Result> {
  const { chained, targeted, session, target } = context;
  if (words.length > 0) {
    checkOneView(words, context);
    if (!chained) return session.result(words.join(' '));
    throw new UserError('usage', 'the view before it is what is shown', { hint: 'leave the words out' });
  }
  const last = targeted ? undefined : await session.last(which);
  return last ?? { kind: 'view', target: await target() };
}

/** @throws UserError `usage` where there is `--view` beside an expression, which is on a view of its own */
export function checkOneView(words: readonly string[], { viewed }: Context): void {
  if (!viewed || words.length === 0) return;
  throw new UserError('usage', 'an expression says itself of which view it is: --view stands alone', {
    hint: 'chain the one on the other, such as ds.limit(5).count()',
  });
}

async function sheetOf(result: Result, { job }: Context): Promise<Output> {
  if (result.kind === 'output') {
    return { kind: 'full-screen', as: 'sheet', printed: outputTable(result.output), view: null };
  }
  const { plan, text } = result.target;
  const printed = await viewTable(result.target, job.signal);
  return { kind: 'full-screen', as: 'sheet', printed, view: { plan, text } };
}
