import { PLAN } from './change-output.ts';
import { takeName } from './take-name.ts';
import { defineCommand } from './define-command.ts';

export const deleteSampleFieldCommand = defineCommand({
  name: 'deleteSampleField',
  summary: 'Delete a field with its values or labels; undo brings them back.',
  params: [{ name: 'field', type: 'string' }],
  flags: [PLAN],
  scope: 'dataset',
  effect: 'data',
  examples: ["ds.deleteSampleField('area', { plan: true })"],
  run: ({ field, plan }, context) => takeName(context, { field, planned: plan }, (edit) => edit.removeField(field)),
});
