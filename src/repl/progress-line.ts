import type { Progress } from '../dataset/model/job.ts';
import { progressLine } from '../render/progress.ts';
import type { RenderOptions } from '../render/render-options.ts';

/** Shows how far work has come; `clear` takes the line away before something else is written. */
export type ProgressLine = { readonly show: (progress: Progress) => void; readonly clear: () => void };

/** What a progress line is drawn with. `live` rewrites one line in place; otherwise a line now and then. */
export type ProgressLineOptions = {
  readonly write: (text: string) => void;
  readonly look: RenderOptions;
  readonly live: boolean;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
};

/** Nothing is said in the first second; then twice a second on a terminal, every five seconds elsewhere. */
const SILENT = 1000;
const EVERY_LIVE = 500;
const EVERY_LINE = 5000;

/** Progress on stderr for runs without a screen. */
export function createProgressLine({ write, look, live, now }: ProgressLineOptions): ProgressLine {
  let what = '';
  let since = 0;
  let said = -Infinity;
  let onScreen = false;
  const show = (progress: Progress): void => {
    const at = now();
    if (progress.what !== what) [what, since] = [progress.what, at];
    if (at - since < SILENT || at - said < (live ? EVERY_LIVE : EVERY_LINE)) return;
    said = at;
    const line = progressLine(progress, at - since, { ...look, columns: look.columns - 1 });
    write(live ? `\r\u001b[K${line}` : `${line}\n`);
    onScreen = live;
  };
  const clear = (): void => {
    if (onScreen) write('\r\u001b[K');
    onScreen = false;
  };
  return { show, clear };
}
