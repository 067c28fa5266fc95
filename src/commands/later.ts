import { UserError } from '../diagnostics.ts';
import { type AnyCommand, defineCommand } from './define-command.ts';

/** Of these, the ones that will be chained on views. */
const ON_VIEWS: ReadonlySet<string> = new Set(['browse', 'qc', 'review']);

/** Commands that are promised to other programs and not there yet: they answer so, and their names stay free. */
export const laterCommands: readonly AnyCommand[] = Object.entries({
  browse: 'Look through pictures.',
  qc: 'Find what is wrong in a dataset.',
  review: 'Go through findings one by one.',
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
