import { UserError } from '../diagnostics.ts';
import { defineCommand } from './define-command.ts';

export const logCommand = defineCommand({
  name: 'log',
  summary: 'List the changes of a dataset, the latest first, with the line that made each.',
  params: [],
  flags: [{ name: 'limit', type: 'int', summary: 'How many; default: all.' }],
  scope: 'dataset',
  effect: 'session',
  examples: ['log'],
  run: async ({ limit = Infinity }, { target }) => {
    if (limit < 1) throw new UserError('usage', `--limit is at least 1, not ${String(limit)}`);
    const changes = await (await target()).dataset.changes();
    return {
      kind: 'table',
      columns: [
        { name: 'at', type: 'date', role: 'moment' },
        { name: 'state', type: 'string' },
        { name: 'what', type: 'string' },
        { name: 'statement', type: 'string' },
      ],
      rows: changes.slice(0, limit).map(({ at, state, summary, statement }) => [at, STATES[state], summary, statement]),
      total: changes.length,
    };
  },
});

const STATES = { base: 'made', done: 'done', undone: 'undone', kept: 'kept' } as const;
