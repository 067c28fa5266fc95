import { Box, Text, useApp, useCursor, useStdout, useWindowSize } from 'ink';
import { type ReactElement, useEffect, useSyncExternalStore } from 'react';
import type { RenderOptions } from '../../render/render-options.ts';
import type { Size } from '../terminal-size.ts';
import { drawFrame } from './frame.ts';
import { type LiveRegion, PRINTED, restingPlace } from './live-region.ts';
import type { ShellEvent, ShellState } from './shell-state.ts';
import type { Store } from './store.ts';

/** What the screen draws from. */
export type ScreenProps = {
  readonly store: Store<ShellState, ShellEvent>;
  readonly look: () => RenderOptions;
  /** Told how the terminal is lent to another program. */
  readonly onLender: (lend: Lend) => void;
  /** Where it is drawn; without it wherever Ink does. */
  readonly live?: Pick<LiveRegion, 'sizes' | 'drawing'> | undefined;
};

/** Lends the terminal to some work, and draws anew afterwards. */
export type Lend = (work: () => Promise<void>) => Promise<void>;

/** Draws the live region, and writes what is finished above it. Holds no state of its own. */
export function Screen({ store, look, onLender, live }: ScreenProps): ReactElement {
  const state = useSyncExternalStore(store.subscribe, store.get);
  const size = useSize(live);
  const { setCursorPosition } = useCursor();
  const frame = drawFrame(state, size, look());
  const { rows, cursor } = frame;
  setCursorPosition(cursor ?? (live && restingPlace(frame)));
  live?.drawing(frame);
  useUnwritten(state, store);
  const { suspendTerminal } = useApp();
  useEffect(() => {
    onLender(suspendTerminal);
  }, [onLender, suspendTerminal]);
  return (
    <Box flexDirection="column">
      {rows.map((row, y) => (
        <Text key={y} wrap="truncate">
          {row === '' ? ' ' : row}
        </Text>
      ))}
    </Box>
  );
}

function useSize(live: ScreenProps['live']): Size {
  const window = useWindowSize();
  const told = useSyncExternalStore(live?.sizes.subscribe ?? never, live?.sizes.get ?? nothing);
  return told ?? window;
}

function never(): () => void {
  return nothing;
}

function nothing(): undefined {
  return undefined;
}

/** Writes finished text once, after the frame without it has reached the screen; an earlier write would leave that frame behind. */
function useUnwritten({ unwritten, isLent }: ShellState, store: ScreenProps['store']): void {
  const { write } = useStdout();
  const { waitUntilRenderFlush } = useApp();
  useEffect(() => {
    let live = true;
    void waitUntilRenderFlush().then(() => {
      // What is written while another program has the terminal would be lost.
      if (!live || unwritten.length === 0 || store.get().isLent) return;
      write(PRINTED + unwritten.join(''));
      store.dispatch({ type: 'written', count: unwritten.length });
    });
    return () => {
      live = false;
    };
  }, [unwritten, isLent, store, write, waitUntilRenderFlush]);
}
