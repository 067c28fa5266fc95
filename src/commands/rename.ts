import { defineCommand } from './define-command.ts';
import { whileReleased } from './while-released.ts';

export const renameCommand = defineCommand({
  name: 'rename',
  summary: 'Give a dataset another name; its pictures move along.',
  params: [
    { name: 'from', type: 'dataset' },
    { name: 'to', type: 'string' },
  ],
  flags: [],
  scope: 'none',
  effect: 'data',
  examples: ['rename reef lagoon'],
  run: async ({ from, to }, { library, session }) => {
    const wasOpen = await whileReleased(from, session, () => library.rename(from, to));
    if (wasOpen) await session.use(to);
    return { kind: 'text', text: `${from} is now ${to}` };
  },
});
