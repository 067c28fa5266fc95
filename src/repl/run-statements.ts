import { EXIT, exitCodeOf, UserError } from '../diagnostics.ts';
import { isFailing } from '../output.ts';
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
};

/**
 * Runs statements in order up to the first that fails, or all of them with `keepGoing`. Gives the exit code: that of the
 * first failure; findings and differences set 1 without stopping.
 */
export async function runStatements(
  session: Session,
  statements: readonly Statement[],
  { keepGoing, before, after }: RunOptions,
): Promise<number> {
  let code: number = EXIT.ok;
  for (const statement of statements) {
    before(statement);
    const cell = await session.submit(statement.text);
    await after();
    const own = codeOf(cell, statement.expectedError);
    if (code === EXIT.ok) code = own;
    if (own === EXIT.interrupted) break;
    if ((cell.state === 'failed' && own !== EXIT.ok && !keepGoing) || session.snapshot().ended) break;
  }
  return code;
}

function codeOf({ state, error, output }: Cell, expectedError: string | undefined): number {
  if (state === 'failed') {
    return error instanceof UserError && error.code === expectedError ? EXIT.ok : exitCodeOf(error);
  }
  if (output?.kind === 'change' && output.stopped !== undefined) return EXIT.interrupted;
  return output !== undefined && isFailing(output) ? EXIT.failed : EXIT.ok;
}
