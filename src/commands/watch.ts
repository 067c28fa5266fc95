import { UserError } from '../diagnostics.ts';
import type { Output, Watched } from '../output.ts';
import type { Context } from './context.ts';
import { defineCommand } from './define-command.ts';
import { type Condition, holds, readCondition } from './watch-condition.ts';

export const watchCommand = defineCommand({
  name: 'watch',
  summary: 'Follow a view, a count or a table of counts while the dataset changes; alone it lists what is followed.',
  params: [{ name: 'expression', type: 'view', optional: true, list: true }],
  flags: [
    { name: 'stop', type: 'string', summary: 'End the watch of that number, or all of them.' },
    { name: 'interval', type: 'string', summary: 'Without a prompt: seconds between two looks; default: 0.5.' },
    { name: 'changes', type: 'int', summary: 'Without a prompt: end after so many changes.' },
    {
      name: 'until',
      type: 'string',
      summary: "Without a prompt: end when this holds: 'EXPRESSION == 0', or a view that is not empty.",
    },
  ],
  scope: 'dataset',
  effect: 'session',
  examples: ["watch ds.countValues('gt_polylines.label')", 'ds.watch()'],
  run: async ({ expression, stop, ...ending }, context) => {
    const { watches } = context;
    if (stop !== undefined) return stopped(stop, context);
    const asked = await questionOf(expression, context);
    if (asked === undefined) return listed(watches.list());
    if (!watches.isLive) return follow(asked, ending, context);
    if (Object.values(ending).some((value) => value !== undefined)) throw atPrompt();
    await watches.start(asked.text, asked.dataset);
    return { kind: 'text', text: `[${String(context.number)}] is followed above the prompt` };
  },
});

type Asked = { readonly text: string; readonly dataset: string };

/** The expression and the dataset that it asks; undefined where there is none. @throws UserError for one that asks nothing */
async function questionOf(words: readonly string[], context: Context): Promise<Asked | undefined> {
  const { chained, target, query, watches } = context;
  if (chained) {
    const { text, dataset } = await target();
    return { text, dataset: dataset.name };
  }
  if (words.length > 0) {
    const text = words.join(' ');
    return { text, dataset: (await query(text)).dataset.name };
  }
  if (watches.isLive) return undefined;
  throw new UserError('usage', 'watch needs EXPRESSION', { hint: 'watch "ds.countValues(\'tags\')" -d NAME' });
}

type Ending = {
  readonly interval: string | undefined;
  readonly changes: number | undefined;
  readonly until: string | undefined;
};

/** Shows the answer, and each that differs, until it is enough or interrupted. */
async function follow({ text, dataset }: Asked, ending: Ending, context: Context): Promise<undefined> {
  const { watches, show } = context;
  const { changes = Infinity } = ending;
  const until = ending.until === undefined ? undefined : readCondition(ending.until);
  await watches.follow(text, { dataset, interval: intervalOf(ending.interval) }, async (watched) => {
    show({ kind: 'watch', watched });
    const isEnough = watched.changes >= changes || (until !== undefined && (await isMet(until, context)));
    return isEnough ? 'enough' : 'on';
  });
}

async function isMet(condition: Condition, { query, job }: Context): Promise<boolean> {
  const { dataset, bound } = await query(condition.expression);
  return holds(condition, await dataset.answer(bound, job.signal));
}

/** Milliseconds. More than twice a second would be too often for a slow line and a busy disk. */
function intervalOf(text = '0.5'): number {
  const seconds = Number(text);
  if (text.trim() !== '' && seconds >= 0.5 && seconds <= 86_400) return 1000 * seconds;
  throw new UserError('usage', `--interval is a number of seconds from 0.5 on, not ${text}`);
}

function stopped(which: string, { watches, show }: Context): Output | undefined {
  if (which !== 'all' && !/^\d+$/u.test(which)) {
    throw new UserError('usage', `--stop is the number of a watch, or all; not ${which}`);
  }
  const ended = watches.stop(which === 'all' ? 'all' : Number(which));
  for (const watched of ended) show({ kind: 'watch', watched });
  return ended.length === 0 ? { kind: 'text', text: 'nothing is followed' } : undefined;
}

function listed(watches: readonly Watched[]): Output {
  if (watches.length === 0) return { kind: 'text', text: 'nothing is followed; watch EXPRESSION begins it' };
  return {
    kind: 'table',
    columns: [
      { name: 'watch', type: 'int' },
      { name: 'expression', type: 'string' },
      { name: 'dataset', type: 'string' },
      { name: 'rows', type: 'int' },
      { name: 'changes', type: 'int' },
    ],
    rows: watches.map(({ number, expression, dataset, keyed, changes }) => [
      number,
      expression,
      dataset,
      keyed.rows.length,
      changes,
    ]),
    total: watches.length,
  };
}

function atPrompt(): UserError {
  return new UserError('usage', 'at the prompt a watch looks twice a second until it is ended', {
    hint: 'watch --stop N ends it; quadrat watch EXPRESSION takes --interval, --changes and --until',
  });
}
