import { EXIT, exitCodeOf, UserError } from '../diagnostics.ts';
import { isFailing, type Output } from '../output.ts';
import type { Session } from './session.ts';
import type { Cell } from './session-events.ts';

/** A statement of a run and where it stands, e.g. `first-look.quadrat:12: `. */
export type Statement = { readonly text: string; readonly place: string; readonly expectedError?: string | undefined };

/** What happens around each statement. */
export type RunOptions = {
  readonly keepGoing: boolean;
  readonly before: (statement: Statement) => void;
  /** Resolves when all that was said is written. */
  readonly after: () => Promise<void>;
  readonly reader?: Reader;
  readonly interrupt?: Interrupt;
};

/** Who is there to read what statements yield. */
export type Reader = {
  /** The exit code of a run that ends early since what it yields cannot be told any more; undefined where it can. */
  readonly lost: () => number | undefined;
  /** Whether statements are to be run though what they yield cannot be told. */
  readonly needs: (statements: readonly Statement[]) => boolean;
};

/** Whoever interrupted a run between two statements; `tell` says at which it stopped. */
export type Interrupt = { readonly asked: () => boolean; readonly tell: (step: number, statement: Statement) => void };

const STAYS: Reader = { lost: () => undefined, needs: () => true };

/**
 * Runs statements in order up to the first that fails, or all of them with `keepGoing`. Gives the exit code: that of the
 * first failure, else 1 for findings and differences, which do not stop a run.
 */
export async function runStatements(
  session: Session,
  statements: readonly Statement[],
  { keepGoing, before, after, reader = STAYS, interrupt }: RunOptions,
): Promise<number> {
  const tally = codeTally();
  for (const [at, statement] of statements.entries()) {
    const ended = endsBefore(at, statements, reader, interrupt);
    if (ended !== undefined) return tally.with(ended);
    before(statement);
    const cell = await session.submit(statement.text);
    await after();
    const failure = failureOf(cell, statement.expectedError);
    const isStopped = failure === EXIT.interrupted;
    tally.add(isStopped ? (reader.lost() ?? failure) : failure, cell);
    if (isStopped || (failure !== undefined && !keepGoing) || session.snapshot().ended) break;
  }
  return tally.with(EXIT.ok);
}

/** The exit code of a run that ends before the statement at an index; undefined where it goes on. */
function endsBefore(
  at: number,
  statements: readonly Statement[],
  reader: Reader,
  interrupt: Interrupt | undefined,
): number | undefined {
  const [next] = statements.slice(at, at + 1);
  if (next !== undefined && interrupt?.asked() === true) {
    interrupt.tell(at + 1, next);
    return EXIT.interrupted;
  }
  const code = reader.lost();
  return code === undefined || reader.needs(statements.slice(at)) ? undefined : code;
}

/** The exit code with which a statement failed. */
function failureOf({ state, error, output }: Cell, expectedError: string | undefined): number | undefined {
  if (state === 'failed') {
    return error instanceof UserError && error.code === expectedError ? undefined : exitCodeOf(error);
  }
  return output?.kind === 'change' && output.stopped !== undefined ? EXIT.interrupted : undefined;
}

/** The exit code so far: a failure says more than something that was found, however early that was. */
function codeTally() {
  let failed: number | undefined;
  let found: number | undefined;
  return {
    add: (failure: number | undefined, { output }: Cell): void => {
      failed ??= failure;
      if (output !== undefined && isFailing(output)) found ??= couldNotAsk(output) ? EXIT.unreachable : EXIT.failed;
    },
    /** `last`: what else there is to say. */
    with: (last: number): number => failed ?? (last === EXIT.interrupted ? last : (found ?? last)),
  };
}

/** Whether all that a replay found is that a server did not answer: the same script may be the same later. */
function couldNotAsk(output: Output): boolean {
  if (output.kind !== 'verdict') return false;
  const failing = output.verdicts.filter(({ verdict }) => verdict === 'different' || verdict === 'new-error');
  return failing.every(({ error }) => error === 'unreachable');
}
