import { EXIT } from '../diagnostics.ts';
import { goesOnAlone } from './goes-on.ts';
import { isReaderGone, type LostOutput } from './lost-output.ts';
import type { Reader } from './run-statements.ts';
import type { Session } from './session.ts';

/**
 * Who reads stdout. When the reader has gone, a run goes on to its last statement that changes something, so that how much is
 * done is never decided by who looks on, and asks no question that follows. Where results cannot be written, it ends.
 */
export function readerOf(output: LostOutput, session: Session, keepGoing: boolean): Reader {
  const { commands } = session;
  output.onLost(() => {
    const { running } = session.snapshot();
    if (running !== undefined && !goesOnAlone(running.statement, commands)) session.interrupt('now');
  });
  return {
    lost: () => {
      if (output.lost() === undefined) return undefined;
      return isReaderGone(output) ? EXIT.unread : EXIT.failed;
    },
    needs: (statements) => {
      if (!isReaderGone(output)) return keepGoing;
      return statements.some(({ text }) => goesOnAlone(text, commands));
    },
  };
}
