import { PLAN } from './change-output.ts';
import { changeView } from './change-view.ts';
import { defineCommand } from './define-command.ts';

export const clearSampleFieldCommand = defineCommand({
  name: 'clearSampleField',
  summary: 'Make a field missing on all samples; labels in it are deleted. undo brings them back.',
  params: [{ name: 'field', type: 'string' }],
  flags: [PLAN],
  scope: 'dataset',
  effect: 'data',
  examples: ["ds.clearSampleField('area', { plan: true })"],
  run: ({ field, plan }, context) => changeView(context, plan, (edit) => edit.clearField(field)),
});
