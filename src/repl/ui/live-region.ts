import type { KeyEvent } from '../input/key-event.ts';
import type { Size } from '../terminal-size.ts';
import type { Frame } from './frame.ts';
import { ASK_KIND, type DrawnRows, type Rewrap, rewrapIn, rowsAboveCursor } from '../rewrap.ts';

/** The part of the terminal that is drawn again and again, below what is printed. */
export type LiveRegion = {
  /** What the frames are written to: a terminal that says nothing of its size. */
  readonly stream: NodeJS.WriteStream;
  /** Its size, told when what was drawn for another one has been erased. */
  readonly sizes: Sizes;
  /** A frame is going to be written, and has been. */
  readonly drawing: (frame: Frame) => void;
  readonly drawn: () => void;
  /** Asks the terminal how it breaks rows. */
  readonly ask: () => void;
  /** Takes the answer to that out of what came in; the rest comes back. */
  readonly hear: (events: readonly KeyEvent[]) => readonly KeyEvent[];
};

/** A size that changes. */
export type Sizes = { readonly get: () => Size; readonly subscribe: (changed: () => void) => () => void };

/** Forgets what it has drawn, by writing what would erase it. */
export type Drawer = { readonly clear: () => void };

/**
 * Erases the frame where the terminal has become smaller, before it is drawn anew: the terminal has broken its rows, of which
 * the drawer counts only those that it wrote. `drawer` gives the one that has the terminal now.
 *
 * What was drawn before and what is on its way while the terminal changes takes as many rows above the cursor: a frame that is
 * drawn as a whole wraps as far as the row of the cursor, one that is changed in places does not. Without a cursor to show it
 * is left at the first character of the frame, where nothing that happens below moves it.
 */
export function createLiveRegion(stdout: NodeJS.WriteStream, drawer: () => Drawer | undefined): LiveRegion {
  let latest: Frame = { rows: [], cursor: undefined };
  let shown: DrawnRows | undefined;
  let how: Rewrap = 'breaks';
  const pen = createPen(stdout, () => latest.cursor);
  const sizes = sizesOf(stdout, (size) => {
    const drawing = drawer();
    if (shown === undefined || drawing === undefined) return;
    if (size.columns >= shown.size.columns && size.rows >= shown.size.rows) return;
    pen.inSilence(drawing.clear);
    const up = rowsAboveCursor(shown, size, how);
    stdout.write(`\r${up > 0 ? `\x1b[${String(up)}A` : ''}${notCleared(ERASED)}`);
    shown = undefined;
  });
  return {
    stream: pen.stream,
    sizes,
    drawing: (frame) => {
      latest = frame;
    },
    drawn: () => {
      const { rows, cursor } = latest;
      shown = { rows, size: sizes.get(), cursor: cursor ?? restingPlace(latest) };
    },
    ask: () => {
      stdout.write(ASK_KIND);
    },
    hear: (events) =>
      events.filter((event) => {
        const told = rewrapIn(event);
        how = told ?? how;
        return told === undefined;
      }),
  };
}

/** Where the cursor is left that is not shown; nowhere in an empty frame. */
export function restingPlace({ rows }: Frame): Frame['cursor'] {
  return rows.length === 0 ? undefined : { x: 0, y: 0 };
}

/** The size of a terminal; `before` hears of a new one first. */
function sizesOf(stdout: NodeJS.WriteStream, before: (size: Size) => void): Sizes {
  const now = (): Size => ({ columns: stdout.columns, rows: stdout.rows });
  const heard = new Set<() => void>();
  let size = now();
  stdout.on('resize', () => {
    size = now();
    before(size);
    for (const changed of heard) changed();
  });
  return {
    get: () => size,
    subscribe: (changed) => {
      heard.add(changed);
      return () => heard.delete(changed);
    },
  };
}

/** Before a text that is printed above the frame. */
export const PRINTED = '\x1b[?7h';
const NOT_WRAPPED = '\x1b[?7l';
const WRAPPED = PRINTED;
const SHOWN_CURSOR = '\x1b[?25h';
// eslint-disable-next-line no-control-regex -- control sequences are what is looked for
const ONLY_CONTROLS = /^(?:\x1b\[[?>\d;]*[A-Za-z]|\n)*$/u;

type Pen = { readonly stream: NodeJS.WriteStream; readonly inSilence: (work: () => void) => void };

/** What frames are written with; `cursorOf` gives their cursor, where it is shown. */
function createPen(stdout: NodeJS.WriteStream, cursorOf: () => Frame['cursor']): Pen {
  const pass = stdout.write.bind(stdout) as (...all: readonly unknown[]) => boolean;
  let isSilent = false;
  /** Whether nothing of the frame is on the screen. */
  let isFresh = true;
  const lined = (text: string): string => {
    if (text === SHOWN_CURSOR) return text;
    const cursor = cursorOf();
    const told = notCleared(downByLines(cursor === undefined ? text.replaceAll(SHOWN_CURSOR, '') : text));
    if (ONLY_CONTROLS.test(told)) return told;
    const wrapped = isFresh && cursor !== undefined ? cursor.y + 1 : 0;
    isFresh = told.startsWith(PRINTED);
    return isFresh ? told : wrappedBefore(told, wrapped);
  };
  const write = (text: unknown, ...rest: readonly unknown[]): boolean =>
    isSilent || pass(typeof text === 'string' ? lined(text) : text, ...rest);
  return {
    stream: withoutSize(stdout, write),
    inSilence: (work) => {
      isSilent = true;
      work();
      isSilent = false;
      isFresh = true;
    },
  };
}

/** Only the first rows wrap. */
function wrappedBefore(text: string, rows: number): string {
  let at = 0;
  for (let row = 0; row < rows; row++) at = text.indexOf('\n', at) + 1;
  return text.slice(0, at) + NOT_WRAPPED + text.slice(at) + WRAPPED;
}

/**
 * Goes down by line feeds: a terminal that has become lower may have dropped the rows below the cursor, and any other way down
 * would end at its edge, so that the way up would lead too far.
 */
function downByLines(text: string): string {
  return text.replaceAll(DOWN, (_, count: string | undefined) => '\n'.repeat(Number(count ?? 1)));
}

// eslint-disable-next-line no-control-regex -- control sequences are what is looked for
const DOWN = /\x1b\[(?:(\d+)B|E)/gu;

/** Erases all from the cursor on. */
const ERASED = '\x1b[J';

/**
 * Erases from the beginning of a row by its first row and then the rest: in the first place of the screen tmux takes the one
 * sequence for a clearing, and moves what is on the screen to the scrollback before it.
 */
function notCleared(text: string): string {
  return text.replaceAll(ERASED, `\x1b[K\x1b[C${ERASED}\x1b[G`);
}

/** The stream, written to in another way, that never says that its size has changed. */
function withoutSize(stdout: NodeJS.WriteStream, write: (text: unknown) => boolean): NodeJS.WriteStream {
  return new Proxy(stdout, {
    get: (target, key): unknown => {
      if (key === 'write') return write;
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      const call = value.bind(target) as (...all: readonly unknown[]) => unknown;
      if (key !== 'on' && key !== 'addListener') return call;
      return (event: unknown, ...rest: readonly unknown[]) => (event === 'resize' ? target : call(event, ...rest));
    },
  });
}
