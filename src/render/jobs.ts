import type { JobInfo } from '../output.ts';
import { cellWidth, truncate } from './cells.ts';
import { formatDuration } from './numbers.ts';
import { paint } from './paint.ts';
import { progressLine } from './progress.ts';
import type { OutputOf, RenderOptions } from './render-options.ts';
import { sanitize } from './sanitize.ts';
import { cutMark } from './value.ts';

/** What goes on behind the prompt: for each job its statement, and below it how far it is, how fast, and the time left. */
export function renderJobs({ jobs }: OutputOf<'jobs'>, options: RenderOptions): string {
  if (jobs.length === 0) return 'nothing runs behind the prompt\n';
  return jobs.map((job) => `${statementLine(job, options)}\n${progressOf(job, options)}\n`).join('');
}

const NARROW = 60;

function statementLine({ number, statement }: JobInfo, options: RenderOptions): string {
  const mark = `[${String(number)}] `;
  const line = sanitize(statement.replaceAll(/\s+/gu, ' '));
  return paint(mark, 'dim', options) + truncate(line, options.columns - cellWidth(mark), cutMark(options));
}

function progressOf({ progress, state, elapsed, phaseElapsed }: JobInfo, options: RenderOptions): string {
  const start = `    ${state === 'running' ? '' : `${state}  `}`;
  if (progress === undefined) return `${start}${formatDuration(elapsed)}`;
  const room = { ...options, columns: options.columns - start.length };
  // Where there is little room, how far it is says more than what it is called.
  const shown = options.columns < NARROW ? { ...progress, what: '' } : progress;
  return start + progressLine(shown, phaseElapsed, room).trimStart();
}
