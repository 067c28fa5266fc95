import type { ShellEvent, ShellState } from './shell-state.ts';
import type { Store } from './store.ts';

/** Texts on their way to the scrollback, in order; some have to be drawn first. */
export type TextQueue = {
  /** Of what is in front. */
  readonly print: (text: () => Promise<string>) => void;
  /** Of something else: waits until what is in front has been printed whole. */
  readonly printBetween: (text: () => Promise<string>) => void;
  /** Something is in front from now on, or it is over and has printed what it had to. */
  readonly hold: (isInFront: boolean) => void;
  /** Resolves when everything that waits for nothing has become text. */
  readonly drained: () => Promise<void>;
};

/** An empty queue. */
export function createTextQueue(store: Store<ShellState, ShellEvent>): TextQueue {
  const held: (() => Promise<string>)[] = [];
  let queue: Promise<void> = Promise.resolve();
  let isHeld = false;
  const print: TextQueue['print'] = (text) => {
    queue = queue.then(async () => {
      store.dispatch({ type: 'printed', text: await text() });
    });
  };
  return {
    print,
    printBetween: (text) => {
      if (isHeld) held.push(text);
      else print(text);
    },
    hold: (isInFront) => {
      isHeld = isInFront;
      if (!isInFront) held.splice(0).forEach(print);
    },
    drained: () => queue,
  };
}
