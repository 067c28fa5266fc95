import { renderWarning } from '../../render/diagnostic.ts';
import type { Output } from '../../output.ts';
import type { RenderOptions } from '../../render/render-options.ts';
import type { Session } from '../session.ts';
import type { SessionEvent } from '../session-events.ts';
import { endedText, sentText } from './jobs-text.ts';
import { type DrawPicture, failureText, resultLabel, resultText } from './results.ts';
import { createRunningWatch, type RunningWatch } from './running-watch.ts';
import type { ShellEvent, ShellState } from './shell-state.ts';
import type { Store } from './store.ts';
import { createTextQueue } from './text-queue.ts';

/** What results are printed with. */
export type PrinterPorts = {
  readonly session: Session;
  /** How text looks now: the width changes. */
  readonly look: () => RenderOptions;
  readonly drawPicture: DrawPicture;
  readonly logBug: (error: unknown) => string | null;
  /** Hands a text to the terminal's clipboard, as far as it takes it, and says what has become of it. */
  readonly copied: (output: Copied, look: RenderOptions) => string;
};

/** A text that was copied. */
export type Copied = Extract<Output, { readonly kind: 'copied' }>;

/** Hears a session and prints. */
export type ResultPrinter = {
  readonly hear: (event: SessionEvent) => void;
  /** The next statement's echo: its prompt, or null where the echo is not the statement. */
  readonly expect: (head: string | null) => void;
  readonly stopping: () => void;
  /** Prints a text that belongs to no statement, when the one in front has been printed. */
  readonly aside: (text: string) => void;
  /** Resolves when everything heard has become text. */
  readonly drained: () => Promise<void>;
};

/**
 * Turns what a session tells into text for the scrollback, in order, and into the state of what runs. What comes from behind
 * the prompt waits until nothing runs in front: it is never in the middle of another result.
 */
export function createResultPrinter(ports: PrinterPorts, store: Store<ShellState, ShellEvent>): ResultPrinter {
  const { session, look } = ports;
  const watch = createRunningWatch(store, { now: session.ports.now, spoken: look().screenReader === true });
  const texts = createTextQueue(store);
  const behind = new Set<number>();
  /** The prompt of the statement in front, as long as nothing stands between it and what is printed. */
  let head: string | null = null;
  /** The job that what runs in front has brought there. */
  let brought: number | undefined;
  const hearInFront = (event: SessionEvent): void => {
    if (SPEAKING.has(event.type)) {
      texts.print(async () => {
        const text = await textOf(event, ports, head);
        if (event.type === 'cell:warning') head = null;
        return text;
      });
    } else if (event.type === 'cell:started') texts.hold(true);
    else if (event.type === 'cell:sent') {
      behind.add(event.cell.number);
      texts.print(() => Promise.resolve(sentText(event.cell, look())));
    } else if (event.type === 'cell:brought') brought = event.job.number;
    tellWatch(watch, event);
    if (event.type !== 'cell:finished' && event.type !== 'cell:sent') return;
    brought = undefined;
    texts.hold(false);
  };
  const hearBehind = (event: SessionEvent): void => {
    const { cell } = event;
    if (event.type === 'progress' && cell.number === brought) watch.progress(event.progress);
    if (event.type === 'cell:warning') texts.printBetween(() => textOf(event, ports, null));
    else if (SPEAKING.has(event.type) || isSilentEnd(event)) {
      texts.printBetween(async () => endedText(cell, look()) + (await textOf(event, ports, null)));
    }
    if (event.type === 'cell:finished') behind.delete(cell.number);
  };
  return {
    hear: (event) => {
      if (behind.has(event.cell.number)) hearBehind(event);
      else hearInFront(event);
    },
    expect: (next) => {
      head = next;
    },
    stopping: watch.stopping,
    aside: (text) => {
      texts.printBetween(() => Promise.resolve(text));
    },
    drained: texts.drained,
  };
}

/** Events that become text. */
const SPEAKING: ReadonlySet<SessionEvent['type']> = new Set(['cell:output', 'cell:warning', 'cell:failed']);

function isSilentEnd({ type, cell }: SessionEvent): boolean {
  return type === 'cell:finished' && cell.state === 'done' && cell.output === undefined;
}

function tellWatch(watch: RunningWatch, event: SessionEvent): void {
  if (event.type === 'cell:started') watch.start();
  else if (event.type === 'cell:brought') watch.adopt(event.job);
  else if (event.type === 'progress') watch.progress(event.progress);
  else if (event.type === 'cell:ending') watch.ending(event.part);
  else if (event.type === 'cell:finished' || event.type === 'cell:sent') watch.finish();
}

/** What cannot be drawn is a bug like any other: the shell goes on. */
function textOf(event: SessionEvent, ports: PrinterPorts, head: string | null): Promise<string> {
  return drawn(event, ports, head).catch((error: unknown) =>
    failureText({ ...event.cell, error }, ports.look(), { head: null, logBug: ports.logBug }),
  );
}

async function drawn(event: SessionEvent, ports: PrinterPorts, head: string | null): Promise<string> {
  const look = ports.look();
  if (event.type === 'cell:warning') return renderWarning(event.warning.message, event.warning.hint, look);
  if (event.type === 'cell:failed') return failureText(event.cell, look, { head, logBug: ports.logBug });
  if (event.type !== 'cell:output') return '';
  if (event.output.kind === 'copied') return ports.copied(event.output, look);
  const text = await resultText(event.output, look, ports.drawPicture);
  const isNamed = ports.session.variables.has(`_${String(event.cell.number)}`);
  return isNamed ? text + resultLabel(event.cell, look) : text;
}
