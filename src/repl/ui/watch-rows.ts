import type { Watched } from '../../output.ts';
import { counted } from '../../dataset/model/counted.ts';
import { paint } from '../../render/paint.ts';
import type { RenderOptions } from '../../render/render-options.ts';
import { watchLines } from '../../render/watch.ts';

/** Rows for what is followed: at most half of the terminal, and never many. */
export function roomForWatches({ rows }: { readonly rows: number }): number {
  return Math.max(0, Math.min(Math.floor((rows - 2) / 2), MOST));
}

const MOST = 12;

/**
 * What is followed, one below the other, in at most `height` rows: each has a head, and the rest is shared out. Nothing for a
 * screen reader, which is told of changes in sentences.
 */
export function watchRows(watches: readonly Watched[], height: number, look: RenderOptions): readonly string[] {
  if (watches.length === 0 || height < 1 || look.screenReader === true) return [];
  if (watches.length > height) {
    const shown = watches.slice(0, height - 1);
    const rest = paint(`+${counted(watches.length - shown.length, 'watch', 'watches')}`, 'dim', look);
    return [...shown.flatMap((watched) => watchLines(watched, 1, look)), rest];
  }
  const heights = shares(
    watches.map((watched) => watchLines(watched, height, look).length),
    height,
  );
  return watches.flatMap((watched, i) => watchLines(watched, heights[i] ?? 1, look));
}

/** A row for each, the rest in turn to those that want more. */
function shares(wanted: readonly number[], height: number): readonly number[] {
  const given = wanted.map(() => 1);
  let left = height - wanted.length;
  while (left > 0) {
    const hungry = given.findIndex((n, i) => n < (wanted[i] ?? 0) && n === Math.min(...open(given, wanted)));
    if (hungry < 0) break;
    given[hungry] = (given[hungry] ?? 0) + 1;
    left--;
  }
  return given;
}

/** What those have that want more. */
function open(given: readonly number[], wanted: readonly number[]): readonly number[] {
  return given.filter((n, i) => n < (wanted[i] ?? 0));
}
