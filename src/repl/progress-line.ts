import type { Progress } from '../dataset/model/job.ts';
import { cellWidth } from '../render/cells.ts';
import { progressLine } from '../render/progress.ts';
import { progressTable } from '../render/progress-table.ts';
import type { RenderOptions } from '../render/render-options.ts';
import { type Rewrap, rowsAboveCursor } from './rewrap.ts';
import type { Size } from './terminal-size.ts';
import { unbrokenWidth } from './unbroken-width.ts';

/** Shows how far work has come; `clear` takes it away before something else is written. */
export type ProgressLine = { readonly show: (progress: Progress) => void; readonly clear: () => void };

/** What progress is drawn with. `live` rewrites its lines in place; otherwise there is a line now and then. */
export type ProgressLineOptions = {
  readonly write: (text: string) => void;
  /** How text looks now: the terminal may have become wider or narrower. */
  readonly look: () => RenderOptions;
  readonly live: boolean;
  /** Rows of the terminal by now: the parts of the work are shown as far as there is room. */
  readonly rows: () => number;
  /** What the terminal does with rows that it has become too narrow for. */
  readonly rewrap: Rewrap;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
};

/** Nothing is said in the first second; then twice a second on a terminal, every five seconds elsewhere. */
const SILENT = 1000;
const EVERY_LIVE = 500;
const EVERY_LINE = 5000;

/** Progress on stderr for runs without a screen. */
export function createProgressLine(options: ProgressLineOptions): ProgressLine {
  const { write, live, now } = options;
  let what = '';
  let since = 0;
  let said = -Infinity;
  let shown: Shown | undefined;
  const show = (progress: Progress): void => {
    const at = now();
    if (progress.what !== what) [what, since] = [progress.what, at];
    if (at - since < SILENT || at - said < (live ? EVERY_LIVE : EVERY_LINE)) return;
    said = at;
    const size = sizeOf(options);
    const lines = linesOf(progress, at - since, size, options);
    write(live ? redraw(shown, { lines, size }, options.rewrap) : `${lines.join('\n')}\n`);
    if (live) shown = { lines, size };
  };
  const clear = (): void => {
    if (shown !== undefined) write(erase(shown, sizeOf(options), options.rewrap));
    shown = undefined;
  };
  return { show, clear };
}

/** Lines on the screen, the cursor behind the last, and the size of the terminal that they were drawn for. */
type Shown = { readonly lines: readonly string[]; readonly size: Size };

function sizeOf({ look, rows }: ProgressLineOptions): Size {
  return { columns: look().columns, rows: rows() };
}

function linesOf(
  progress: Progress,
  elapsed: number,
  { columns, rows }: Size,
  { look, live }: ProgressLineOptions,
): readonly string[] {
  const line = progressLine(progress, elapsed, { ...look(), columns: Math.min(columns - 1, unbrokenWidth(columns)) });
  if (!live) return [line];
  return [
    ...progressTable(progress, Math.min(Math.floor(rows / 2), MOST) - 1, {
      ...look(),
      columns: unbrokenWidth(columns),
    }),
    line,
  ];
}

/** Of a terminal that becomes lower tmux moves what is at the top to the scrollback: half of it is left free. */
const MOST = 12;

/** Goes from lines on the screen to others: over a slow link only those that differ are sent, where as many are there. */
function redraw(before: Shown | undefined, { lines, size }: Shown, rewrap: Rewrap): string {
  if (before === undefined) return lines.join('\n');
  if (before.lines.length !== lines.length || isSmaller(size, before.size)) {
    return erase(before, size, rewrap) + lines.join('\n');
  }
  const drawn = lines.map((line, i) => (line === before.lines[i] ? '' : `\r${ERASE_ROW}${line}`)).join('\n');
  return up(lines.length - 1) + drawn;
}

function isSmaller(now: Size, before: Size): boolean {
  return now.columns < before.columns || now.rows < before.rows;
}

/**
 * Erases lines from the last to the first, and what a terminal that has become narrower has broken them into. Row by row: in
 * the first place of the screen tmux takes the erasing of all that follows for a clearing, and keeps a copy in the scrollback.
 */
function erase({ lines, size }: Shown, now: Size, rewrap: Rewrap): string {
  const cursor = { x: cellWidth(lines.at(-1)?.replaceAll(COLOUR, '') ?? ''), y: lines.length - 1 };
  const above = rowsAboveCursor({ rows: lines, size, cursor }, now, rewrap);
  return `\r${ERASE_ROW}${`${up(1)}${ERASE_ROW}`.repeat(Math.min(above, now.rows - 1))}`;
}

// eslint-disable-next-line no-control-regex -- colour sequences are what is taken out
const COLOUR = /\x1b\[[0-9;]*m/gu;
const ERASE_ROW = '\x1b[K';

function up(rows: number): string {
  return rows === 0 ? '' : `\x1b[${String(rows)}A`;
}
