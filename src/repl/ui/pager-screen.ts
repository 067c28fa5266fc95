import type { RenderOptions } from '../../render/render-options.ts';
import type { KeyEvent } from '../input/key-event.ts';
import { type Binding, type KeyContext, matchKey } from '../input/keymap.ts';
import type { PagerAction } from '../input/pager-keys.ts';
import { drawPager } from '../sheet/draw-pager.ts';
import { type PagerStack, reduceStack, type StackEvent } from '../sheet/pager-stack.ts';
import type { PagedText } from '../sheet/pager-state.ts';
import type { Size } from '../sheet/screen-rows.ts';
import type { FullScreen, Shown } from './full-screen.ts';
import { keyLines } from './key-help.ts';
import { inputEvents } from './single-keys.ts';

/** What texts are drawn by, and which keys they have. */
export type PagerPorts = {
  readonly look: () => RenderOptions;
  readonly settings: { readonly keymap: () => readonly Binding[] };
};

/** Opens a text; resolves to the number of its lines. */
export function showPager(text: PagedText, screen: FullScreen, ports: PagerPorts): Shown<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  let stack = reduceStack([], { type: 'opened', text, size: screen.size() });
  let isDue = false;
  const drawSoon = (): void => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(() => {
      isDue = false;
      draw();
    });
  };
  const draw = (): void => {
    const shown = stack.at(-1);
    if (shown !== undefined) screen.draw(drawPager(shown, ports.look(), ports.settings.keymap()));
  };
  const dispatch = (event: StackEvent): void => {
    const lines = stack[0]?.lines.length ?? 0;
    stack = reduceStack(stack, event);
    if (stack.length === 0) resolve(lines);
  };
  draw();
  return {
    press: (key) => {
      if (stack.length === 0) return false;
      const events = stackEvents(key, stack, screen.size(), ports);
      if (events.some(isRedraw)) screen.forget();
      events.forEach(dispatch);
      drawSoon();
      return true;
    },
    resized: () => {
      dispatch({ type: 'resized', size: screen.size() });
      draw();
    },
    closed: promise,
  };
}

/** Whether all rows are to be drawn. */
export function isRedraw(event: StackEvent): boolean {
  return event.type === 'pressed' && event.action === 'redraw';
}

/** What a key means for the last of the texts: in a search it edits, and its keys are another text. */
export function stackEvents(
  event: KeyEvent,
  stack: PagerStack,
  size: Size,
  { look, settings }: PagerPorts,
): readonly StackEvent[] {
  const keymap = settings.keymap();
  if (event.kind === 'reply') return [];
  if (stack.at(-1)?.input) return inputEvents(event, keymap);
  const action = matchKey(event, 'pager', keymap) as PagerAction | undefined;
  if (action === undefined) return [];
  if (action !== 'help') return [{ type: 'pressed', action }];
  if (stack.at(-1)?.text.title === KEYS_TITLE) return [];
  return [{ type: 'opened', text: keysText(KEYS_TITLE, 'pager', { look, settings }), size }];
}

const KEYS_TITLE = 'keys of a text';

/** The keys of a full screen as they are now, with how the settings call what they do. */
export function keysText(title: string, context: KeyContext, { look, settings }: PagerPorts): PagedText {
  return { title, lines: (columns) => keyLines({ ...look(), columns }, settings.keymap(), context, true) };
}
