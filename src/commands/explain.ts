import type { Output } from '../output.ts';
import type { Context } from './context.ts';
import { defineCommand } from './define-command.ts';
import { checkOneView } from './sheet.ts';

export const explainCommand = defineCommand({
  name: 'explain',
  summary: 'Show how an expression is answered: its steps, the SQL, and the indexes that SQLite uses.',
  params: [{ name: 'expression', type: 'view', optional: true, list: true }],
  flags: [],
  scope: 'view',
  effect: 'nothing',
  examples: ["explain ds.matchTags('train').countValues('gt_polylines.label')", "ds.matchTags('train').explain()"],
  run: async ({ expression }, context) => text(expression, context),
});

async function text(words: readonly string[], context: Context): Promise<Output> {
  const { job, target, query } = context;
  checkOneView(words, context);
  if (words.length > 0) {
    const { dataset, bound } = await query(words.join(' '));
    return { kind: 'text', text: await dataset.explain(bound, job.signal) };
  }
  const { dataset, plan } = await target();
  return { kind: 'text', text: await dataset.explain({ kind: 'view', plan, mentions: [] }, job.signal) };
}
