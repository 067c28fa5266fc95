import { render } from 'ink';
import { renderBug } from '../../render/diagnostic.ts';
import { EXIT } from '../../diagnostics.ts';
import { logBug, readHistory, recordLine } from '../home.ts';
import type { ScreenOptions } from '../host.ts';
import type { KeyEvent } from '../input/key-event.ts';
import { ASK_BACKGROUND } from './background.ts';
import { bannerText } from './banner.ts';
import { readKeys } from './keyboard.ts';
import { Screen } from './screen.tsx';
import { bringBack, type Line, settled, takeUp, watchTerminal } from './lost-terminal.ts';
import { createShell, type Shell } from './shell.ts';
import type { ShellState } from './shell-state.ts';
import { until } from './store.ts';
import { ENTER_MODES, LEAVE_MODES } from './terminal-modes.ts';

/** Opens the shell on the process's own terminal; resolves when the user leaves, or the terminal is gone and its work done. */
export async function mount(options: ScreenOptions): Promise<void> {
  const { session, home, look, version, start, probe } = options;
  const { stdin, stdout } = process;
  const shell = shellOn(options);
  const line = watchTerminal(options, shell);
  const press = (events: readonly KeyEvent[]): void => {
    shell.press(probe.hear(events));
  };
  const letGo = readKeys(stdin, { press, hangUp: line.hangUp });
  const restore = onEveryWayOut(letGo, line, options);
  try {
    stdout.write(ENTER_MODES + bannerText(version, start, { ...look, columns: stdout.columns }));
    probe.connect((text) => stdout.write(text));
    takeUp(shell, start);
    const screen = render(<Screen store={shell.store} look={look} />, {
      exitOnCtrlC: false,
      patchConsole: false,
      incrementalRendering: true,
      interactive: true,
      isScreenReaderEnabled: look.screenReader === true,
    });
    await Promise.race([screen.waitUntilRenderFlush(), line.lost]);
    shell.store.dispatch({ type: 'history-read', lines: readHistory(home).map(({ line: each }) => each) });
    // tmux answers for itself: always white.
    if (look.colour > 0 && process.env['TMUX'] === undefined) stdout.write(ASK_BACKGROUND);
    warmUp(shell);
    void bringBack(shell, start);
    const isOver = ({ left, unwritten }: ShellState): boolean => left && unwritten.length === 0;
    await Promise.race([until(shell.store, isOver), screen.waitUntilExit(), line.lost]);
    line.end('left');
    screen.unmount();
    await Promise.race([screen.waitUntilExit(), line.lost]);
    // What changes a dataset or writes files ends in peace, also where nobody is there any more.
    if (line.isLost()) await settled(session);
  } finally {
    restore();
  }
}

function shellOn({ session, home, look, drawPicture }: ScreenOptions): Shell {
  return createShell({
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
    process.stderr.write(renderBug({ message: error instanceof Error ? error.message : String(error), log }, look));
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
  return error instanceof Error && 'code' in error && (error.code === 'EIO' || error.code === 'EPIPE');
}
