import { PLAN } from './change-output.ts';
import { takeName } from './take-name.ts';
import { defineCommand } from './define-command.ts';

export const renameSampleFieldCommand = defineCommand({
  name: 'renameSampleField',
  summary: 'Give a field another name; its values or labels stay.',
  params: [
    { name: 'field', type: 'string' },
    { name: 'to', type: 'string' },
  ],
  flags: [PLAN],
  scope: 'dataset',
  effect: 'data',
  examples: ["ds.renameSampleField('area', 'site', { plan: true })"],
  run: ({ field, to, plan }, context) =>
    takeName(context, { field, planned: plan }, (edit) => edit.renameField(field, to)),
});
