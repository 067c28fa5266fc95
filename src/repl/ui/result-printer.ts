import { renderWarning } from '../../render/diagnostic.ts';
import type { Output } from '../../output.ts';
import type { RenderOptions } from '../../render/render-options.ts';
import type { Session } from '../session.ts';
import type { SessionEvent } from '../session-events.ts';
import { type DrawPicture, failureText, resultLabel, resultText } from './results.ts';
import { createRunningWatch } from './running-watch.ts';
import type { ShellEvent, ShellState } from './shell-state.ts';
import type { Store } from './store.ts';

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
  /** Resolves when everything heard has become text. */
  readonly drained: () => Promise<void>;
};

/** Turns what a session tells into text for the scrollback, in order, and into the state of what runs. */
export function createResultPrinter(ports: PrinterPorts, store: Store<ShellState, ShellEvent>): ResultPrinter {
  const { session, look } = ports;
  const watch = createRunningWatch(store, { now: session.ports.now, spoken: look().screenReader === true });
  let queue: Promise<void> = Promise.resolve();
  let head: string | null = null;
  const print = async (event: SessionEvent): Promise<void> => {
    // What cannot be drawn is a bug like any other: the shell goes on.
    const text = await textOf(event, ports, head).catch((error: unknown) =>
      failureText({ ...event.cell, error }, look(), { head: null, logBug: ports.logBug }),
    );
    if (event.type === 'cell:warning') head = null;
    store.dispatch({ type: 'printed', text });
  };
  const hear = (event: SessionEvent): void => {
    if (event.type === 'cell:started') watch.start();
    else if (event.type === 'progress') watch.progress(event.progress);
    else if (event.type === 'cell:ending') watch.ending(event.part);
    else if (event.type === 'cell:finished') watch.finish();
    else queue = queue.then(() => print(event));
  };
  return {
    hear,
    expect: (next) => {
      head = next;
    },
    stopping: watch.stopping,
    drained: () => queue,
  };
}

async function textOf(event: SessionEvent, ports: PrinterPorts, head: string | null): Promise<string> {
  const look = ports.look();
  switch (event.type) {
    case 'cell:output': {
      if (event.output.kind === 'copied') return ports.copied(event.output, look);
      const text = await resultText(event.output, look, ports.drawPicture);
      const isNamed = ports.session.variables.has(`_${String(event.cell.number)}`);
      return isNamed ? text + resultLabel(event.cell, look) : text;
    }
    case 'cell:warning':
      return renderWarning(event.warning.message, event.warning.hint, look);
    case 'cell:failed':
      return failureText(event.cell, look, { head, logBug: ports.logBug });
    case 'cell:ending':
    case 'cell:started':
    case 'cell:finished':
    case 'progress':
      return '';
  }
}
