import { UserError } from '../diagnostics.ts';
import { changeOutput, PLAN } from './change-output.ts';
import { defineCommand } from './define-command.ts';

export const revertCommand = defineCommand({
  name: 'revert',
  summary: 'Bring a dataset back to what it was at a snapshot, as one step that undo takes back.',
  params: [],
  flags: [
    {
      name: 'to',
      type: 'state',
      summary: 'The snapshot, as versions lists them, or a past state such as ~1, before the last change.',
    },
    PLAN,
  ],
  scope: 'dataset',
  effect: 'data',
  examples: ['revert --to before-merge'],
  run: async ({ to, plan }, { target, library, statement, job }) => {
    const { name } = (await target()).dataset;
    if (to === undefined) {
      throw new UserError('usage', 'revert to what?', { hint: 'revert --to SNAPSHOT; versions lists them' });
    }
    const changed = await library.revert(name, to, { statement, job, planned: plan === true });
    return changeOutput(name, changed, { planned: plan });
  },
});
