import type { SavedView } from '../dataset/model/saved-view.ts';
import type { Output } from '../output.ts';
import type { Context, Target } from './context.ts';
import { defineCommand } from './define-command.ts';
import { frozenCount, frozenDigests } from './frozen-view.ts';

export const viewsCommand = defineCommand({
  name: 'views',
  aliases: ['listSavedViews'],
  summary: 'List the saved views of a dataset, and whether the samples of frozen ones are as they were.',
  params: [],
  flags: [],
  scope: 'dataset',
  effect: 'nothing',
  examples: ['views'],
  run: async (_, context) => table(await context.target(), context),
});

async function table({ dataset }: Target, context: Context): Promise<Output> {
  const rows: unknown[][] = [];
  for (const view of await dataset.savedViews()) {
    rows.push([view.name, await stateOf(view, context), textOf(view), view.description]);
  }
  return {
    kind: 'table',
    columns: ['name', 'state', 'view', 'description'].map((name) => ({ name, type: 'string' })),
    rows: rows.map((row) => row.map((value) => (typeof value === 'string' ? value : null))),
    total: rows.length,
  };
}

async function stateOf(view: SavedView, { view: viewOf, job }: Context): Promise<string> {
  const frozen = frozenDigests(view);
  if (frozen === undefined) return 'live';
  const { dataset, plan } = await viewOf(`ds.loadSavedView(${JSON.stringify(view.name)})`);
  const [then, there] = [frozenCount(view), await dataset.count(plan, job.signal)];
  if (there < then) return `frozen, ${String(then - there)} of ${String(then)} samples gone`;
  const now = await dataset.digestsOf(plan, job.signal);
  const changed = (['labels', 'fields'] as const).filter((name) => now[name] !== frozen[name]);
  return changed.length === 0 ? 'frozen' : `frozen, ${changed.join(' and ')} changed`;
}

const LONGEST = 200;

/** A frozen view names each of its samples, which nobody reads. */
function textOf(view: SavedView): string {
  if (frozenDigests(view) !== undefined) return `${String(frozenCount(view))} samples by id`;
  return view.text.length <= LONGEST ? view.text : `${view.text.slice(0, LONGEST)}...`;
}
