import { defineCommand } from './define-command.ts';

export const exitCommand = defineCommand({
  name: 'exit',
  aliases: ['quit'],
  summary: 'Leave the shell.',
  params: [],
  flags: [],
  scope: 'none',
  effect: 'session',
  examples: ['exit'],
  run: (_input, { session }) => {
    session.end();
    return Promise.resolve(undefined);
  },
});
