import { DATASET_COLUMNS } from './dataset-columns.ts';
import { defineCommand } from './define-command.ts';

export const datasetsCommand = defineCommand({
  name: 'datasets',
  summary: 'List the datasets; bytes are those of their files, without pictures.',
  params: [],
  flags: [],
  scope: 'none',
  effect: 'session',
  examples: ['datasets'],
  run: async (_input, { library }) => {
    const entries = await library.list();
    const isSound = entries.every(({ problem }) => problem === undefined);
    return {
      kind: 'table',
      columns: [
        ...DATASET_COLUMNS,
        { name: 'changed', type: 'date', role: 'moment' },
        ...(isSound ? [] : [{ name: 'problem', type: 'string' } as const]),
      ],
      rows: entries.map(({ name, samples, labels, bytes, changedAt, problem = null }) => [
        ...[name, samples, labels, bytes, changedAt],
        ...(isSound ? [] : [problem]),
      ]),
      total: entries.length,
    };
  },
});
