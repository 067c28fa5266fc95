import { changeOutput, PLAN } from './change-output.ts';
import { defineCommand } from './define-command.ts';

export const undoCommand = defineCommand({
  name: 'undo',
  summary: 'Take back the latest change of a dataset.',
  params: [],
  flags: [PLAN],
  scope: 'dataset',
  effect: 'data',
  examples: ['undo'],
  run: async ({ plan }, { target, library, statement, job }) => {
    const { name } = (await target()).dataset;
    const undone = await library.undo(name, { statement, job, planned: plan === true });
    const verb = plan === true ? 'would take back' : 'took back';
    return changeOutput(name, undone, { planned: plan, more: [`${verb}: ${undone.statement}`] });
  },
});
