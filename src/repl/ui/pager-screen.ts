import type { RenderOptions } from '../../render/render-options.ts';
import { drawPager } from '../sheet/draw-pager.ts';
import { openPager, type PagerEvent, pagerActions, reducePager } from '../sheet/pager-state.ts';
import type { FullScreen, Shown } from './full-screen.ts';
import { inputEvents, singleKeys } from './sheet-screen.ts';

/** A text that can be laid out at any width. */
export type PagedText = { readonly title: string; readonly lines: (columns: number) => readonly string[] };

/** Opens a text; resolves to the number of its lines. */
export function showPager({ title, lines }: PagedText, screen: FullScreen, look: () => RenderOptions): Shown<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  let state = openPager(title, lines(screen.size().columns), screen.size());
  const draw = (): void => {
    screen.draw(drawPager(state, look()));
  };
  const dispatch = (event: PagerEvent): void => {
    state = reducePager(state, event);
    if (event.type === 'pressed' && event.action === 'back') resolve(state.lines.length);
  };
  draw();
  return {
    press: (event) => {
      for (const key of singleKeys(event)) {
        if (state.input !== null && key.kind !== 'reply') inputEvents(key).forEach(dispatch);
        else for (const action of pagerActions(key)) dispatch({ type: 'pressed', action });
      }
      draw();
    },
    resized: () => {
      dispatch({ type: 'resized', size: screen.size(), lines: lines(screen.size().columns) });
      draw();
    },
    closed: promise,
  };
}
