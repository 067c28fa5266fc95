import { PLAN } from './change-output.ts';
import { changeView } from './change-view.ts';
import { defineCommand } from './define-command.ts';

export const keepCommand = defineCommand({
  name: 'keep',
  summary: 'Delete all samples that a view does not hold; undo brings them back. Labels and order stay as they are.',
  params: [],
  flags: [PLAN],
  scope: 'view',
  effect: 'data',
  examples: ["ds.matchTags('train').keep({ plan: true })"],
  run: ({ plan }, context) => changeView(context, plan, (edit, view) => edit.keepSamples(view)),
});
