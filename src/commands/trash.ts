import { UserError } from '../diagnostics.ts';
import { quoteWord } from '../dataset/model/words.ts';
import type { Output } from '../output.ts';
import type { Context } from './context.ts';
import { DATASET_COLUMNS } from './dataset-columns.ts';
import { defineCommand } from './define-command.ts';

const ACTIONS = ['list', 'restore', 'empty'] as const;

export const trashCommand = defineCommand({
  name: 'trash',
  summary: 'List deleted datasets, with the bytes of their files and pictures, bring one back, or empty the trash.',
  params: [
    { name: 'action', type: 'string', choices: ACTIONS, optional: true },
    { name: 'name', type: 'trashed', optional: true },
  ],
  flags: [{ name: 'yes', type: 'bool', summary: 'empty: do it, for good.' }],
  scope: 'none',
  effect: 'data',
  examples: ['trash', 'trash restore lagoon'],
  run: ({ action, name, yes }, context) => {
    if (action === undefined || action === 'list') return list(context);
    if (action === 'restore') return restore(name, context);
    if (action === 'empty') return empty(yes === true, context);
    throw new UserError('usage', `trash cannot ${action}`, { hint: 'trash, trash restore NAME, or trash empty' });
  },
});

async function list({ library }: Context): Promise<Output> {
  const entries = await library.listTrash();
  return {
    kind: 'table',
    columns: [
      ...DATASET_COLUMNS,
      { name: 'picture bytes', type: 'int', role: 'amount' },
      { name: 'deleted', type: 'date', role: 'moment' },
    ],
    rows: entries.map(({ name, samples, labels, bytes, pictureBytes, deletedAt }) => {
      return [name, samples, labels, bytes, pictureBytes, deletedAt];
    }),
    total: entries.length,
  };
}

async function restore(name: string | undefined, { library }: Context): Promise<Output> {
  if (name === undefined)
    throw new UserError('usage', 'restore what?', { hint: 'trash lists what there is; trash restore NAME' });
  try {
    await library.restore(name);
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'exists') throw error;
    throw new UserError('exists', error.message, {
      hint: `give that one another name first: rename ${quoteWord(name)} NAME`,
      cause: error,
    });
  }
  return { kind: 'text', text: `${name} is back` };
}

async function empty(yes: boolean, { library }: Context): Promise<Output> {
  const entries = await library.listTrash();
  if (!yes && entries.length > 0) {
    throw new UserError(
      'usage',
      `datasets that would be gone for good: ${entries.map((entry) => entry.name).join(', ')}`,
      {
        hint: 'trash empty --yes',
      },
    );
  }
  await library.emptyTrash();
  const text =
    entries.length === 0 ? 'the trash was empty' : `gone for good: ${entries.map((entry) => entry.name).join(', ')}`;
  return { kind: 'text', text };
}
