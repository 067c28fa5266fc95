import { PLAN } from './change-output.ts';
import { changeField } from './change-field.ts';
import { defineCommand } from './define-command.ts';

export const deleteSampleFieldCommand = defineCommand({
  name: 'deleteSampleField',
  summary: 'Delete a field with its values or labels; undo brings them back.',
  params: [{ name: 'field', type: 'string' }],
  flags: [PLAN],
  scope: 'dataset',
  effect: 'data',
  examples: ["ds.deleteSampleField('area', { plan: true })"],
  run: ({ field, plan }, context) =>
    changeField(context, { field: field, planned: plan, stays: false }, (edit) => edit.removeField(field)),
});
