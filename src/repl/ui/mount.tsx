import { type Instance, render } from 'ink';
import { renderBug } from '../../render/diagnostic.ts';
import { EXIT } from '../../diagnostics.ts';
import { logBug, readHistory, recordLine } from '../home.ts';
import type { ScreenOptions } from '../host.ts';
import { ASK_BACKGROUND } from './background.ts';
import { bannerText } from './banner.ts';
import { copyTo } from './copy-to.ts';
import { readKeys } from './keyboard.ts';
import { createPromptTerminal, type PromptTerminal } from './prompt-terminal.ts';
import { Screen } from './screen.tsx';
import { createShell, type Shell } from './shell.ts';
import type { ShellState } from './shell-state.ts';
import { until } from './store.ts';
import { ENTER_MODES, LEAVE_MODES } from './terminal-modes.ts';

/** Opens the shell on the process's own terminal; resolves when the user leaves. */
export async function mount(options: ScreenOptions): Promise<void> {
  const { session, home, look, version } = options;
  const { stdin, stdout } = process;
  const terminal = createPromptTerminal(stdout, () => drawPrompt(shell, options));
  const shell = shellOn(options, terminal);
  const letGo = readKeys(stdin, { press: shell.press, hangUp: shell.leave });
  const giveUp = (): void => {
    letGo();
    terminal.giveBack();
  };
  const restore = onEveryWayOut(giveUp, shell, options);
  try {
    stdout.write(ENTER_MODES + bannerText(version, session.current, { ...look, columns: stdout.columns }));
    await terminal.open();
    shell.store.dispatch({ type: 'history-read', lines: readHistory(home).map(({ line }) => line) });
    // tmux answers for itself: always white.
    if (look.colour > 0 && process.env['TMUX'] === undefined) stdout.write(ASK_BACKGROUND);
    warmUp(shell);
    const isOver = ({ left, unwritten }: ShellState): boolean => left && unwritten.length === 0;
    await Promise.race([until(shell.store, isOver), terminal.ended]);
    await terminal.close();
  } finally {
    restore();
  }
}

function drawPrompt({ store }: Shell, { look }: ScreenOptions): Instance {
  return render(<Screen store={store} look={look} />, {
    exitOnCtrlC: false,
    patchConsole: false,
    incrementalRendering: true,
    interactive: true,
    isScreenReaderEnabled: look.screenReader === true,
  });
}

function shellOn({ session, home, look, drawPicture }: ScreenOptions, terminal: PromptTerminal): Shell {
  const copying = copyTo(terminal, { home, env: process.env });
  return createShell({
    ...copying,
    terminal,
    session,
    look: () => ({ ...look, columns: process.stdout.columns }),
    height: () => process.stdout.rows,
    drawPicture,
    record: (line, dataset) => {
      recordLine(home, { line, dataset, at: new Date().toISOString() });
    },
    logBug: (error) => logBug(home, error, new Date().toISOString()),
  });
}

/** Loads behind the first prompt what the first statement is going to need. */
function warmUp({ completer }: Shell): void {
  completer.refresh();
  setImmediate(() => void import('../../dataset/query/parse.ts'));
}

/**
 * Gives the terminal back as it was, whatever ends the process. The function returned does so once and takes the
 * listeners away.
 */
function onEveryWayOut(letGo: () => void, shell: Shell, { home, look }: ScreenOptions): () => void {
  let restored = false;
  const giveBack = (): void => {
    if (restored) return;
    restored = true;
    letGo();
    process.stdout.write(LEAVE_MODES);
  };
  const die = (signal: NodeJS.Signals): void => {
    giveBack();
    stop();
    process.kill(process.pid, signal);
  };
  const interrupt = (): void => {
    shell.ports.session.interrupt();
  };
  const crash = (error: unknown): void => {
    giveBack();
    if (isGone(error)) process.exit(EXIT.interrupted);
    const log = logBug(home, error, new Date().toISOString());
    process.stderr.write(renderBug({ message: error instanceof Error ? error.message : String(error), log }, look));
    process.exit(EXIT.bug);
  };
  const stop = (): void => {
    for (const signal of DEADLY) process.off(signal, die);
    process.off('SIGINT', interrupt);
    process.off('uncaughtException', crash);
    process.off('exit', giveBack);
  };
  for (const signal of DEADLY) process.on(signal, die);
  process.on('SIGINT', interrupt);
  process.on('uncaughtException', crash);
  process.on('exit', giveBack);
  return () => {
    giveBack();
    stop();
  };
}

const DEADLY = ['SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

/** Whether an error only says that the terminal was closed. */
function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EIO' || error.code === 'EPIPE');
}
