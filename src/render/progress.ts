import type { Progress } from '../dataset/model/job.ts';
import { cellWidth, truncate } from './cells.ts';
import { formatCount } from '../dataset/model/counted.ts';
import { formatBytes, formatDuration } from './numbers.ts';
import type { RenderOptions } from './render-options.ts';
import { sanitize } from './sanitize.ts';
import { cutMark } from './value.ts';

/**
 * How far long work has come, on one line without a line end, never wider than the terminal:
 * `import coco  1,200 of 1,500 samples  80 %  310/s  0:01 left`. Rate and time left appear after half a second; behind
 * them stand the bytes that have come, where they are told. Where there is less room the percentage stays longest.
 */
export function progressLine(progress: Progress, elapsed: number, options: RenderOptions): string {
  const { done, total, unit } = progress;
  const what = sanitize(progress.what);
  const [all, bare] = [amount(progress), amount(progress).replace(` ${sanitize(unit)}`, '')];
  const percent = total !== null && total > 0 ? [`${String(percentOf(done, total))} %`] : [];
  const rest = speed(progress, elapsed);
  const shorter = [
    ...Array.from({ length: rest.length + 1 }, (_, i) => [what, all, ...percent, ...rest.slice(0, rest.length - i)]),
    [what, bare, ...percent],
    ...(percent.length === 0 ? [] : [[what, ...percent]]),
  ].map((parts) => parts.join('  '));
  const fits = shorter.find((line) => cellWidth(line) <= options.columns);
  return fits ?? truncate(shorter[0] ?? '', options.columns, cutMark(options));
}

/** Rate, time left and bytes, as far as they are known. */
function speed({ done, total, unit, bytes }: Progress, elapsed: number): readonly string[] {
  const parts: string[] = [];
  if (elapsed >= SETTLED && done > 0) {
    const perSecond = (1000 * done) / elapsed;
    parts.push(`${unit === 'bytes' ? formatBytes(perSecond) : rate(perSecond)}/s`);
    if (total !== null && done < total) parts.push(`${formatDuration((1000 * (total - done)) / perSecond)} left`);
  }
  return bytes !== undefined && bytes > 0 ? [...parts, formatBytes(bytes)] : parts;
}

/** A sentence for a screen reader, and the quarter it speaks of; null as long as no new quarter has been reached. */
export function progressSentence(
  progress: Progress,
  quarterTold: number,
): { readonly quarter: number; readonly sentence: string } | null {
  const { what, done, total } = progress;
  if (total === null || total <= 0) return null;
  const quarter = Math.floor((4 * Math.min(done, total)) / total);
  if (quarter <= quarterTold) return null;
  return { quarter, sentence: `${sanitize(what)}: ${String(25 * quarter)} per cent, ${amount(progress)}.` };
}

const SETTLED = 500;

function percentOf(done: number, total: number): number {
  return Math.floor((100 * Math.min(done, total)) / total);
}

function amount({ done, total, unit }: Progress): string {
  const of = total === null ? '' : ' of ';
  if (unit === 'bytes') return `${formatBytes(done)}${of}${total === null ? '' : formatBytes(total)}`;
  return `${formatCount(done)}${of}${total === null ? '' : formatCount(total)} ${sanitize(unit)}`;
}

function rate(perSecond: number): string {
  return perSecond < 10 ? perSecond.toFixed(1) : formatCount(Math.round(perSecond));
}
