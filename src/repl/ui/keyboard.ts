import { abandon, awaitsFlush, type Decoded, decodeKeys, flush, INITIAL_KEYS } from '../input/keys.ts';
import type { KeyEvent } from '../input/key-event.ts';

/** What is needed of a terminal's input. */
export type KeySource = {
  readonly setEncoding: (encoding: 'utf8') => unknown;
  readonly setRawMode?: (raw: boolean) => unknown;
  readonly on: (event: 'data' | 'end' | 'error', listener: (chunk: string) => void) => unknown;
  readonly off: (event: 'data' | 'end' | 'error', listener: (chunk: string) => void) => unknown;
  readonly resume: () => unknown;
  readonly pause: () => unknown;
};

/** Who hears of keys. */
export type KeyListener = {
  readonly press: (events: readonly KeyEvent[]) => void;
  /** The terminal is gone. */
  readonly hangUp: () => void;
};

/** Takes the input over as the only reader; the function returned lets it go. */
export function readKeys(source: KeySource, { press, hangUp }: KeyListener): () => void {
  let state = INITIAL_KEYS;
  let timer: NodeJS.Timeout | undefined;
  const take = (decoded: Decoded): void => {
    clearTimeout(timer);
    state = decoded.state;
    if (decoded.events.length > 0) press(decoded.events);
    if (awaitsFlush(state))
      timer = setTimeout(() => {
        take(flush(state));
      }, LONE_ESCAPE);
    else if (state.mode !== 'keys')
      timer = setTimeout(() => {
        take(abandon(state));
      }, LOST_END);
  };
  const hear = (chunk: string): void => {
    take(decodeKeys(state, chunk));
  };
  const end = (): void => {
    hangUp();
  };
  source.setEncoding('utf8');
  source.setRawMode?.(true);
  source.on('data', hear);
  source.on('end', end);
  source.on('error', end);
  source.resume();
  return () => {
    clearTimeout(timer);
    source.off('data', hear);
    source.off('end', end);
    source.pause();
    source.setRawMode?.(false);
  };
}

/** Milliseconds after which an ESC was the Escape key, and after which the end of a paste is not going to come. */
const LONE_ESCAPE = 50;
const LOST_END = 5000;
