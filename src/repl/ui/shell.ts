import { statementsIn } from '../statements-in.ts';
import { editorText } from '../input/editor.ts';
import type { KeyEvent } from '../input/key-event.ts';
import { lastIsText } from '../results-so-far.ts';
import { createCompleter } from './completer.ts';
import { countTyping } from './count-typing.ts';
import { createFullScreens, type WholeTerminal } from './full-screen.ts';
import { type Keyed, pressKey } from './press-key.ts';
import { echoText, promptHeads } from './prompt-text.ts';
import { createResultPrinter, type PrinterPorts } from './result-printer.ts';
import { showFullScreen } from './show-full-screen.ts';
import { initialState, reduceShell } from './shell-state.ts';
import { createStore } from './store.ts';

/** What a shell is given of the world outside. */
export type ShellPorts = PrinterPorts & {
  /** Rows of the terminal now. */
  readonly height: () => number;
  readonly terminal: WholeTerminal;
  /** Copies a text and says what has become of it. */
  readonly copy: (text: string, what: string) => Promise<string>;
  /** Keeps a submitted line for later sessions. */
  readonly record: (line: string, dataset: string | undefined) => void;
};

/** The shell without its screen: keys go in, states come out of the store. */
export type Shell = Keyed & {
  readonly ports: ShellPorts;
  /** Takes keys; those that come while a statement runs wait for its end. */
  readonly press: (events: readonly KeyEvent[]) => void;
};

/** Connects a session with a state that can be drawn. */
export function createShell(given: ShellPorts): Shell {
  const { session } = given;
  const store = createStore(reduceShell, initialState(session.current, given.look().theme));
  const ports: ShellPorts = { ...given, look: () => ({ ...given.look(), theme: store.get().theme }) };
  const completer = createCompleter(session, store);
  const counting = countTyping(session, store);
  /** Statements that were entered together with the one that runs, and keys that were typed since. */
  const [queued, waiting]: [string[], KeyEvent[]] = [[], []];
  const printer = createResultPrinter(ports, store);
  const screens = createFullScreens(ports.terminal);
  const pressOne = (event: KeyEvent): void => {
    if (screens.press(event)) return;
    if (store.get().running === undefined) pressKey(event, shell);
    else if (isInterrupt(event)) {
      waiting.length = 0;
      queued.length = 0;
      if (session.interrupt() === 'now') printer.stopping();
    } else if (waiting.length < TYPE_AHEAD) waiting.push(event);
  };
  const run = (statement: string, echo = statement): void => {
    store.dispatch({ type: 'started', echo: echoText(echo, store.get().dataset, ports.look()) });
    printer.expect(echo === statement ? promptHeads(store.get().dataset, ports.look().columns).head : null);
    void session.submit(statement).then(async (cell) => {
      await printer.drained();
      // Only below what is printed does the prompt come back.
      await showFullScreen(cell, { screens, store, ports, waiting: () => waiting.splice(0) });
      store.dispatch({ type: 'finished', dataset: session.current });
      counting.forget();
      completer.refresh();
      const next = queued.shift();
      if (session.snapshot().ended) shell.leave();
      else if (next !== undefined) run(next);
      else waiting.splice(0).forEach(pressOne);
    });
  };
  const shell: Shell = {
    store,
    completer,
    ports,
    press: (events) => {
      events.forEach(pressOne);
    },
    submitPrompt: () => {
      const text = editorText(store.get().editor);
      const recorded = text.trim() !== '' && !text.startsWith(' ');
      store.dispatch({ type: 'taken', recorded });
      if (recorded) ports.record(text, store.get().dataset);
      const [first, ...rest] = statementsIn(meaningOf(text));
      queued.push(...rest);
      const echoed = (): string => echoText(text.trim(), store.get().dataset, ports.look());
      if (first === undefined) store.dispatch({ type: 'printed', text: echoed() });
      else run(first, rest.length === 0 ? text : first);
    },
    run,
    lastIsText: () => lastIsText(session),
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
