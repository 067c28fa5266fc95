import { UserError } from '../diagnostics.ts';
import type { Plan } from '../dataset/query/plan.ts';
import type { Dataset } from '../dataset/dataset.ts';
import { changeOutput } from './change-output.ts';
import { defineCommand } from './define-command.ts';
import { frozenText } from './frozen-view.ts';

export const freezeCommand = defineCommand({
  name: 'freeze',
  summary: 'Save the samples that a view has now, by id and in order, with digests that tell whether they change.',
  params: [{ name: 'name', type: 'string' }],
  flags: [
    { name: 'description', type: 'string', summary: 'What it is for.' },
    { name: 'overwrite', type: 'bool', summary: 'Replace a view of that name.' },
  ],
  scope: 'view',
  effect: 'data',
  examples: ["ds.matchTags('test').freeze('test set')"],
  run: async ({ name, description = null, overwrite }, { target, library, statement, job }) => {
    const { dataset, plan } = await target();
    if (plan.stages.some(({ kind }) => kind === 'patches')) throw noPatches();
    const ids = await idsOf(dataset, plan, job.signal);
    if (new Set(ids).size < ids.length) throw notTwice();
    const text = frozenText(ids, await dataset.digestsOf(plan, job.signal));
    const changed = await library.change(dataset.name, { statement, job }, (edit) => {
      edit.saveView({ name, text, description }, { overwrite: overwrite === true });
      return Promise.resolve();
    });
    return changeOutput(dataset.name, changed, { more: [`${name}: ${String(ids.length)} samples`] });
  },
});

function noPatches(): UserError {
  return new UserError('unsupported', 'patches are labels of samples, and only samples are frozen', {
    hint: 'freeze the view before toPatches(...)',
  });
}

function notTwice(): UserError {
  return new UserError('unsupported', 'a sample that is in the view twice cannot be frozen twice', {
    hint: 'freeze a view without concat(...), or with each sample once',
  });
}

async function idsOf(dataset: Dataset, plan: Plan, signal: AbortSignal): Promise<readonly string[]> {
  const of = { kind: 'field', name: 'id', type: { kind: 'string' } } as const;
  const aggregation = { kind: 'values', of, unwind: false, otherwise: null } as const;
  const answer = await dataset.answer({ kind: 'aggregate', plan, aggregation, mentions: [] }, signal);
  return answer.kind === 'list' ? answer.values.map(String) : [];
}
