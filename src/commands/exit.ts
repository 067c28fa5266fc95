import { UserError } from '../diagnostics.ts';
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
  run: (_input, { session, jobs }) => {
    const held = jobs.holding();
    if (held.length > 0) {
      const what = held.map(({ number, statement }) => `${String(number)} ${statement}`).join(', ');
      throw new UserError('busy', `there is work behind the prompt: ${what}`, {
        hint: 'exit again stops it and leaves',
      });
    }
    session.end();
    return Promise.resolve(undefined);
  },
});
