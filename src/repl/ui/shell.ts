import { editorText } from '../input/editor.ts';
import type { KeyEvent } from '../input/key-event.ts';
import { createCompleter, type Completer } from './completer.ts';
import { pressKey } from './press-key.ts';
import { echoText, promptHeads } from './prompt-text.ts';
import { createResultPrinter, type PrinterPorts } from './result-printer.ts';
import { initialState, reduceShell, type ShellEvent, type ShellState } from './shell-state.ts';
import { createStore, type Store } from './store.ts';

/** What a shell is given of the world outside. */
export type ShellPorts = PrinterPorts & {
  /** Rows of the terminal now. */
  readonly height: () => number;
  /** Keeps a submitted line for later sessions. */
  readonly record: (line: string, dataset: string | undefined) => void;
};

/** The shell without its screen: keys go in, states come out of the store. */
export type Shell = {
  readonly store: Store<ShellState, ShellEvent>;
  readonly completer: Completer;
  readonly ports: ShellPorts;
  /** Takes keys; those that come while a statement runs wait for its end. */
  readonly press: (events: readonly KeyEvent[]) => void;
  /** Runs what stands in the prompt. */
  readonly submitPrompt: () => void;
  /** Runs a statement that was not typed; the prompt keeps its text. */
  readonly run: (statement: string) => void;
  readonly leave: () => void;
};

/** Connects a session with a state that can be drawn. */
export function createShell(ports: ShellPorts): Shell {
  const { session } = ports;
  const store = createStore(reduceShell, initialState(session.current));
  const completer = createCompleter(session, store);
  const waiting: KeyEvent[] = [];
  const printer = createResultPrinter(ports, store);
  const pressAll = (events: readonly KeyEvent[]): void => {
    waiting.push(...events.slice(0, TYPE_AHEAD - waiting.length));
    while (waiting.length > 0 && store.get().running === undefined) {
      const event = waiting.shift();
      if (event !== undefined) pressKey(event, shell);
    }
  };
  const press = (events: readonly KeyEvent[]): void => {
    if (store.get().running !== undefined && events.some(isInterrupt)) {
      waiting.length = 0;
      session.interrupt();
      store.dispatch({ type: 'noticed', notice: undefined });
      printer.stopping();
      return;
    }
    pressAll(events);
  };
  const run = (statement: string, echo = statement): void => {
    store.dispatch({ type: 'started', echo: echoText(echo, store.get().dataset, ports.look()) });
    printer.expect(echo === statement ? promptHeads(store.get().dataset, ports.look().columns).head : null);
    void session.submit(statement).then(async () => {
      await printer.drained();
      store.dispatch({ type: 'finished', dataset: session.current });
      completer.refresh();
      if (session.snapshot().ended) shell.leave();
      else pressAll([]);
    });
  };
  const shell: Shell = {
    store,
    completer,
    ports,
    press,
    submitPrompt: () => {
      const text = editorText(store.get().editor);
      const recorded = text.trim() !== '' && !text.startsWith(' ');
      store.dispatch({ type: 'taken', recorded });
      if (recorded) ports.record(text, store.get().dataset);
      if (text.trim() === '')
        store.dispatch({ type: 'printed', text: echoText('', store.get().dataset, ports.look()) });
      else run(meaningOf(text), text);
    },
    run,
    leave: () => {
      store.dispatch({ type: 'left' });
    },
  };
  session.on(printer.hear);
  return shell;
}

/** Keys kept that are typed while a statement runs. */
const TYPE_AHEAD = 10_000;

function isInterrupt(event: KeyEvent): boolean {
  return event.kind === 'key' && event.name === 'c' && event.ctrl && !event.alt;
}

/** `?`, `?x` and `x?` ask for help. */
function meaningOf(text: string): string {
  const asked = /^\s*(?:\?\s*([\w-]*)|([\w-]+)\s*\?)\s*$/u.exec(text);
  return asked === null ? text : `help ${asked[1] ?? asked[2] ?? ''}`.trim();
}
