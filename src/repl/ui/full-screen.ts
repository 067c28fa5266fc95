import type { KeyEvent } from '../input/key-event.ts';
import { repaint } from '../sheet/repaint.ts';
import type { ScreenRows } from '../sheet/screen-rows.ts';
import type { Size } from '../terminal-size.ts';
import { singleKeys } from './single-keys.ts';

/** The terminal, as far as a full screen needs it. */
export type WholeTerminal = {
  readonly size: () => Size;
  readonly write: (text: string) => void;
  /** Takes the prompt away and opens the alternate screen; `leave` undoes both. */
  readonly enter: () => Promise<void>;
  readonly leave: () => void;
  readonly onResize: (listener: () => void) => () => void;
};

/** What a full screen is drawn by and hears of; keys and sizes come to who has opened it. */
export type FullScreen = {
  readonly size: () => Size;
  readonly draw: (rows: ScreenRows) => void;
  readonly write: (text: string) => void;
  /** The next drawing is of all rows: who knows what the terminal shows by now. */
  readonly forget: () => void;
};

/** Who has the screen. */
export type Shown<T> = {
  /** Takes a key, of typed text a character at a time; false where it has been closed, and the key is for the prompt. */
  readonly press: (event: KeyEvent) => boolean;
  readonly resized: () => void;
  /** Resolves when it is done with the screen. */
  readonly closed: Promise<T>;
};

/** Lends the whole screen to one at a time. */
export type FullScreens = {
  readonly show: <T>(open: (screen: FullScreen) => Shown<T>) => Promise<T>;
  /** Hands a key on to who has the screen, and gives back what is not for it: all where nobody has. */
  readonly press: (event: KeyEvent) => readonly KeyEvent[];
};

/** Full screens on a terminal. */
export function createFullScreens(terminal: WholeTerminal): FullScreens {
  let shown: Pick<Shown<unknown>, 'press'> | undefined;
  return {
    show: async (open) => {
      await terminal.enter();
      const screen = painterOn(terminal);
      const opened = open(screen);
      shown = opened;
      const unsubscribe = terminal.onResize(() => {
        screen.forget();
        opened.resized();
      });
      try {
        return await opened.closed;
      } finally {
        unsubscribe();
        screen.close();
        shown = undefined;
        terminal.leave();
      }
    },
    press: (event) => (shown === undefined ? [event] : pressAll(event, shown)),
  };
}

/** Presses typed characters one by one: what the first does may change what the next means. Gives back what is not taken. */
export function pressAll(event: KeyEvent, shown: Pick<Shown<unknown>, 'press'>): readonly KeyEvent[] {
  return singleKeys(event).filter((key) => !shown.press(key));
}

/** Draws by what has changed; `close`: it is no longer lent. */
function painterOn({ size, write }: WholeTerminal): FullScreen & { readonly close: () => void } {
  let before: ScreenRows | null = null;
  let isClosed = false;
  return {
    size,
    write,
    draw: (rows) => {
      if (isClosed) return;
      write(repaint(before, rows));
      before = rows;
    },
    forget: () => {
      before = null;
    },
    close: () => {
      isClosed = true;
    },
  };
}
