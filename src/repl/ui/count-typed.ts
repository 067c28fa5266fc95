import type { Notice, SheetEvent, SheetRequest } from '../sheet/sheet-state.ts';

type Request = Extract<SheetRequest, { readonly kind: 'count-matches' }>;

/** Counts what the pattern being typed fits. */
export type CountTyped = { readonly count: (request: Request) => void; readonly stop: () => void };

/**
 * A counter that never has two counts under way: while one is, only the latest of what is asked for waits. So each key costs
 * nothing, and what has been read for a count is not thrown away.
 */
export function countTyped(tell: (event: SheetEvent) => void, failed: (error: unknown) => Notice): CountTyped {
  let counting: AbortController | undefined;
  let next: Request | undefined;
  const run = async ({ pattern, source }: Request): Promise<void> => {
    const { signal } = (counting = new AbortController());
    const count = await source.countMatches(pattern, signal).catch(failed);
    if (signal.aborted) return;
    counting = undefined;
    const waiting = next;
    next = undefined;
    if (waiting === undefined) tell({ type: 'matches-counted', pattern, count });
    else void run(waiting);
  };
  return {
    count: (request) => {
      if (counting === undefined) void run(request);
      else next = request;
    },
    stop: () => {
      counting?.abort();
      counting = undefined;
      next = undefined;
    },
  };
}
