import { changeOutput, PLAN } from './change-output.ts';
import { defineCommand } from './define-command.ts';

export const redoCommand = defineCommand({
  name: 'redo',
  summary: 'Do again what undo took back last.',
  params: [],
  flags: [PLAN],
  scope: 'dataset',
  effect: 'data',
  examples: ['redo'],
  run: async ({ plan }, { target, library, statement, job }) => {
    const { name } = (await target()).dataset;
    const redone = await library.redo(name, { statement, job, planned: plan === true });
    const verb = plan === true ? 'would do again' : 'did again';
    return changeOutput(name, redone, { planned: plan, more: [`${verb}: ${redone.statement}`] });
  },
});
