import { flushCompileCache } from 'node:module';
import { type Instance, render } from 'ink';
import { renderBug, renderWarning } from '../../render/diagnostic.ts';
import { codeOf, EXIT } from '../../diagnostics.ts';
import { logBug, readHistory, recordFailure, recordLine } from '../home.ts';
import type { RenderOptions } from '../../render/render-options.ts';
import type { ScreenOptions } from '../host.ts';
import type { KeyEvent } from '../input/key-event.ts';
import { ASK_BACKGROUND } from './background.ts';
import { copyTo } from './copy-to.ts';
import type { EditText } from './edit-elsewhere.ts';
import { readKeys } from './keyboard.ts';
import { createLiveRegion, type LiveRegion } from './live-region.ts';
import { usesOf } from '../input/history.ts';
import { bringBack, type Line, settled, takeUp, watchTerminal } from './lost-terminal.ts';
import { createPromptTerminal, type PromptTerminal } from './prompt-terminal.ts';
import { runEditor } from './run-editor.ts';
import { type Lend, Screen } from './screen.tsx';
import { createShell, type Shell } from './shell.ts';
import type { ShellState } from './shell-state.ts';
import { until } from './store.ts';
import { CLEAR_ROW, ENTER_MODES, LEAVE_MODES } from './terminal-modes.ts';

/** Opens the shell on the process's own terminal; resolves when the user leaves, or the terminal is gone and its work done. */
export async function mount(options: ScreenOptions): Promise<void> {
  const { session, start, probe } = options;
  const { stdin, stdout } = process;
  const look = options.look();
  const keys = lendable((): (() => void) => readKeys(stdin, { press, hangUp: line.hangUp }));
  const live = createLiveRegion(stdout, () => (shell.store.get().isLent ? undefined : terminal.prompt()));
  const terminal = createPromptTerminal(stdout, () => drawPrompt(shell, { look, live, onLender: keys.lentBy }));
  const shell: Shell = shellOn(options, terminal, (text) => keys.editText(text, shell));
  const line = watchTerminal(options, shell);
  const press = (events: readonly KeyEvent[]): void => {
    shell.press(live.hear(probe.hear(events)));
  };
  keys.take();
  const giveUp = (): void => {
    keys.letGo();
    terminal.giveBack();
  };
  const restore = onEveryWayOut(giveUp, line, options);
  try {
    stdout.write(ENTER_MODES);
    probe.connect((text) => stdout.write(text));
    takeUp(shell, start);
    stdout.write(CLEAR_ROW);
    await Promise.race([terminal.open(), line.lost]);
    tellAndRemember(shell, options);
    live.ask();
    // tmux answers for itself: always white.
    if (look.colour > 0 && process.env['TMUX'] === undefined) stdout.write(ASK_BACKGROUND);
    warmUp(shell);
    void bringBack(shell, start);
    const isOver = ({ left, unwritten }: ShellState): boolean => left && unwritten.length === 0;
    await Promise.race([until(shell.store, isOver), terminal.ended, line.lost]);
    line.end('left');
    await Promise.race([terminal.close(), line.lost]);
    // What changes a dataset or writes files ends in peace, also where nobody is there any more.
    if (line.isLost()) await settled(session);
  } finally {
    restore();
  }
}

/** The terminal, which the shell takes and lends to an editor. `listen` takes its keys, and gives what lets them go. */
function lendable(listen: () => () => void) {
  let lend: Lend = () => Promise.reject(new Error('there is no screen'));
  let stop = (): void => undefined;
  const edit = async (text: string): Promise<string> => {
    let edited = text;
    await lend(async () => {
      stop();
      process.stdout.write(LEAVE_MODES);
      try {
        edited = await runEditor(text, process.env);
      } finally {
        process.stdout.write(ENTER_MODES);
        stop = listen();
      }
    });
    return edited;
  };
  return {
    take: (): void => {
      stop = listen();
    },
    letGo: (): void => {
      stop();
    },
    lentBy: (next: Lend): void => {
      lend = next;
    },
    editText: async (text: string, { store }: Shell): Promise<string> => {
      store.dispatch({ type: 'terminal-lent', isLent: true });
      try {
        return await edit(text);
      } finally {
        store.dispatch({ type: 'terminal-lent', isLent: false });
      }
    },
  };
}

type Drawing = {
  readonly look: RenderOptions;
  readonly live: LiveRegion;
  readonly onLender: (lend: Lend) => void;
};

function drawPrompt({ store, ports }: Shell, { look: { screenReader }, live, onLender }: Drawing): Instance {
  // What is read out is sentences, which the terminal may break.
  const isSpoken = screenReader === true;
  const screen = <Screen store={store} look={ports.look} onLender={onLender} live={isSpoken ? undefined : live} />;
  return render(screen, {
    ...(!isSpoken && { stdout: live.stream, onRender: live.drawn }),
    exitOnCtrlC: false,
    patchConsole: false,
    incrementalRendering: true,
    interactive: true,
    isScreenReaderEnabled: isSpoken,
  });
}

function shellOn(options: ScreenOptions, terminal: PromptTerminal, editText: EditText): Shell {
  const { session, home, look, settings, drawPicture } = options;
  const copying = copyTo(terminal, { home, env: process.env });
  return createShell({
    ...copying,
    terminal,
    session,
    settings,
    editText,
    look: () => ({ ...look(), columns: process.stdout.columns }),
    height: () => process.stdout.rows,
    drawPicture,
    record: (line, dataset) => {
      if (settings.now().history > 0) recordLine(home, { line, dataset, at: new Date().toISOString() });
    },
    recordFailure: (line) => {
      if (settings.now().history > 0) recordFailure(home, line, new Date().toISOString());
    },
    logBug: (error) => logBug(home, error, new Date().toISOString()),
  });
}

/** Says what is wrong with the settings, and reads the lines of earlier shells. */
function tellAndRemember({ store, ports }: Shell, { home, settings }: ScreenOptions): void {
  const mistakes = settings.mistakes();
  const text = mistakes === undefined ? '' : renderWarning(mistakes.message, mistakes.hint, ports.look());
  store.dispatch({ type: 'printed', text });
  const { entries, failed } = readHistory(home, settings.now().history);
  store.dispatch({ type: 'history-read', lines: entries.map(({ line }) => line), usedOn: usesOf(entries), failed });
}

/** Loads behind the first prompt what the first statement is going to need. */
function warmUp({ completer }: Shell): void {
  completer.refresh();
  setImmediate(() => {
    // Compiled code is kept now: a shell that is killed would take it along.
    void import('../../dataset/query/parse.ts').then(() => {
      flushCompileCache();
    });
  });
}

/**
 * Gives the terminal back as it was, whatever ends the process. The function returned does so once and takes the
 * listeners away.
 */
function onEveryWayOut(letGo: () => void, line: Line, { home, look, session }: ScreenOptions): () => void {
  let restored = false;
  const giveBack = (): void => {
    if (restored) return;
    restored = true;
    letGo();
    process.stdout.write(LEAVE_MODES);
  };
  const die = (signal: NodeJS.Signals): void => {
    line.end('ended by a signal');
    giveBack();
    stop();
    process.kill(process.pid, signal);
  };
  const interrupt = (): void => {
    session.interrupt();
  };
  const crash = (error: unknown): void => {
    if (isGone(error)) {
      line.hangUp();
      return;
    }
    line.end('crashed');
    giveBack();
    const log = logBug(home, error, new Date().toISOString());
    process.stderr.write(renderBug({ message: error instanceof Error ? error.message : String(error), log }, look()));
    process.exit(EXIT.bug);
  };
  const stop = (): void => {
    for (const signal of DEADLY) process.off(signal, die);
    process.off('SIGHUP', line.hangUp);
    process.off('SIGINT', interrupt);
    process.off('uncaughtException', crash);
    process.off('exit', giveBack);
  };
  for (const signal of DEADLY) process.on(signal, die);
  process.on('SIGHUP', line.hangUp);
  process.on('SIGINT', interrupt);
  process.on('uncaughtException', crash);
  process.on('exit', giveBack);
  return () => {
    giveBack();
    stop();
  };
}

const DEADLY = ['SIGTERM', 'SIGQUIT'] as const;

/** Whether an error only says that the terminal was closed. */
function isGone(error: unknown): boolean {
  return ['EIO', 'EPIPE'].includes(codeOf(error));
}
