import { cancelled, type ErrorCode, type Span, UserError } from '../diagnostics.ts';
import type { Dataset } from '../dataset/dataset.ts';
import type { Job, Progress } from '../dataset/model/job.ts';
import type { Scalar } from '../dataset/query/answer.ts';
import type { Bound } from '../dataset/query/bind.ts';
import { namesOf } from '../commands/command-named.ts';
import { commands, reservedWords } from '../commands/index.ts';
import type { AnyCommand } from '../commands/define-command.ts';
import type { Paths } from '../commands/context.ts';
import { readCommandLine, unknownCommand } from './command-line.ts';
import { stripComments } from './comments.ts';
import type { Engine, Evaluated, SessionOptions, SessionPorts } from './engine.ts';
import { answerOf, bindText, type Environment, unknownValues, type Variable } from './evaluate-expression.ts';
import { runCommand } from './run-command.ts';
import { type RunningStatement, runningStatement } from './running-statement.ts';
import type { Definition } from './past-sessions.ts';
import { type NotRestored, restoreVariables } from './restore-variables.ts';
import type { Cell, SessionEvent, SessionListener, SessionState } from './session-events.ts';

/**
 * The headless engine: takes lines, evaluates them one at a time, and tells subscribers what happens. It writes to no
 * stream; a screen, a pipe and a replay are subscribers that print the same bytes.
 */
export class Session implements Engine {
  readonly ports: SessionPorts;
  readonly commands: readonly AnyCommand[] = commands;
  readonly #cells: Cell[] = [];
  readonly #variables = new Map<string, Variable>();
  readonly #datasets = new Map<string, Promise<Dataset>>();
  readonly #background = new Map<string, Promise<Dataset>>();
  readonly #listeners = new Set<SessionListener>();
  readonly #params: Readonly<Record<string, Scalar>>;
  #current: string | undefined;
  #running: RunningStatement | undefined;
  #progress: Progress | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #ended = false;
  #state: SessionState | undefined;

  constructor(ports: SessionPorts, options: SessionOptions) {
    this.ports = ports;
    this.#current = options.dataset;
    this.#params = options.params;
  }

  /** Subscribes; the returned function unsubscribes. */
  on(listener: SessionListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Evaluates a statement after those submitted before it. Never rejects: failures are in the cell. */
  submit(statement: string): Promise<Cell> {
    const cell = this.#queue.then(() => this.#run(statement));
    this.#queue = cell;
    return cell;
  }

  /**
   * Asks the running statement to stop. It ends with the error `cancelled`, and the session goes on. Work in parts ends
   * after the part at hand instead, unless it was asked before or is to stop `now`. @returns which of them it is
   */
  interrupt(how: 'gently' | 'now' = 'gently'): 'gently' | 'now' {
    const running = this.#running;
    const part = running?.interrupt(how);
    if (running === undefined || part === undefined) return 'now';
    this.#emit({ type: 'cell:ending', cell: running.cell, part });
    return 'gently';
  }

  /** Cells so far, in order. */
  get cells(): readonly Cell[] {
    return this.#cells;
  }

  get current(): string | undefined {
    return this.#current;
  }

  get variables(): ReadonlyMap<string, Variable> {
    return this.#variables;
  }

  /** The same object until something changes: made for `useSyncExternalStore`. */
  snapshot(): SessionState {
    this.#state ??= {
      dataset: this.#current,
      running: this.#running?.cell,
      progress: this.#progress,
      variables: [...this.#variables.keys()].filter((name) => !name.startsWith('_')),
      ended: this.#ended,
    };
    return this.#state;
  }

  /** Makes `ds` mean another dataset. @throws UserError `not-found` */
  async use(name: string): Promise<void> {
    await this.dataset(name);
    this.#current = name;
    this.#changed();
    this.ports.remember(name);
  }

  /** Names the views again that an earlier session defined, before the next statement. @returns those that cannot be */
  restore(definitions: readonly Definition[]): Promise<readonly NotRestored[]> {
    const set = (name: string, variable: Variable): void => {
      this.#variables.set(name, variable);
      this.#changed();
    };
    const restored = this.#queue.then(() => restoreVariables(definitions, this.environment(), set));
    this.#queue = restored;
    return restored;
  }

  /** An open dataset, opened when first asked for. @throws UserError `not-found`, `unreadable` */
  dataset(name: string): Promise<Dataset> {
    return this.#open(name, this.#datasets, this.ports.runner);
  }

  /**
   * The same, opened a second time for questions that nobody waits for, always in a process of its own: cancelling one of
   * them, which ends that process, holds up no statement.
   */
  background(name: string): Promise<Dataset> {
    return this.#open(name, this.#background, 'child');
  }

  /** Closes a dataset that is about to be renamed or deleted; true where it was the one `ds` means. */
  async release(name: string): Promise<boolean> {
    for (const opened of [this.#datasets, this.#background]) {
      const open = opened.get(name);
      opened.delete(name);
      if (open !== undefined) await (await open).close();
    }
    const wasCurrent = this.#current === name;
    if (wasCurrent) this.#current = undefined;
    this.#changed();
    return wasCurrent;
  }

  /** Lets go of everything; afterwards `ended` is true. */
  async close(): Promise<void> {
    this.interrupt('now');
    await this.#queue;
    const open = await Promise.allSettled([...this.#datasets.values(), ...this.#background.values()]);
    this.#datasets.clear();
    this.#background.clear();
    for (const result of open) if (result.status === 'fulfilled') await result.value.close();
    this.end();
  }

  /** Marks the session as over: the screen leaves. */
  end(): void {
    this.#ended = true;
    this.#changed();
  }

  /** A session of its own on the same library, for a replay. */
  fork(options: SessionOptions, paths: Paths): Session {
    return new Session({ ...this.ports, paths, remember: () => undefined }, options);
  }

  environment(): Environment {
    return {
      current: this.#current,
      variables: this.#variables,
      params: this.#params,
      chainable: new Set(this.commands.filter(({ scope }) => scope !== 'none').flatMap(namesOf)),
      takingViews: new Set(this.commands.filter(takesView).flatMap(namesOf)),
      dataset: (name) => this.dataset(name),
    };
  }

  #open(name: string, opened: Map<string, Promise<Dataset>>, runner: SessionPorts['runner']): Promise<Dataset> {
    const open = opened.get(name);
    if (open !== undefined) return open;
    const opening = this.ports.library.open(name, { runner });
    opened.set(name, opening);
    opening.catch(() => opened.delete(name));
    return opening;
  }

  async #run(statement: string): Promise<Cell> {
    const started = this.ports.now();
    let cell: Cell = { ...BLANK, number: this.#cells.length + 1, statement };
    this.#cells.push(cell);
    const running = runningStatement(cell);
    this.#running = running;
    this.#emit({ type: 'cell:started', cell });
    try {
      const { output, comparable } = await this.#evaluate(running);
      cell = { ...cell, state: 'done', output, comparable, ms: this.ports.now() - started };
      this.#cells[cell.number - 1] = cell;
      if (output !== undefined) this.#emit({ type: 'cell:output', cell, output });
    } catch (error) {
      const failure = running.signal.aborted && !(error instanceof UserError) ? cancelled(error) : error;
      cell = { ...cell, state: 'failed', error: failure, ms: this.ports.now() - started };
      this.#cells[cell.number - 1] = cell;
      this.#emit({ type: 'cell:failed', cell, error: failure });
    }
    this.#running = undefined;
    this.#progress = undefined;
    this.#emit({ type: 'cell:finished', cell });
    return cell;
  }

  async #evaluate(running: RunningStatement): Promise<Evaluated> {
    const { cell, signal } = running;
    const { statement } = cell;
    const text = stripComments(statement);
    const job = this.#jobOf(running);
    const line = readCommandLine(text, this.commands);
    if (line !== undefined) return runCommand(this, { kind: 'words', ...line, statement }, job);
    const assignment = await bindText(text, this.environment()).catch((error: unknown) => {
      throw this.#clearer(error, text);
    });
    const { name, bound, definition } = assignment;
    if (bound.kind === 'command') return runCommand(this, { kind: 'call', bound, definition, statement }, job);
    if (name !== undefined) this.#checkName(name, assignment.nameSpan);
    await this.#warn(cell, bound, signal);
    return this.#answer({ name, number: cell.number, definition }, bound, signal);
  }

  /** Keeps what was bound under its name and number; a view that is only named is not evaluated. */
  async #answer(
    { name, number, definition }: Named,
    bound: Exclude<Bound, { kind: 'command' }>,
    signal: AbortSignal,
  ): Promise<Evaluated> {
    if (bound.kind === 'view') {
      const output = name === undefined ? await answerOf(bound, this.environment(), signal) : undefined;
      this.#assign(name, number, { kind: 'view', plan: bound.plan, text: definition ?? 'ds' });
      return { output, comparable: true };
    }
    const answer = await answerOf(bound, this.environment(), signal);
    this.#assign(name, number, { kind: 'value', answer });
    return { output: name === undefined ? answer : undefined, comparable: true };
  }

  #checkName(name: string, span: Span | undefined): void {
    if (!reservedWords.has(name) && !/^_\d*$/u.test(name)) return;
    throw new UserError('bad-argument', `${name} means something already`, {
      ...(span && { span }),
      hint: 'give the variable another name',
    });
  }

  #assign(name: string | undefined, number: number, variable: Variable): void {
    if (name !== undefined) this.#variables.set(name, variable);
    this.#variables.set('_', variable);
    this.#variables.set(`_${String(number)}`, variable);
    this.#changed();
  }

  async #warn(cell: Cell, bound: Bound, signal: AbortSignal): Promise<void> {
    if (bound.kind === 'value' || bound.mentions.length === 0) return;
    const dataset = await this.dataset(bound.plan.dataset);
    for (const warning of await unknownValues(bound.mentions, dataset, signal)) {
      this.#emit({ type: 'cell:warning', cell, warning });
    }
  }

  /** An error of the language, or the one about a command that was meant. */
  #clearer(error: unknown, text: string): unknown {
    const meant: readonly ErrorCode[] = ['syntax', 'unknown-name'];
    if (!(error instanceof UserError) || !meant.includes(error.code)) return error;
    return unknownCommand(text, this.commands) ?? error;
  }

  #jobOf({ cell, signal, inParts }: RunningStatement): Job {
    const report = (progress: Progress): void => {
      this.#progress = progress;
      this.#emit({ type: 'progress', cell, progress });
    };
    return { signal, report, inParts };
  }

  #changed(): void {
    this.#state = undefined;
  }

  #emit(event: SessionEvent): void {
    this.#changed();
    for (const listener of this.#listeners) listener(event);
  }
}

/** What a statement assigns to, and what the view is that it yields. */
type Named = {
  readonly name: string | undefined;
  readonly number: number;
  readonly definition: string | undefined;
};

function takesView({ params }: AnyCommand): boolean {
  return params.some(({ type }) => type === 'view');
}

const BLANK = { state: 'running', output: undefined, error: undefined, ms: 0, comparable: false } as const;
