import type { JobsPort, WatchesPort } from '../commands/context.ts';
import type { Engine } from './engine.ts';
import type { Environment } from './evaluate-expression.ts';
import { followQuestion, type Question } from './follow-question.ts';
import type { RunningStatement } from './running-statement.ts';
import type { Session } from './session.ts';

/**
 * The session as one statement sees it: `ds` and variables are what they were when it began, and what it reads is its own,
 * so that it can go on behind the prompt.
 */
export type StatementEngine = Engine & { readonly jobs: JobsPort; readonly watches: WatchesPort };

/** The session as `running` sees it. */
export function engineFor(session: Session, running: RunningStatement): StatementEngine {
  const { current } = session;
  const variables = new Map(session.variables);
  const dataset = running.datasets.get;
  return {
    ports: session.ports,
    commands: session.commands,
    finished: session.finished,
    current,
    environment: () => ({ ...session.environment(), current, variables, dataset }),
    dataset,
    background: (name) => session.background(name),
    // Whoever looks at the prompt goes on with the dataset that is there.
    use: (name) => (session.jobs.has(running) ? Promise.resolve() : session.use(name)),
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

function jobsPort(session: Session, { cell }: RunningStatement): JobsPort {
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
  session: Session,
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
