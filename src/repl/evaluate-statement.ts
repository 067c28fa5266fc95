import { openedText } from '../commands/opened-text.ts';
import { UserError } from '../diagnostics.ts';
import type { Job } from '../dataset/model/job.ts';
import type { Bound } from '../dataset/query/bind.ts';
import { CURRENT } from '../dataset/query/sources.ts';
import type { Output } from '../output.ts';
import type { Evaluated, StatementEngine } from './engine.ts';
import { answerOf, bindText, warningsOf, type Variable } from './evaluate-expression.ts';
import { namesOfDatasets } from './names-of-datasets.ts';
import { readStatement } from './read-statement.ts';
import { runCommand } from './run-command.ts';
import type { Cell } from './session-events.ts';
import { trimStatement } from './trailing-ampersand.ts';

/** A statement, and whom to tell what while it runs. */
export type Evaluation = {
  readonly engine: StatementEngine;
  readonly cell: Cell;
  readonly job: Job;
  readonly warn: (warning: UserError) => void;
  /** An output before the last one. */
  readonly show: (output: Output) => void;
  /** The rest of it goes on behind the prompt: it asked for that, and nothing is wrong with how it is written. */
  readonly send: () => void;
};

/** What a statement came to, and what is to be kept of it under its name and number. */
type EvaluatedStatement = Evaluated & {
  readonly variable?: { readonly name: string | undefined; readonly value: Variable };
};

/** Reads and runs a statement. @throws UserError */
export async function evaluateStatement(evaluation: Evaluation): Promise<EvaluatedStatement> {
  const { engine, cell, job, show, send } = evaluation;
  const read = await readStatement(cell.statement, {
    commands: engine.commands,
    bind: (text) => bindText(text, engine.environment()),
    isLetGo: (number) => engine.finished.isLetGo(number),
    datasets: () => namesOfDatasets(engine.ports.library),
  });
  if (read.kind === 'import') return importIgnored(evaluation);
  const statement = read.isSentBehind ? trimStatement(cell.statement).text : cell.statement;
  const call = {
    statement,
    number: cell.number,
    show,
    warn: evaluation.warn,
    checked: read.isSentBehind ? send : () => undefined,
  };
  if (read.kind === 'words') {
    const { command, words } = read;
    return runCommand(engine, { kind: 'words', command, words, ...call }, job);
  }
  const { name, bound, definition } = read;
  if (bound.kind === 'command') {
    await warn(evaluation, bound);
    return runCommand(engine, { kind: 'call', bound, definition, ...call }, job);
  }
  if (name !== undefined && CURRENT.has(name) && bound.kind === 'view') return open(bound.plan.dataset, engine);
  await warn(evaluation, bound);
  return answer({ name, definition }, bound, evaluation);
}

/** Notebooks begin with imports: what they name is known here without. */
function importIgnored({ warn: tell }: Evaluation): EvaluatedStatement {
  tell(new UserError('unsupported', 'a Python import is not needed here: dataset, F and fo are known'));
  return { output: undefined, comparable: false };
}

/** `ds = open('reef')` does what `open reef` does. */
async function open(name: string, engine: StatementEngine): Promise<EvaluatedStatement> {
  await engine.use(name);
  return { output: await openedText(await engine.dataset(name)), comparable: false };
}

/** A view that is only named is not evaluated. */
async function answer(
  { name, definition }: { readonly name: string | undefined; readonly definition: string | undefined },
  bound: Exclude<Bound, { kind: 'command' }>,
  { engine, job }: Evaluation,
): Promise<EvaluatedStatement> {
  if (bound.kind === 'view') {
    const output = name === undefined ? await answerOf(bound, engine.environment(), job.signal) : undefined;
    const value: Variable = { kind: 'view', plan: bound.plan, text: definition ?? 'ds' };
    return { output, comparable: true, variable: { name, value } };
  }
  const found = await answerOf(bound, engine.environment(), job.signal);
  const output = name === undefined ? found : undefined;
  return { output, comparable: true, variable: { name, value: { kind: 'value', answer: found } } };
}

async function warn({ engine, job, warn: tell }: Evaluation, bound: Bound): Promise<void> {
  if (bound.kind === 'value' || bound.mentions.length === 0) return;
  const dataset = await engine.dataset(bound.plan.dataset);
  for (const warning of await warningsOf(bound.mentions, dataset, job.signal)) tell(warning);
}
