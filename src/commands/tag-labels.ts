import { PLAN } from './change-output.ts';
import { changeLabels, checkTags, FIELDS } from './change-view.ts';
import { defineCommand } from './define-command.ts';

export const tagLabelsCommand = defineCommand({
  name: 'tagLabels',
  summary: 'Tag the labels that a view shows.',
  params: [{ name: 'tags', type: 'string', list: true }],
  flags: [FIELDS, PLAN],
  scope: 'view',
  effect: 'data',
  examples: ["ds.filterLabels('gt_polylines', area({ normalised: true }) < 0.001).tagLabels('tiny')"],
  run: ({ tags, ...options }, context) => {
    checkTags(tags);
    return changeLabels(context, options, (edit, view, fields) => edit.tagLabels(view, fields, tags));
  },
});
