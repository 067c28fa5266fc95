import type { KeyEvent } from '../input/key-event.ts';
import type { Cell } from '../session-events.ts';
import { type FullScreens, pressAll } from './full-screen.ts';
import { type FullScreenOutput, openFullScreen, type OpeningPorts } from './open-full-screen.ts';
import { failureText } from './results.ts';

import type { ShellEvent, ShellState } from './shell-state.ts';
import { type Store, until } from './store.ts';

type Showing = {
  readonly screens: FullScreens;
  readonly store: Store<ShellState, ShellEvent>;
  readonly ports: OpeningPorts;
  /** Keys that were typed while the statement ran: they are for what it opens, and what is left for the prompt. */
  readonly waiting: KeyEvent[];
};

/**
 * Shows what a statement has opened over the whole screen, if it has; what is taken from there goes into the prompt. Resolves
 * when all that was printed is on the screen.
 */
export async function showFullScreen(cell: Cell, showing: Showing): Promise<void> {
  const { store, ports } = showing;
  const { output } = cell;
  await written(store);
  if (output?.kind !== 'full-screen' || ports.look().screenReader === true) return;
  await open(output, cell, showing);
  await written(store);
}

/** Shows full screens that take the keys which were typed before they were there. */
export function handingOn({ screens, waiting }: Pick<Showing, 'screens' | 'waiting'>): Pick<FullScreens, 'show'> {
  return {
    show: (begin) =>
      screens.show((screen) => {
        const shown = begin(screen);
        waiting.push(...waiting.splice(0).flatMap((event) => pressAll(event, shown)));
        return shown;
      }),
  };
}

async function open(output: FullScreenOutput, cell: Cell, showing: Showing): Promise<void> {
  const { store, ports } = showing;
  try {
    const { printed, expression } = await openFullScreen(output, cell.statement, handingOn(showing), ports);
    store.dispatch({ type: 'printed', text: printed });
    if (expression !== null) store.dispatch({ type: 'edited', action: { type: 'insert', text: expression } });
  } catch (error) {
    const text = failureText({ ...cell, error }, ports.look(), { head: null, logBug: ports.logBug });
    store.dispatch({ type: 'printed', text });
  }
}

/** Resolves when all that was printed is on the screen. */
function written(store: Store<ShellState, ShellEvent>): Promise<void> {
  return until(store, ({ unwritten, left }) => unwritten.length === 0 || left);
}
