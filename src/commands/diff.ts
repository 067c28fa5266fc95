import { UserError } from '../diagnostics.ts';
import { compareSides, DIFF_FLAGS, SIDES } from './diff-flags.ts';
import { defineCommand } from './define-command.ts';

/** Differences that are told one by one, unless more are asked for. */
const LIMIT = 10_000;

export const diffCommand = defineCommand({
  name: 'diff',
  summary: 'Compare two datasets, snapshots or views: samples, labels, tags and values, by class and by task.',
  params: SIDES,
  flags: [
    ...DIFF_FLAGS,
    { name: 'table', type: 'bool', summary: 'Every difference as a row, in place of a summary.' },
    { name: 'limit', type: 'int', summary: 'How many differences are told one by one; default: 10000.' },
  ],
  scope: 'none',
  effect: 'nothing',
  examples: ['diff demo lagoon', 'diff demo lagoon --by name --table', "diff demo open('lagoon').limit(3)"],
  run: async ({ table, limit = LIMIT, ...input }, context) => {
    if (limit < 0) throw new UserError('bad-argument', '--limit is 0 or more');
    const { diff } = await compareSides(input, context, limit);
    return { kind: 'diff', diff, show: table === true ? 'table' : 'summary' };
  },
});
