import { PLAN } from './change-output.ts';
import { changeView } from './change-view.ts';
import { defineCommand } from './define-command.ts';

export const untagCommand = defineCommand({
  name: 'untag',
  aliases: ['untagSamples'],
  summary: 'Take tags from the samples of a view.',
  params: [{ name: 'tags', type: 'string', list: true }],
  flags: [PLAN],
  scope: 'view',
  effect: 'data',
  examples: ["ds.untag('look-again')"],
  run: async ({ tags, plan }, context) => {
    const { dataset } = await context.target();
    for (const tag of tags) await context.expectValue(tag, ['tags'], dataset);
    return changeView(context, plan, (edit, view) => edit.untagSamples(view, tags));
  },
});
