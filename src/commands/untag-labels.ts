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
  run: async ({ tags, ...options }, context) => {
    const { dataset } = await context.target();
    const fields = (await dataset.catalog()).fields.filter(({ kind }) => kind === 'labels');
    const paths = fields.map(({ name }) => `${name}.tags`);
    for (const tag of tags) await context.expectValue(tag, paths, dataset);
    return changeLabels(context, options, (edit, view, chosen) => edit.untagLabels(view, chosen, tags));
  },
});
