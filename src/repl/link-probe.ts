import type { KeyEvent } from './input/key-event.ts';

/** Asks the terminal whether it is there and times the answer: the link between it and the program. */
export type LinkProbe = {
  /** Milliseconds until the answer; undefined where there is no terminal or it does not answer within a second. */
  readonly measure: () => Promise<number | undefined>;
  /** Says how to write to the terminal, once it can be. */
  readonly connect: (write: (text: string) => void) => void;
  /** Takes the answers out of what came in; the rest comes back. */
  readonly hear: (events: readonly KeyEvent[]) => readonly KeyEvent[];
};

/** @param now milliseconds of a clock that never goes back */
export function createLinkProbe(now: () => number): LinkProbe {
  let write: ((text: string) => void) | undefined;
  let answered: (() => void) | undefined;
  return {
    connect: (given) => (write = given),
    measure: () => {
      const ask = write;
      if (ask === undefined || answered !== undefined) return Promise.resolve(undefined);
      const { promise, resolve } = Promise.withResolvers<number | undefined>();
      const asked = now();
      const timer = setTimeout(() => {
        resolve(undefined);
      }, PATIENCE);
      answered = () => {
        resolve(now() - asked);
      };
      ask(ASK_STATUS);
      return promise.finally(() => {
        clearTimeout(timer);
        answered = undefined;
      });
    },
    hear: (events) =>
      events.filter((event) => {
        if (!isStatus(event)) return true;
        answered?.();
        return false;
      }),
  };
}

/** Device status report: every terminal answers it, and multiplexers for themselves. */
const ASK_STATUS = '\x1b[5n';
const PATIENCE = 1000;

function isStatus(event: KeyEvent): boolean {
  return event.kind === 'reply' && event.protocol === 'csi' && event.body === '0n';
}
