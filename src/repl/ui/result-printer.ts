import type { Progress } from '../../dataset/model/job.ts';
import { renderWarning } from '../../render/diagnostic.ts';
import type { RenderOptions } from '../../render/render-options.ts';
import type { Session } from '../session.ts';
import type { SessionEvent } from '../session-events.ts';
import { type DrawPicture, failureText, resultLabel, resultText } from './results.ts';
import type { ShellEvent, ShellState } from './shell-state.ts';
import type { Store } from './store.ts';

/** What results are printed with. */
export type PrinterPorts = {
  readonly session: Session;
  /** How text looks now: the width changes. */
  readonly look: () => RenderOptions;
  readonly drawPicture: DrawPicture;
  readonly logBug: (error: unknown) => string | null;
};

/** Hears a session and prints. */
export type ResultPrinter = {
  readonly hear: (event: SessionEvent) => void;
  /** The next statement's echo: its prompt, or null where the echo is not the statement. */
  readonly expect: (head: string | null) => void;
  readonly stopping: () => void;
  /** Resolves when everything heard has become text. */
  readonly drained: () => Promise<void>;
};

/** Turns what a session tells into text for the scrollback and, a few times a second, the state of what runs. */
export function createResultPrinter(ports: PrinterPorts, store: Store<ShellState, ShellEvent>): ResultPrinter {
  const { session } = ports;
  let queue: Promise<void> = Promise.resolve();
  let head: string | null = null;
  let started = 0;
  let phase: { readonly what: string; readonly since: number } | undefined;
  let progress: Progress | undefined;
  let stopping = false;
  let timer: NodeJS.Timeout | undefined;
  const now = session.ports.now;
  const tick = (): void => {
    const at = now();
    const phaseElapsed = phase === undefined ? 0 : at - phase.since;
    store.dispatch({ type: 'progressed', running: { elapsed: at - started, progress, phaseElapsed, stopping } });
  };
  const print = async (event: SessionEvent): Promise<void> => {
    const text = await textOf(event, ports, head);
    if (event.type === 'cell:warning') head = null;
    store.dispatch({ type: 'printed', text });
  };
  const hear = (event: SessionEvent): void => {
    switch (event.type) {
      case 'cell:started':
        [started, phase, progress, stopping] = [now(), undefined, undefined, false];
        timer ??= setInterval(tick, TICK);
        break;
      case 'progress':
        if (phase?.what !== event.progress.what) phase = { what: event.progress.what, since: now() };
        progress = event.progress;
        break;
      case 'cell:warning':
      case 'cell:output':
      case 'cell:failed':
        queue = queue.then(() => print(event));
        break;
      case 'cell:finished':
        clearInterval(timer);
        timer = undefined;
        break;
    }
  };
  return {
    hear,
    expect: (next) => {
      head = next;
    },
    stopping: () => {
      stopping = true;
      tick();
    },
    drained: () => queue,
  };
}

/** Milliseconds between two looks at what runs: often enough to be alive, seldom enough for a slow line. */
const TICK = 250;

async function textOf(event: SessionEvent, ports: PrinterPorts, head: string | null): Promise<string> {
  const look = ports.look();
  switch (event.type) {
    case 'cell:output': {
      const text = await resultText(event.output, look, ports.drawPicture);
      const isNamed = ports.session.variables.has(`_${String(event.cell.number)}`);
      return isNamed ? text + resultLabel(event.cell, look) : text;
    }
    case 'cell:warning':
      return renderWarning(event.warning.message, event.warning.hint, look);
    case 'cell:failed':
      return failureText(event.cell, look, { head, logBug: ports.logBug });
    case 'cell:started':
    case 'cell:finished':
    case 'progress':
      return '';
  }
}
