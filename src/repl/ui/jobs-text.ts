import { UserError } from '../../diagnostics.ts';
import type { JobInfo } from '../../output.ts';
import { truncate } from '../../render/cells.ts';
import { counted, formatCount } from '../../dataset/model/counted.ts';
import { formatDuration } from '../../render/numbers.ts';
import { paint } from '../../render/paint.ts';
import type { RenderOptions } from '../../render/render-options.ts';
import { sanitize } from '../../render/sanitize.ts';
import { cutMark } from '../../render/value.ts';
import type { Cell } from '../session-events.ts';

/** What goes on behind the prompt, for the status line: `1 job  pull 42 %  0:32 left`; nothing where nothing does. */
export function jobsText(jobs: readonly JobInfo[], look: RenderOptions): readonly string[] {
  const [only, another] = jobs;
  if (only === undefined) return [];
  if (look.screenReader === true) return [counted(jobs.length, 'job')];
  const told = jobs.map((job) => `${another === undefined ? '' : `${String(job.number)} `}${jobText(job, look)}`);
  const left = another === undefined ? leftText(only) : [];
  return [counted(jobs.length, 'job'), ...told, ...left];
}

/** Why the shell is not left yet. */
export function holdingText(jobs: readonly JobInfo[]): string {
  const what = jobs.map(({ number, statement }) => `${String(number)} ${statement}`).join(', ');
  const one = jobs.length === 1;
  return `${counted(jobs.length, 'job')} ${one ? 'runs' : 'run'}; Ctrl-D again stops ${one ? 'it' : 'them'} and leaves: ${what}`;
}

/** The line for the scrollback that says that a statement goes on behind the prompt. */
export function sentText({ number }: Cell, look: RenderOptions): string {
  const n = String(number);
  const keys = look.columns < 60 ? '' : `  fg ${n} brings it back, kill ${n} stops it`;
  return `${paint(`[${n}] goes on behind the prompt${keys}`, 'dim', look)}\n`;
}

/** The line above what a statement that ended behind the prompt yields: its number, how it ended, when, and what it was. */
export function endedText({ number, statement, state, error, ms }: Cell, look: RenderOptions): string {
  const how = error instanceof UserError && error.code === 'cancelled' ? 'stopped' : state;
  const start = `[${String(number)}] ${how}  ${formatDuration(ms)}  `;
  const line = sanitize(statement.replaceAll(/\s+/gu, ' '));
  return `${paint(start + truncate(line, Math.max(8, look.columns - 1 - start.length), cutMark(look)), 'dim', look)}\n`;
}

function jobText({ statement, progress, state }: JobInfo, look: RenderOptions): string {
  const name = /^\s*\.?([a-z][\w-]*)(?:\s|$)/u.exec(statement)?.[1] ?? statement.trim();
  const parts = [truncate(sanitize(name), NAME, cutMark(look))];
  if (state !== 'running') parts.push(state);
  else if (progress?.what.startsWith('waiting for') === true) parts.push('waiting');
  else if (progress !== undefined && progress.total !== null && progress.total > 0) {
    parts.push(`${String(Math.floor((100 * Math.min(progress.done, progress.total)) / progress.total))} %`);
  } else if (progress !== undefined) parts.push(`${formatCount(progress.done)} ${sanitize(progress.unit)}`);
  return parts.join(' ');
}

/** Cells of a name. */
const NAME = 20;

function leftText({ progress, phaseElapsed, state }: JobInfo): readonly string[] {
  if (progress?.total == null || progress.done === 0 || phaseElapsed < SETTLED || state !== 'running') return [];
  return [`${formatDuration((phaseElapsed * (progress.total - progress.done)) / progress.done)} left`];
}

/** Milliseconds before which a rate says nothing. */
const SETTLED = 2000;
