import { PLAN } from './change-output.ts';
import { changeView } from './change-view.ts';
import { defineCommand } from './define-command.ts';

export const deleteSamplesCommand = defineCommand({
  name: 'deleteSamples',
  summary: 'Delete the samples of a view with their labels; undo brings them back. Pictures stay where they are.',
  params: [],
  flags: [PLAN],
  scope: 'view',
  effect: 'data',
  examples: ["ds.matchTags('test').deleteSamples({ plan: true })"],
  run: ({ plan }, context) => changeView(context, plan, (edit, view) => edit.removeSamples(view)),
});
