import { openPager, type PagedText, type PagerEvent, type PagerState, reducePager } from './pager-state.ts';
import type { Size } from './screen-rows.ts';

/** Texts on top of each other, such as the keys over what they are for; the last is shown. */
export type PagerStack = readonly PagerState[];

/** What can happen to them. */
export type StackEvent = PagerEvent | { readonly type: 'opened'; readonly text: PagedText; readonly size: Size };

/** The texts after an event: `back` takes the last away, all else but a new size is for that one. */
export function reduceStack(stack: PagerStack, event: StackEvent): PagerStack {
  if (event.type === 'opened') return [...stack, openPager(event.text, event.size)];
  if (event.type === 'resized') return stack.map((state) => reducePager(state, event));
  const last = stack.at(-1);
  if (last === undefined || (event.type === 'pressed' && event.action === 'back')) return stack.slice(0, -1);
  return [...stack.slice(0, -1), reducePager(last, event)];
}
