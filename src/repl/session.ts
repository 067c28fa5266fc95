import { cancelled, UserError } from '../diagnostics.ts';
import type { Dataset } from '../dataset/dataset.ts';
import type { Job, Progress } from '../dataset/model/job.ts';
import type { Scalar } from '../dataset/query/answer.ts';
import { findTaxonomy } from '../dataset/taxonomy/find-taxonomy.ts';
import { namesOf } from '../commands/command-named.ts';
import { commands } from '../commands/index.ts';
import type { AnyCommand } from '../commands/define-command.ts';
import type { Paths } from '../commands/context.ts';
import { UNREAD } from '../commands/standard-output.ts';
import type { JobInfo } from '../output.ts';
import type { Engine, SessionOptions, SessionPorts } from './engine.ts';
import type { Environment, Variable } from './evaluate-expression.ts';
import { evaluateStatement } from './evaluate-statement.ts';
import { finishedCells } from './finished-cells.ts';
import { createJobs } from './jobs.ts';
import { isOfDataset, type OpenDatasets, openDatasets } from './open-datasets.ts';
import { type RunningStatement, runningStatement } from './running-statement.ts';
import type { Definition } from './past-sessions.ts';
import { type NotRestored, restoreVariables } from './restore-variables.ts';
import { taxonomyPlaces } from './taxonomy-places.ts';
import type { Cell, SessionEvent, SessionListener, SessionState } from './session-events.ts';
import { engineFor } from './statement-engine.ts';
import { stepOfCell } from './step-of-cell.ts';
import { isSentBehind } from './trailing-ampersand.ts';
import { createWatches } from './watches.ts';

/**
 * The headless engine: takes lines, evaluates them one at a time, and tells subscribers what happens. It writes to no
 * stream; a screen, a pipe and a replay are subscribers that print the same bytes. A statement that is sent behind the prompt
 * goes on beside those that follow it, and keeps its number.
 */
export class Session implements Engine {
  readonly ports: SessionPorts;
  readonly commands: readonly AnyCommand[] = commands;
  readonly finished = finishedCells((cell) => stepOfCell(cell, this.commands));
  /** What goes on behind the prompt. */
  readonly jobs = createJobs();
  /** What is followed while it changes. */
  readonly watches = createWatches((name) => this.followed(name));
  readonly #variables = new Map<string, Variable>();
  readonly #background: OpenDatasets;
  readonly #counting: OpenDatasets;
  readonly #listeners = new Set<SessionListener>();
  readonly #params: Readonly<Record<string, Scalar>>;
  #datasets: OpenDatasets;
  #current: string | undefined;
  #count = 0;
  #running: RunningStatement | undefined;
  #progress: Progress | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #toldHolding: number | undefined;
  #ended = false;
  #state: SessionState | undefined;

  constructor(ports: SessionPorts, options: SessionOptions) {
    this.ports = ports;
    this.#current = options.dataset;
    this.#params = options.params;
    this.#datasets = openDatasets(ports.library, ports.runner);
    this.#background = openDatasets(ports.library, 'child');
    this.#counting = openDatasets(ports.library, 'child');
  }

  /** Subscribes; the returned function unsubscribes. */
  on(listener: SessionListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Evaluates a statement after those submitted before it. Resolves when it has ended, or goes on behind the prompt. Never
   * rejects: failures are in the cell.
   */
  submit(statement: string): Promise<Cell> {
    const cell = this.#queue.then(() => this.#runInFront(statement));
    this.#queue = cell;
    return cell;
  }

  /**
   * Asks the running statement to stop, or the job that it has brought to the front. It ends with the error `cancelled`, and
   * the session goes on. Work in parts ends after the part at hand instead, unless it was asked before or is to stop `now`.
   * @returns which of them it is
   */
  interrupt(how: 'gently' | 'now' = 'gently'): 'gently' | 'now' {
    const running = this.#running;
    const part = (this.jobs.inFront() ?? running)?.interrupt(how);
    if (running === undefined || part === undefined) return 'now';
    this.#emit({ type: 'cell:ending', cell: running.cell, part });
    return 'gently';
  }

  /** Sends the running statement behind the prompt; false where none runs, or there is no prompt. */
  sendBehind(): boolean {
    const running = this.#running;
    if (running === undefined || this.ports.prompt !== true) return false;
    if (this.jobs.inFront() !== undefined) this.jobs.letGo();
    else this.#send(running);
    return true;
  }

  /** What a cell does that brings a job to the front. @throws UserError `not-found` */
  async bringToFront(cell: Cell, number: number | undefined): Promise<void> {
    const { job, over } = this.jobs.bring(number);
    this.#emit({ type: 'cell:brought', cell, job });
    await over;
  }

  /**
   * The jobs for which whoever wants to leave should think again: none where they were told before, and no statement has begun
   * since the one with number `since`.
   */
  holding(since = this.#count): readonly JobInfo[] {
    const jobs = this.jobs.list();
    if (this.#toldHolding === since) return [];
    this.#toldHolding = this.#count;
    return jobs;
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
    return this.#datasets.get(name, this.#running && this.#jobOf(this.#running));
  }

  /**
   * The same, opened a second time for questions that nobody waits for, always in a process of its own: cancelling one of
   * them, which ends that process, holds up no statement.
   */
  background(name: string): Promise<Dataset> {
    return this.#background.get(name);
  }

  /** The same for counts of what is being typed: these may take long, and what is asked in the background must not wait for them. */
  counting(name: string): Promise<Dataset> {
    return this.#counting.get(name);
  }

  /** The same for what is followed while it is there: one that is gone is not made again, as the demo reef is. */
  async followed(name: string): Promise<Dataset> {
    if (await this.ports.library.has(name)) return this.background(name);
    throw new UserError('not-found', `there is no dataset ${name} any more`);
  }

  /** Closes a dataset that is about to be renamed or deleted, and its snapshots; true where `ds` means one of them. */
  async release(name: string): Promise<boolean> {
    await this.#datasets.release(name);
    await this.#background.release(name);
    await this.#counting.release(name);
    const wasCurrent = this.#current !== undefined && isOfDataset(this.#current, name);
    if (wasCurrent) this.#current = undefined;
    this.#changed();
    return wasCurrent;
  }

  /** Lets go of everything, jobs as well; afterwards `ended` is true. */
  async close(): Promise<void> {
    this.interrupt('now');
    this.watches.close();
    await this.#queue;
    await this.jobs.close();
    await this.#datasets.close();
    await this.#background.close();
    await this.#counting.close();
    this.end();
  }

  /** Marks the session as over: the screen leaves. */
  end(): void {
    this.#ended = true;
    this.#changed();
  }

  /** A session of its own on the same library, for a replay: without a prompt; nobody reads its documents, which are compared. */
  fork(options: SessionOptions, paths: Paths): Session {
    return new Session(
      { ...this.ports, paths, remember: () => undefined, prompt: false, standardOutput: UNREAD },
      options,
    );
  }

  environment(): Environment {
    return {
      current: this.#current,
      variables: this.#variables,
      params: this.#params,
      chainable: new Set(this.commands.filter(({ scope }) => scope !== 'none').flatMap(namesOf)),
      takingViews: new Set(this.commands.filter(taking('view')).flatMap(namesOf)),
      takingSources: new Set(this.commands.filter(taking('source')).flatMap(namesOf)),
      dataset: (name) => this.dataset(name),
      taxonomy: (name) => findTaxonomy(name, taxonomyPlaces(this.ports)),
    };
  }

  async #runInFront(statement: string): Promise<Cell> {
    const running = this.#begin(statement);
    this.#running = running;
    this.#emit({ type: 'cell:started', cell: running.cell });
    const ended = this.#run(running);
    return Promise.race([ended, running.sent.then(() => running.cell)]);
  }

  #begin(statement: string): RunningStatement {
    this.#count += 1;
    const cell: Cell = { ...BLANK, number: this.#count, statement };
    const { library, runner, now, prompt } = this.ports;
    const isOwn = prompt === true && isSentBehind(statement);
    return runningStatement(cell, isOwn ? openDatasets(library, runner) : this.#datasets, now);
  }

  async #run(running: RunningStatement): Promise<Cell> {
    const { started, signal } = running;
    let cell = running.cell;
    const ms = (): number => this.ports.now() - started;
    try {
      const { output, comparable, variable } = await evaluateStatement(this.#callOf(running));
      if (variable !== undefined) this.#assign(variable.name, running, variable.value);
      cell = { ...cell, state: 'done', output, comparable, ms: ms() };
      this.#keep(cell);
      if (output !== undefined) this.#emit({ type: 'cell:output', cell, output });
    } catch (error) {
      const failure = signal.aborted && !(error instanceof UserError) ? cancelled(error) : error;
      cell = { ...cell, state: 'failed', error: failure, ms: ms() };
      this.#keep(cell);
      this.#emit({ type: 'cell:failed', cell, error: failure });
    }
    await this.#settle(running);
    this.#emit({ type: 'cell:finished', cell });
    return cell;
  }

  /** What evaluating a statement asks for and tells. */
  #callOf(running: RunningStatement): Parameters<typeof evaluateStatement>[0] {
    const { cell } = running;
    const job = this.#jobOf(running);
    return {
      engine: engineFor(this, running, job),
      cell,
      job,
      warn: (warning) => {
        this.#emit({ type: 'cell:warning', cell, warning });
      },
      show: (output) => {
        this.#emit({ type: 'cell:output', cell, output });
      },
      send: () => {
        if (this.ports.prompt === true) this.#send(running);
      },
    };
  }

  #jobOf(running: RunningStatement): Job {
    const { signal, inParts } = running;
    const report = (progress: Progress): void => {
      this.#report(running, progress);
    };
    return { signal, inParts, report };
  }

  #report(running: RunningStatement, progress: Progress): void {
    running.report(progress);
    if (running === (this.jobs.inFront() ?? this.#running)) this.#progress = progress;
    this.#emit({ type: 'progress', cell: running.cell, progress });
  }

  /** Its datasets go along, so that a question that it asks holds up none that follows. */
  #send(running: RunningStatement): void {
    if (running !== this.#running) return;
    if (running.datasets === this.#datasets) this.#datasets = openDatasets(this.ports.library, this.ports.runner);
    this.jobs.add(running);
    [this.#running, this.#progress] = [undefined, undefined];
    running.send();
    this.#emit({ type: 'cell:sent', cell: running.cell });
  }

  async #settle(running: RunningStatement): Promise<void> {
    if (running === this.#running) [this.#running, this.#progress] = [undefined, undefined];
    if (running.datasets !== this.#datasets) await running.datasets.close();
    this.jobs.remove(running);
  }

  #keep(cell: Cell): void {
    for (const number of this.finished.add(cell)) this.#variables.delete(`_${String(number)}`);
  }

  /** What comes from behind the prompt is not what `_`, the latest result, means to who looks at the prompt. */
  #assign(name: string | undefined, running: RunningStatement, variable: Variable): void {
    if (name !== undefined) this.#variables.set(name, variable);
    if (running === this.#running) this.#variables.set('_', variable);
    this.#variables.set(`_${String(running.cell.number)}`, variable);
    this.#changed();
  }

  #changed(): void {
    this.#state = undefined;
  }

  #emit(event: SessionEvent): void {
    this.#changed();
    for (const listener of this.#listeners) listener(event);
  }
}

function taking(what: 'view' | 'source'): (command: AnyCommand) => boolean {
  return ({ params }) => params.some(({ type }) => type === what);
}

const BLANK = { state: 'running', output: undefined, error: undefined, ms: 0, comparable: false } as const;
