import { defineCommand } from './define-command.ts';

export const historyCommand = defineCommand({
  name: 'history',
  summary: 'What was typed, newest first; with TEXT only lines that contain it.',
  params: [{ name: 'text', type: 'string', optional: true }],
  flags: [],
  scope: 'none',
  effect: 'session',
  examples: ['history'],
  run: async ({ text }, { session }) => ({ kind: 'list', values: await session.history(text ?? '') }),
});
