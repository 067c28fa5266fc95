import { PLAN } from './change-output.ts';
import { changeLabels, FIELDS } from './change-view.ts';
import { defineCommand } from './define-command.ts';

export const untagLabelsCommand = defineCommand({
  name: 'untagLabels',
  summary: 'Take tags from the labels that a view shows.',
  params: [{ name: 'tags', type: 'string', list: true }],
  flags: [FIELDS, PLAN],
  scope: 'view',
  effect: 'data',
  examples: ["ds.untagLabels('tiny')"],
  run: ({ tags, ...options }, context) =>
    changeLabels(context, options, (edit, view, fields) => edit.untagLabels(view, fields, tags)),
});
