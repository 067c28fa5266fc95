import { PLAN } from './change-output.ts';
import { changeField } from './change-field.ts';
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
    changeField(context, { field: field, planned: plan, stays: false }, (edit) => edit.renameField(field, to)),
});
