import { type ErrorCode, type Span, UserError } from '../diagnostics.ts';
import type { Job } from '../dataset/model/job.ts';
import type { Bound } from '../dataset/query/bind.ts';
import { commandNamed } from '../commands/command-named.ts';
import type { AnyCommand } from '../commands/define-command.ts';
import { reservedWords } from '../commands/index.ts';
import type { Output } from '../output.ts';
import { readCommandLine, unknownCommand } from './command-line.ts';
import type { Engine, Evaluated, StatementEngine } from './engine.ts';
import { answerOf, bindText, unknownValues, type Variable } from './evaluate-expression.ts';
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
  const { text, ampersand } = trimStatement(cell.statement);
  const statement = ampersand === undefined ? cell.statement : text;
  const call = { statement, number: cell.number, show, checked: ampersand === undefined ? () => undefined : send };
  const line = readCommandLine(text, engine.commands);
  if (line !== undefined) {
    if (ampersand !== undefined) expectWork(line.command, ampersand);
    return runCommand(engine, { kind: 'words', ...line, ...call }, job);
  }
  const { name, nameSpan, bound, definition } = await bindText(text, engine.environment()).catch((error: unknown) => {
    throw clearer(error, text, engine);
  });
  if (ampersand !== undefined) {
    expectWork(bound.kind === 'command' ? commandNamed(bound.command, engine.commands) : undefined, ampersand);
  }
  if (bound.kind === 'command') return runCommand(engine, { kind: 'call', bound, definition, ...call }, job);
  if (name !== undefined) checkName(name, nameSpan);
  await warn(evaluation, bound);
  return answer({ name, definition }, bound, evaluation);
}

/** Only what takes its time goes behind the prompt: questions are sent there with Ctrl-B. */
function expectWork(command: AnyCommand | undefined, ampersand: number): void {
  if (command !== undefined && command.effect !== 'session') return;
  const what = command === undefined ? 'only commands are started' : `${command.name} is not started`;
  throw new UserError('bad-argument', `${what} behind the prompt`, {
    span: { start: ampersand, end: ampersand + 1 },
    hint: command === undefined ? 'leave & out; Ctrl-B sends what runs behind the prompt' : 'leave & out',
  });
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

function checkName(name: string, span: Span | undefined): void {
  if (!reservedWords.has(name) && !/^_\d*$/u.test(name)) return;
  throw new UserError('bad-argument', `${name} means something already`, {
    ...(span && { span }),
    hint: 'give the variable another name',
  });
}

async function warn({ engine, job, warn: tell }: Evaluation, bound: Bound): Promise<void> {
  if (bound.kind === 'value' || bound.mentions.length === 0) return;
  const dataset = await engine.dataset(bound.plan.dataset);
  for (const warning of await unknownValues(bound.mentions, dataset, job.signal)) tell(warning);
}

/** An error of the language, or the one about a command that was meant, or about a result that is no longer kept. */
function clearer(error: unknown, text: string, { commands, finished }: Engine): unknown {
  const meant: readonly ErrorCode[] = ['syntax', 'unknown-name'];
  if (!(error instanceof UserError) || !meant.includes(error.code)) return error;
  const { start = 0, end = 0 } = error.span ?? {};
  const number = /^_(\d+)$/u.exec(text.slice(start, end))?.[1];
  if (number === undefined || !finished.isLetGo(Number(number))) return unknownCommand(text, commands) ?? error;
  return new UserError('not-found', `the result of statement ${number} is no longer kept`, {
    span: { start, end },
    hint: `only the latest are; give what is to stay a name, or run the statement again`,
  });
}
