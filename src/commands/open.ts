import { counted } from '../dataset/model/counted.ts';
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
    const { samples, labels } = await (await dataset(name)).info();
    return { kind: 'text', text: `ds is ${name}: ${counted(samples, 'sample')}, ${counted(labels, 'label')}` };
  },
});
