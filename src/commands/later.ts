import { UserError } from '../diagnostics.ts';
import { type AnyCommand, defineCommand } from './define-command.ts';

/** Of these, the ones that will be chained on views. */
const ON_VIEWS: ReadonlySet<string> = new Set(['browse', 'qc', 'review', 'watch']);

/** Commands that are promised to other programs and not there yet: they answer so, and their names stay free. */
export const laterCommands: readonly AnyCommand[] = Object.entries({
  backup: 'Write a dataset to a file.',
  browse: 'Look through pictures.',
  clone: 'Copy a dataset.',
  diff: 'Compare two datasets.',
  jobs: 'List what is running.',
  merge: 'Merge two datasets.',
  qc: 'Find what is wrong in a dataset.',
  restore: 'Make a dataset from a backup.',
  revert: 'Go back to a snapshot.',
  review: 'Go through findings one by one.',
  snapshot: 'Name the present state of a dataset.',
  taxonomy: 'Check or show a label map.',
  versions: 'List the snapshots of a dataset.',
  watch: 'Follow a count while it changes.',
}).map(([name, summary]) =>
  defineCommand({
    name,
    summary,
    params: [],
    flags: [],
    scope: ON_VIEWS.has(name) ? 'view' : 'none',
    effect: 'session',
    examples: [name],
    later: true,
    run: () =>
      Promise.reject(new UserError('unsupported', `${name} is not there yet`, { hint: 'help lists what there is' })),
  }),
);
