import type { Output } from '../output.ts';
import { defineCommand } from './define-command.ts';
import { viewTable } from './output-rows.ts';
import { subjectOf } from './sheet.ts';

export const pageCommand = defineCommand({
  name: 'page',
  summary: 'Read a long result page by page over the whole screen: the last one, or an expression.',
  params: [{ name: 'expression', type: 'view', optional: true, list: true }],
  flags: [],
  scope: 'view',
  effect: 'nothing',
  examples: ['page', "page ds.countValues('area')"],
  run: async ({ expression }, context): Promise<Output> => {
    const result = await subjectOf(expression, 'any', context);
    const printed = result.kind === 'output' ? result.output : await viewTable(result.target, context.job.signal);
    return { kind: 'full-screen', as: 'pager', printed, view: null };
  },
});
