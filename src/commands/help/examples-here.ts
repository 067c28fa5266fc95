import { UserError } from '../../diagnostics.ts';
import { blanksIn, type ExampleWords, fillExample } from '../../dataset/query/examples.ts';
import type { Example, Output } from '../../output.ts';
import type { Context, SessionPort } from '../context.ts';
import { DEMO_WORDS, readExampleWords } from './example-words.ts';

/** Examples of help, and where they were run. */
type Shown = Pick<Extract<Output, { kind: 'help' }>, 'heading' | 'examples' | 'note'>;

/** Who can be asked. */
export type Asked = Pick<Context, 'job'> & {
  readonly session: Pick<SessionPort, 'background' | 'evaluate' | 'timeLimit'>;
};

/** How long an example may take, in milliseconds. */
const PATIENCE = 1000;

/**
 * Examples filled from the open dataset and run on it; those that it has nothing to fill with are left out. Where no dataset
 * is open, and where none of them fits, they are those of the demo reef and not run.
 */
export async function examplesHere(templates: readonly string[], context: Asked): Promise<Shown> {
  const dataset = await context.session.background();
  if (dataset === undefined) return onDemo(templates, 'not run: no dataset is open');
  // What starts and is read once for all examples is not held against the first.
  await dataset.catalog();
  const words = await withinPatience(context, (signal) =>
    readExampleWords(dataset, new Set(templates.flatMap(blanksIn)), signal),
  );
  if (words === 'late') return onDemo(templates, `not run: ${dataset.name} took longer than a second`);
  const statements = words === 'unfit' ? [] : fillAll(templates, words);
  if (statements.length === 0) return onDemo(templates, `not run: ${dataset.name} has nothing to fill them with`);
  return examplesOn(dataset.name, statements, context);
}

/** Statements with what they yield on the open dataset, which has that name. */
export async function examplesOn(dataset: string, statements: readonly string[], context: Asked): Promise<Shown> {
  const examples = await runAll(statements, context);
  const isLate = examples.some(({ answer }) => answer === null);
  const note = isLate ? 'cut short: an answer took longer than a second' : null;
  return { heading: `examples on ${dataset}`, examples, note };
}

/** The number that a question about the open dataset comes to; undefined where that cannot be asked. */
export async function numberOf(statement: string, context: Asked): Promise<number | 'late' | undefined> {
  const answer = await withinPatience(context, (signal) => context.session.evaluate(statement, signal));
  if (answer === 'late') return 'late';
  return answer !== 'unfit' && answer.kind === 'scalar' && typeof answer.value === 'number' ? answer.value : undefined;
}

/** Runs them in turn, none after one that took too long; those for which the dataset is not made are left out. */
async function runAll(statements: readonly string[], context: Asked): Promise<readonly Example[]> {
  const examples: Example[] = [];
  for (const statement of statements) {
    const isLate = examples.at(-1)?.answer === null;
    const answer = isLate
      ? 'late'
      : await withinPatience(context, (signal) => context.session.evaluate(statement, signal));
    if (answer !== 'unfit') examples.push({ statement, answer: answer === 'late' ? null : answer });
  }
  return examples;
}

/** What the work comes to: `late` where it took too long, `unfit` where it was refused. */
export async function withinPatience<T>(
  { job: { signal: cancel }, session }: Asked,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | 'late' | 'unfit'> {
  const late = session.timeLimit(PATIENCE);
  try {
    return await work(AbortSignal.any([late, cancel]));
  } catch (error) {
    if (late.aborted && !cancel.aborted) return 'late';
    if (cancel.aborted || !(error instanceof UserError)) throw error;
    return 'unfit';
  }
}

function onDemo(templates: readonly string[], note: string): Shown {
  const examples = fillAll(templates, DEMO_WORDS).map((statement) => ({ statement, answer: null }));
  return { heading: 'examples, with the names of the demo reef', examples, note };
}

function fillAll(templates: readonly string[], words: ExampleWords): readonly string[] {
  return templates.flatMap((template) => fillExample(template, words) ?? []);
}
