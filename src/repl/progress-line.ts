import type { Progress } from '../dataset/model/job.ts';
import { progressLine } from '../render/progress.ts';
import { progressTable } from '../render/progress-table.ts';
import type { RenderOptions } from '../render/render-options.ts';

/** Shows how far work has come; `clear` takes it away before something else is written. */
export type ProgressLine = { readonly show: (progress: Progress) => void; readonly clear: () => void };

/** What progress is drawn with. `live` rewrites its lines in place; otherwise there is a line now and then. */
export type ProgressLineOptions = {
  readonly write: (text: string) => void;
  readonly look: RenderOptions;
  readonly live: boolean;
  /** Rows of the terminal: the parts of the work are shown as far as there is room. */
  readonly rows: number;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
};

/** Nothing is said in the first second; then twice a second on a terminal, every five seconds elsewhere. */
const SILENT = 1000;
const EVERY_LIVE = 500;
const EVERY_LINE = 5000;

/** Progress on stderr for runs without a screen. */
export function createProgressLine({ write, look, live, rows, now }: ProgressLineOptions): ProgressLine {
  let what = '';
  let since = 0;
  let said = -Infinity;
  let onScreen: readonly string[] = [];
  const show = (progress: Progress): void => {
    const at = now();
    if (progress.what !== what) [what, since] = [progress.what, at];
    if (at - since < SILENT || at - said < (live ? EVERY_LIVE : EVERY_LINE)) return;
    said = at;
    const line = progressLine(progress, at - since, { ...look, columns: look.columns - 1 });
    if (!live) {
      write(`${line}\n`);
      return;
    }
    const lines = [...progressTable(progress, Math.min(rows - 2, MOST) - 1, look), line];
    write(redraw(onScreen, lines));
    onScreen = lines;
  };
  const clear = (): void => {
    if (onScreen.length > 0) write(`${up(onScreen.length - 1)}\r\u001b[J`);
    onScreen = [];
  };
  return { show, clear };
}

const MOST = 12;

/** Goes from lines on the screen, the cursor behind the last, to others: over a slow link only those that differ are sent. */
function redraw(before: readonly string[], lines: readonly string[]): string {
  const drawn = lines.map((line, i) => (line === before[i] ? '' : `\r\u001b[K${line}`)).join('\n');
  const rest = before.length > lines.length ? '\u001b[J' : '';
  return (before.length > 0 ? up(before.length - 1) : '') + drawn + rest;
}

function up(rows: number): string {
  return rows === 0 ? '' : `\u001b[${String(rows)}A`;
}
