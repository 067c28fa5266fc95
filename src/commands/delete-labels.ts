import { PLAN } from './change-output.ts';
import { changeLabels, FIELDS } from './change-view.ts';
import { defineCommand } from './define-command.ts';

export const deleteLabelsCommand = defineCommand({
  name: 'deleteLabels',
  summary: 'Delete the labels that a view shows; undo brings them back.',
  params: [],
  flags: [FIELDS, PLAN],
  scope: 'view',
  effect: 'data',
  examples: ["ds.filterLabels('gt_polylines', label == 'Other').deleteLabels({ plan: true })"],
  run: (options, context) => changeLabels(context, options, (edit, view, fields) => edit.removeLabels(view, fields)),
});
