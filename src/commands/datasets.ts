import { defineCommand } from './define-command.ts';

export const datasetsCommand = defineCommand({
  name: 'datasets',
  summary: 'List the datasets.',
  params: [],
  flags: [],
  scope: 'none',
  effect: 'session',
  examples: ['datasets'],
  run: async (_input, { library }) => {
    const entries = await library.list();
    return {
      kind: 'table',
      columns: [
        { name: 'name', type: 'string' },
        { name: 'samples', type: 'int' },
        { name: 'labels', type: 'int' },
        { name: 'bytes', type: 'int' },
        { name: 'changed', type: 'date' },
      ],
      rows: entries.map(({ name, samples, labels, bytes, changedAt }) => [name, samples, labels, bytes, changedAt]),
      total: entries.length,
    };
  },
});
