import { openedText } from './opened-text.ts';
import { defineCommand } from './define-command.ts';

export const openCommand = defineCommand({
  name: 'open',
  summary: 'Work on another dataset: `ds` is that one from now on.',
  params: [{ name: 'name', type: 'dataset' }],
  flags: [],
  scope: 'none',
  effect: 'session',
  examples: ['open demo'],
  run: async ({ name }, { session, dataset }) => {
    await session.use(name);
    return openedText(await dataset(name));
  },
});
