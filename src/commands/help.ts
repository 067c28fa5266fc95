import { defineCommand } from './define-command.ts';
import { explain } from './help/explain.ts';
import { overview } from './help/overview.ts';
import { topicNamed } from './help/topics.ts';

export const helpCommand = defineCommand({
  name: 'help',
  summary: 'What there is, or what a verb, a command or a method does, with examples on the open dataset.',
  params: [{ name: 'name', type: 'command', optional: true }],
  flags: [],
  scope: 'none',
  effect: 'session',
  examples: ['help', 'help matchTags', 'help expressions'],
  run: async ({ name }, context) => {
    if (name === undefined) return { kind: 'text', text: overview(context.commands) };
    const topic = topicNamed(name);
    return topic === undefined ? explain(name, context) : { kind: 'text', text: topic(context.commands) };
  },
});
