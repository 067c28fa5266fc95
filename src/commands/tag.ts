import { PLAN } from './change-output.ts';
import { changeView, checkTags } from './change-view.ts';
import { defineCommand } from './define-command.ts';

export const tagCommand = defineCommand({
  name: 'tag',
  aliases: ['tagSamples'],
  summary: 'Tag the samples of a view.',
  params: [{ name: 'tags', type: 'string', list: true }],
  flags: [PLAN],
  scope: 'view',
  effect: 'data',
  examples: ["ds.where(gt_polylines.length() == 0).tag('empty')", "tag look-again --view 'ds.limit(3)'"],
  run: ({ tags, plan }, context) => {
    checkTags(tags);
    return changeView(context, plan, (edit, view) => edit.tagSamples(view, tags));
  },
});
