import { defineCommand } from './define-command.ts';
import { explain } from './help/explain.ts';
import { overview } from './help/overview.ts';
import { topicNamed } from './help/topics.ts';

export const helpCommand = defineCommand({
  name: 'help',
  summary: 'What there is, or what a verb, command, method, field, value, format, option or setting is, with examples.',
  params: [{ name: 'name', type: 'command', optional: true, list: true, verbatim: true }],
  flags: [],
  scope: 'none',
  effect: 'session',
  examples: ['help', 'help matchTags', 'help expressions', 'help gt_polylines', 'help export --media'],
  run: async ({ name: words }, context) => {
    const [name, another] = words;
    if (name === undefined) return { kind: 'text', text: overview(context.commands) };
    const topic = another === undefined ? topicNamed(name) : undefined;
    return topic === undefined ? explain(words, context) : { kind: 'text', text: topic(context.commands) };
  },
});
