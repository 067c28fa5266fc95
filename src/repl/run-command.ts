import { UserError } from '../diagnostics.ts';
import { commandNamed } from '../commands/command-named.ts';
import type { KnownVariable, Context, Query, Target } from '../commands/context.ts';
import type { AnyCommand } from '../commands/define-command.ts';
import { ON_SCREEN } from '../commands/standard-output.ts';
import { type Arguments, parseCall, parseWords } from '../commands/parse-arguments.ts';
import type { Word } from '../dataset/model/words.ts';
import type { Dataset } from '../dataset/dataset.ts';
import type { Job } from '../dataset/model/job.ts';
import type { Answer } from '../dataset/query/answer.ts';
import type { Bound } from '../dataset/query/bind.ts';
import { wholeDataset } from '../dataset/query/plan.ts';
import { CURRENT } from '../dataset/query/sources.ts';
import { DEMO } from './demo-library.ts';
import { answerOf, bindText, type Environment, warningsOf } from './evaluate-expression.ts';
import { lastResult, resultOf } from './results-so-far.ts';
import { replayScript } from './replay.ts';
import type { Output } from '../output.ts';
import type { Evaluated, StatementEngine } from './engine.ts';
import { taxonomyPlaces } from './taxonomy-places.ts';
import { writePieces } from './text-files.ts';
import { transcriptOf } from './transcript.ts';

/** A call of a command: from words, `export yolo out/`, or at the end of a chain, `v.export('yolo', 'out/')`. */
export type Call =
  | ({
      readonly kind: 'words';
      readonly command: AnyCommand;
      readonly words: readonly Word[];
    } & Calling)
  | ({
      readonly kind: 'call';
      readonly bound: Extract<Bound, { kind: 'command' }>;
      /** The text of the view that it is chained on. */
      readonly definition: string | undefined;
    } & Calling);

/** The statement that calls, its number, and whom it tells. */
type Calling = {
  readonly statement: string;
  readonly number: number;
  /** An output before the last one. */
  readonly show: (output: Output) => void;
  readonly warn: (warning: UserError) => void;
  /** Called when the arguments have been found to be right, before anything is done. */
  readonly checked: () => void;
};

/** Checks the arguments of a call and runs it. @throws UserError */
export async function runCommand(session: StatementEngine, call: Call, job: Job): Promise<Evaluated> {
  const command = call.kind === 'words' ? call.command : chainedCommand(session, call.bound.command);
  const args = command.later === true ? NO_ARGUMENTS : argumentsOf(command, call, session.environment().params);
  expectWhole(command, call);
  call.checked();
  const output = await command.run(args.input, contextOf(session, call, args, job));
  return { output, comparable: command.effect === 'nothing' || command.effect === 'files' };
}

/**
 * What changes or keeps a dataset as a whole stands behind no stage: it would look as if it were about the samples that are left.
 * @throws UserError `usage`
 */
function expectWhole({ name, scope, effect, params }: AnyCommand, call: Call): void {
  if (call.kind !== 'call' || call.bound.plan.stages.length === 0) return;
  if (scope !== 'dataset' || effect === 'nothing' || effect === 'session') return;
  if (params.some(({ type }) => type === 'view' || type === 'dataset')) return;
  throw new UserError('usage', `${name} is about a dataset, not about a view of some of it`, {
    hint: `write ds.${name}(...); clone makes a dataset of a view`,
  });
}

const NO_ARGUMENTS: Arguments = { input: {}, dataset: undefined, view: undefined };

function argumentsOf(command: AnyCommand, call: Call, params: Environment['params']): Arguments {
  if (call.kind === 'words') return parseWords(command, call.words, params);
  return parseCall(command, call.bound.args, call.bound.options);
}

function contextOf(session: StatementEngine, call: Call, args: Arguments, job: Job): Context {
  const { ports } = session;
  return {
    library: ports.library,
    job,
    statement: call.statement,
    chained: call.kind === 'call',
    targeted: call.kind === 'call' || args.dataset !== undefined || args.view !== undefined,
    viewed: args.view !== undefined,
    paths: ports.paths,
    files: { readText: ports.readText, writeText: ports.writeText, writePieces },
    standardOutput: ports.standardOutput ?? ON_SCREEN,
    taxonomies: taxonomyPlaces(ports),
    env: ports.env,
    settings: ports.settings,
    commands: session.commands,
    show: call.show,
    expectValue: (value, paths, dataset) => expectValue(value, paths, { dataset, call, job }),
    number: call.number,
    jobs: session.jobs,
    watches: session.watches,
    machine: ports.machine,
    target: (dataset = args.dataset) => targetOf(session, call, { ...args, dataset }),
    view: (text) => placed(call.statement, text, viewOf(session, text, datasetOf(session, call, args))),
    query: (text) => placed(call.statement, text, queryOf(session, text, datasetOf(session, call, args))),
    dataset: (name) => session.dataset(name),
    session: {
      transcript: () => transcriptOf(session),
      replay: (text, options) => replayScript(session, text, options, job),
      background: () => backgroundOf(session),
      evaluate: (text, signal) => evaluate(session, text, signal),
      variable: (name) => variableNamed(session, name),
      timeLimit: ports.timeLimit,
      last: (which) => lastResult(session, which),
      result: (text) => placed(call.statement, text, resultOf(session, text, job.signal)),
      use: (name) => session.use(name),
      release: (name) => session.release(name),
      history: (search) => ports.history(search),
      sessions: ports.sessions,
      end: () => {
        session.end();
      },
    },
  };
}

async function expectValue(
  value: string,
  [path, ...others]: readonly string[],
  { dataset, call, job }: { readonly dataset: Dataset; readonly call: Call; readonly job: Job },
): Promise<void> {
  if (path === undefined) return;
  const mention = { path, others, value, span: { start: 0, end: call.statement.length } };
  for (const warning of await warningsOf([mention], dataset, job.signal)) call.warn(warning);
}

/** Errors of an expression that stands in a statement, at their place in the statement. */
async function placed<T>(statement: string, text: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof UserError) || error.span === undefined) throw error;
    const { code, message, hint, span, fix } = error;
    const at = statement.indexOf(text);
    throw new UserError(code, message, {
      cause: error,
      ...(at >= 0 && { span: { start: span.start + at, end: span.end + at } }),
      ...(hint !== undefined && { hint }),
      ...(fix !== undefined && { fix }),
    });
  }
}

/** What `ds` means in the arguments of a call: the dataset of its view, or the one that it names. */
function datasetOf(session: StatementEngine, call: Call, args: Arguments): string | undefined {
  return call.kind === 'call' ? call.bound.plan.dataset : (args.dataset ?? session.current);
}

/** The open dataset, for questions that nobody waits for; not the demo reef where it would have to be made first. */
async function backgroundOf(session: StatementEngine): Promise<Dataset | undefined> {
  const { current, ports } = session;
  if (current === undefined || (current === DEMO && !(await ports.library.has(DEMO)))) return undefined;
  return session.background(current);
}

function variableNamed(session: StatementEngine, name: string): KnownVariable | undefined {
  const variable = session.environment().variables.get(name);
  if (variable === undefined) return undefined;
  if (variable.kind === 'view') return { kind: 'view', dataset: variable.plan.dataset, text: variable.text };
  return { kind: 'value', answer: variable.answer, statement: statementOf(session, name) };
}

/** The statement that gave a result its name, or that the name of a result counts. */
function statementOf({ finished }: StatementEngine, name: string): string | undefined {
  const number = /^_(\d+)$/u.exec(name)?.[1];
  const done = finished.recent().filter(({ state }) => state === 'done');
  if (number !== undefined) return done.find((cell) => String(cell.number) === number)?.statement;
  return done.findLast(({ statement }) => /^\s*(\w+)\s*=(?!=)/u.exec(statement)?.[1] === name)?.statement;
}

async function evaluate(session: StatementEngine, text: string, signal: AbortSignal): Promise<Answer> {
  const environment = { ...session.environment(), dataset: (name: string) => session.background(name) };
  const { bound } = await bindText(text, environment);
  return answerOf(bound, environment, signal);
}

async function targetOf(session: StatementEngine, call: Call, { dataset: named, view }: Arguments): Promise<Target> {
  if (call.kind === 'call') {
    if (named !== undefined || view !== undefined) {
      throw new UserError('usage', 'a chained command works on the view before it', {
        hint: 'leave out dataset and view',
      });
    }
    const { plan } = call.bound;
    return { dataset: await session.dataset(plan.dataset), plan, text: call.definition ?? 'ds' };
  }
  const name = named ?? session.current;
  if (view !== undefined) return placed(call.statement, view, viewOf(session, view, name));
  if (name === undefined) {
    throw new UserError('usage', 'no dataset is open', { hint: 'name one with -d NAME; datasets lists them' });
  }
  return { dataset: await session.dataset(name), plan: wholeDataset(name), text: 'ds' };
}

async function viewOf(session: StatementEngine, text: string, current: string | undefined): Promise<Target> {
  const saved = await savedViewNamed(session, text, current);
  const { bound, definition = 'ds' } = await bindText(saved ?? text, { ...session.environment(), current });
  if (bound.kind !== 'view') {
    throw new UserError('bad-argument', `not a view: ${text}`, {
      hint: "write a variable, a saved view or an expression such as ds.matchTags('train')",
    });
  }
  return { dataset: await session.dataset(bound.plan.dataset), plan: bound.plan, text: definition };
}

/** Where an expression opens a dataset of its own, that of the session is not asked. */
const OPENING = /^\s*(open|fo\.load_dataset)\s*\(/u;

/** An expression that loads the saved view, where one has that name and no variable does. */
async function savedViewNamed(
  session: StatementEngine,
  name: string,
  current: string | undefined,
): Promise<string | undefined> {
  const means = CURRENT.has(name) || name.startsWith('_') || session.environment().variables.has(name);
  if (current === undefined || means || OPENING.test(name)) return undefined;
  const views = await (await session.dataset(current)).savedViews();
  const found = views.find((view) => view.name.toLowerCase() === name.toLowerCase());
  return found && `ds.loadSavedView(${JSON.stringify(found.name)})`;
}

async function queryOf(session: StatementEngine, text: string, current: string | undefined): Promise<Query> {
  const { bound } = await bindText(text, { ...session.environment(), current });
  if (bound.kind === 'view' || bound.kind === 'aggregate') {
    return { dataset: await session.dataset(bound.plan.dataset), bound };
  }
  throw new UserError('bad-argument', `nothing is asked of a dataset: ${text}`, {
    hint: 'write a view, or a question about one',
  });
}

function chainedCommand(session: StatementEngine, name: string): AnyCommand {
  const command = commandNamed(name, session.commands);
  if (command === undefined) throw new Error(`bound to a command that does not exist: ${name}`);
  return command;
}
