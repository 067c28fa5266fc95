import { defineCommand } from './define-command.ts';

export const sessionsCommand = defineCommand({
  name: 'sessions',
  summary: 'List earlier sessions; quadrat --resume ID goes on with one.',
  params: [],
  flags: [],
  scope: 'none',
  effect: 'session',
  examples: ['sessions'],
  run: async (_input, { session }) => {
    const sessions = await session.sessions();
    return {
      kind: 'table',
      columns: [
        { name: 'session', type: 'string' },
        { name: 'ended', type: 'string' },
        { name: 'dataset', type: 'string' },
        { name: 'statements', type: 'int' },
        { name: 'last', type: 'string' },
      ],
      rows: sessions.map(({ id, state, dataset = null, statements, last }) => [
        id,
        state,
        dataset,
        statements,
        last?.statement ?? null,
      ]),
      total: sessions.length,
    };
  },
});
