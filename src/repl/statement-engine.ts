import type { JobsPort, WatchesPort } from '../commands/context.ts';
import type { Dataset } from '../dataset/dataset.ts';
import type { Job } from '../dataset/model/job.ts';
import type { JobInfo } from '../output.ts';
import type { Engine, StatementEngine } from './engine.ts';
import type { Environment } from './evaluate-expression.ts';
import { followQuestion, type Question } from './follow-question.ts';
import type { Jobs } from './jobs.ts';
import type { RunningStatement } from './running-statement.ts';
import type { Cell } from './session-events.ts';
import type { Watches } from './watches.ts';

/** What is asked of the session for one of its statements. */
type Whole = Engine & {
  readonly variables: Environment['variables'];
  readonly jobs: Jobs;
  readonly watches: Watches;
  followed(name: string): Promise<Dataset>;
  bringToFront(cell: Cell, number: number | undefined): Promise<void>;
  holding(since: number): readonly JobInfo[];
};

/**
 * The session as one statement sees it: `ds` and variables are what they were when it began, and what it reads is its own,
 * so that it can go on behind the prompt.
 */
export function engineFor(session: Whole, running: RunningStatement, job: Job): StatementEngine {
  const { current } = session;
  const variables = new Map(session.variables);
  const dataset = (name: string): Promise<Dataset> => running.datasets.get(name, job);
  return {
    ports: session.ports,
    commands: session.commands,
    finished: session.finished,
    current,
    environment: () => ({ ...session.environment(), current, variables, dataset }),
    dataset,
    background: (name) => session.background(name),
    // Whoever looks at the prompt goes on with the dataset that is there.
    use: (name) => (session.jobs.has(running) && session.current !== undefined ? Promise.resolve() : session.use(name)),
    release: async (name) => {
      await running.datasets.release(name);
      return session.release(name);
    },
    submit: (statement) => session.submit(statement),
    interrupt: (how) => session.interrupt(how),
    close: () => session.close(),
    end: () => {
      session.end();
    },
    fork: (options, paths) => session.fork(options, paths),
    jobs: jobsPort(session, running),
    watches: watchesPort(session, running, variables),
  };
}

function jobsPort(session: Whole, { cell }: RunningStatement): JobsPort {
  const { jobs } = session;
  return {
    list: jobs.list,
    cancel: jobs.cancel,
    bringToFront: (number) => session.bringToFront(cell, number),
    // The statement that asks is one itself.
    holding: () => session.holding(cell.number - 1),
  };
}

function watchesPort(
  session: Whole,
  { cell, signal, datasets }: RunningStatement,
  variables: Environment['variables'],
): WatchesPort {
  const { watches } = session;
  const isLive = session.ports.prompt === true;
  const question = (expression: string, dataset: string | undefined): Question => ({
    number: cell.number,
    expression,
    environment: {
      ...session.environment(),
      current: dataset ?? session.current,
      variables,
      // Without a prompt nobody is held up.
      dataset: isLive ? (name) => session.followed(name) : datasets.get,
    },
  });
  return {
    isLive,
    list: watches.list,
    start: (expression, dataset) => watches.start(question(expression, dataset), signal),
    stop: watches.stop,
    follow: (expression, { dataset, interval }, told) =>
      followQuestion(question(expression, dataset), { interval, signal }, told),
  };
}
