import type { Instance } from 'ink';
import type { Size } from '../terminal-size.ts';
import type { WholeTerminal } from './full-screen.ts';
import { ENTER_FULL_SCREEN, LEAVE_FULL_SCREEN } from './terminal-modes.ts';

/** A stream that is a terminal. */
export type TerminalStream = {
  readonly columns: number;
  readonly rows: number;
  readonly write: (text: string) => unknown;
  readonly on: (event: 'resize', listener: () => void) => unknown;
  readonly off: (event: 'resize', listener: () => void) => unknown;
};

/** A terminal that shows the prompt, or lends its whole screen. */
export type PromptTerminal = WholeTerminal & {
  /** Shows the prompt for the first time. */
  readonly open: () => Promise<void>;
  /** What draws it now; undefined while the screen is lent or closed. */
  readonly prompt: () => Instance | undefined;
  /** Resolves where the prompt has ended by itself. */
  readonly ended: Promise<unknown>;
  readonly close: () => Promise<void>;
  /** Leaves the alternate screen where it is open, at once: for every way out. */
  readonly giveBack: () => void;
};

/**
 * Lends the screen by taking the prompt away and drawing it anew afterwards: an Ink that stays mounted over a switch clears the
 * primary screen when it comes back.
 */
export function createPromptTerminal(stdout: TerminalStream, drawPrompt: () => Instance): PromptTerminal {
  const { promise: ended, resolve } = Promise.withResolvers<unknown>();
  let prompt: Instance | undefined;
  let isFull = false;
  const draw = (): void => {
    const drawn = drawPrompt();
    prompt = drawn;
    void drawn.waitUntilExit().then(() => {
      if (prompt === drawn) resolve(undefined);
    });
  };
  const takeAway = async (): Promise<void> => {
    const drawn = prompt;
    prompt = undefined;
    await drawn?.waitUntilRenderFlush();
    drawn?.clear();
    drawn?.unmount();
    await drawn?.waitUntilExit();
  };
  const giveBack = (): void => {
    if (isFull) stdout.write(LEAVE_FULL_SCREEN);
    isFull = false;
  };
  return {
    size: (): Size => ({ columns: stdout.columns, rows: stdout.rows }),
    write: (text) => void stdout.write(text),
    enter: async () => {
      await takeAway();
      isFull = true;
      stdout.write(ENTER_FULL_SCREEN);
    },
    leave: () => {
      giveBack();
      draw();
    },
    onResize: (listener) => {
      stdout.on('resize', listener);
      return () => stdout.off('resize', listener);
    },
    open: async () => {
      draw();
      await prompt?.waitUntilRenderFlush();
    },
    prompt: () => prompt,
    ended,
    close: async () => {
      const drawn = prompt;
      prompt = undefined;
      drawn?.unmount();
      await drawn?.waitUntilExit();
    },
    giveBack,
  };
}
