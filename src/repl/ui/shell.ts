import { counted } from '../../dataset/model/counted.ts';
import { UserError } from '../../diagnostics.ts';
import { sanitize } from '../../render/sanitize.ts';
import { statementsIn } from '../statements-in.ts';
import { editorText } from '../input/editor.ts';
import type { KeyEvent } from '../input/key-event.ts';
import { matchKey } from '../input/keymap.ts';
import { lastIsText } from '../results-so-far.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import { checkTyping } from './check-typing.ts';
import { createCompleter } from './completer.ts';
import { countTyping } from './count-typing.ts';
import type { EditText } from './edit-elsewhere.ts';
import { followSession } from './follow-session.ts';
import { createFullScreens, type WholeTerminal } from './full-screen.ts';
import { holdingText } from './jobs-text.ts';
import { type Keyed, pressKey } from './press-key.ts';
import { echoText, promptHeads } from '../prompt-text.ts';
import { createResultPrinter, type PrinterPorts, type ResultPrinter } from './result-printer.ts';
import { initialState, reduceShell, type ShellEvent, type ShellSettings, type ShellState } from './shell-state.ts';
import { showFullScreen } from './show-full-screen.ts';
import { createStore, type Store } from './store.ts';
import { createTextReader } from './text-reader.ts';

/** What a shell is given of the world outside. */
export type ShellPorts = PrinterPorts & {
  /** Rows of the terminal now. */
  readonly height: () => number;
  readonly settings: SettingsStore;
  readonly editText: EditText;
  readonly terminal: WholeTerminal;
  /** Copies a text and says what has become of it. */
  readonly copy: (text: string, what: string) => Promise<string>;
  /** Keeps a submitted line for later sessions. */
  readonly record: (line: string, dataset: string | undefined) => void;
  /** Keeps that a line which was kept ended in an error. */
  readonly recordFailure: (line: string) => void;
};

/** The shell without its screen: keys go in, states come out of the store. */
export type Shell = Keyed & {
  readonly ports: ShellPorts;
  /** Takes keys; those that come while a statement runs wait for its end. */
  readonly press: (events: readonly KeyEvent[]) => void;
  /** Leaves at once. */
  readonly leave: () => void;
};

/** Connects a session with a state that can be drawn. */
export function createShell(given: ShellPorts): Shell {
  const { session } = given;
  const store = storeOf(given);
  const ports: ShellPorts = { ...given, look: () => ({ ...given.look(), theme: store.get().theme }) };
  const { completer, lookAgain } = watchTyping(session, store);
  /** Statements that were entered together with the one that runs, and keys that were typed since. */
  const [queued, waiting]: [string[], KeyEvent[]] = [[], []];
  const printer = createResultPrinter(ports, store);
  const screens = createFullScreens(ports.terminal);
  const pressOne = (given: KeyEvent): void => {
    screens.press(given).forEach(pressPrompt);
  };
  const reader = createTextReader({ screens, ports, waiting }, () => {
    shell.press(waiting.splice(0));
  });
  const pressPrompt = (event: KeyEvent): void => {
    if (reader.isOpening()) waiting.push(event);
    else if (store.get().running === undefined) pressKey(event, shell);
    else pressWhileRunning(event, { session, store, printer, waiting, queued });
  };
  const run = (statement: string, echo = statement): void => {
    store.dispatch({ type: 'started', echo: echoText(echo, store.get().dataset, ports.look()) });
    printer.expect(echo === statement ? promptHeads(store.get().dataset, ports.look().columns).head : null);
    void session.submit(statement).then(async (cell) => {
      noteFailure(echo, cell.error, { ports, store, queued });
      await printer.drained();
      // Only below what is printed does the prompt come back.
      await showFullScreen(cell, { screens, store, ports, waiting });
      store.dispatch({ type: 'finished', dataset: session.current });
      lookAgain();
      const isOver = session.snapshot().ended || store.get().left;
      const next = isOver ? undefined : queued.shift();
      if (isOver) shell.leave();
      else if (next !== undefined) run(next);
      else shell.press(waiting.splice(0));
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
      submitPrompt({ ports, store, queued }, run);
    },
    run,
    read: reader.read,
    lastIsText: () => lastIsText(session),
    leave: () => {
      stopFollowing();
      store.dispatch({ type: 'left' });
    },
    askToLeave: () => {
      askToLeave(session, shell);
    },
  };
  session.on(printer.hear);
  const stopFollowing = followSession(ports, { store, aside: printer.aside }, lookAgain);
  return shell;
}

type Busy = {
  readonly session: ShellPorts['session'];
  readonly store: Keyed['store'];
  readonly printer: ResultPrinter;
  readonly waiting: KeyEvent[];
  readonly queued: string[];
};

/** An interrupt drops what was typed ahead as well. */
function pressWhileRunning(event: KeyEvent, { session, store, printer, waiting, queued }: Busy): void {
  const action = matchKey(event, 'running', store.get().settings.keymap);
  if (action === 'send-behind') session.sendBehind();
  else if (action === 'interrupt') {
    waiting.length = 0;
    queued.length = 0;
    if (session.interrupt() === 'now') printer.stopping();
  } else if (waiting.length < TYPE_AHEAD) waiting.push(event);
}

type Submitting = Pick<Shell, 'ports' | 'store'> & { readonly queued: string[] };

/** Runs what stands in the prompt: the first statement at once, the others after it. */
function submitPrompt({ ports, store, queued }: Submitting, run: (statement: string, echo: string) => void): void {
  const { text, statements } = takePrompt(ports, store);
  const [first, ...rest] = statements;
  queued.push(...rest);
  if (first !== undefined) run(first, rest.length === 0 ? text : first);
}

/** What was to be run behind a statement that failed is not: it may mean something else now. */
function dropQueued(queued: string[], { dispatch }: Keyed['store']): void {
  const [first, ...others] = queued.splice(0);
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` and ${counted(others.length, 'statement')} behind it`;
  dispatch({ type: 'printed', text: `not run: ${sanitize(first)}${more}\n` });
}

function askToLeave(session: ShellPorts['session'], { store, leave }: Shell): void {
  const held = session.holding();
  if (held.length > 0) store.dispatch({ type: 'noticed', notice: holdingText(held) });
  else leave();
}

/** Empties the prompt; gives the statements that stood in it. A comment is only printed. */
function takePrompt(
  ports: ShellPorts,
  store: Keyed['store'],
): { readonly text: string; readonly statements: readonly string[] } {
  const text = editorText(store.get().editor);
  const recorded = text.trim() !== '' && !text.startsWith(' ');
  store.dispatch({ type: 'taken', recorded });
  if (recorded) ports.record(text, store.get().dataset);
  const statements = statementsIn(meaningOf(text));
  if (statements.length === 0) {
    store.dispatch({ type: 'printed', text: echoText(text.trim(), store.get().dataset, ports.look()) });
  }
  return { text, statements };
}

/** Behind a statement that ended in an error no other is run; its line is no longer suggested, unless it was stopped. */
function noteFailure(line: string, error: unknown, { ports, store, queued }: Submitting): void {
  if (error !== undefined) dropQueued(queued, store);
  const isStopped = error instanceof UserError && error.code === 'cancelled';
  if (error === undefined || isStopped || !store.get().history.entries.includes(line)) return;
  store.dispatch({ type: 'line-failed', line });
  ports.recordFailure(line);
}

/** Completes, counts and checks what is typed; all of it again where the dataset is not as it was. */
function watchTyping(
  session: ShellPorts['session'],
  store: Keyed['store'],
): Pick<Keyed, 'completer'> & { readonly lookAgain: () => void } {
  const completer = createCompleter(session, store);
  const counting = countTyping(session, store);
  checkTyping(session, store);
  const lookAgain = (): void => {
    counting.forget();
    completer.refresh();
  };
  return { completer, lookAgain };
}

/** The state of a shell, which hears of changed settings. */
function storeOf({ session, look, settings }: ShellPorts): Store<ShellState, ShellEvent> {
  const store = createStore(reduceShell, initialState(session.current, look().theme, settingsIn(settings)));
  settings.subscribe(() => {
    store.dispatch({ type: 'settings-told', settings: settingsIn(settings) });
  });
  return store;
}

function settingsIn(settings: SettingsStore): ShellSettings {
  return { values: settings.now(), keymap: settings.keymap(), rows: settings.rows() };
}

/** Keys kept that are typed while a statement runs. */
const TYPE_AHEAD = 10_000;

/** `?`, `?x` and `x?` ask for help. */
function meaningOf(text: string): string {
  const asked = /^\s*(?:\?\s*([^?]*)|([\w.-]+)\s*\?)\s*$/u.exec(text);
  return asked === null ? text : `help ${asked[1] ?? asked[2] ?? ''}`.trim();
}
