import { readdirSync, statfsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { FULL } from '../commands/doctor/disk.ts';
import { type Glance, glanceAt } from '../dataset/glance.ts';
import type { Library } from '../dataset/library.ts';
import { ALONE, type LeftSession } from './past-sessions.ts';

/** Something that changes what one does next: what it is, what it came to (shown however long the text is), and what to type. */
export type StartFact = { readonly text: string; readonly outcome?: string; readonly next: string };

/** What a shell begins with. */
export type Start = {
  readonly dataset: string | undefined;
  readonly glance: Glance | undefined;
  readonly facts: readonly StartFact[];
  /** The session that is gone on with, or whose variables and draft are taken over. */
  readonly past: LeftSession | undefined;
};

/** Gathers it within some milliseconds: the first prompt waits for it. */
export function readStart(
  library: Library,
  dataset: string | undefined,
  past: LeftSession | undefined,
  { resumed, now }: { readonly resumed: boolean; readonly now: Date },
): Start {
  const { home } = library;
  const glance = dataset === undefined ? undefined : glanceAt(home, dataset);
  const facts = [
    ...fullDisk(home),
    ...(past === undefined ? [] : sessionFacts(past, resumed, now)),
    ...(dataset === undefined ? [] : unfinishedPull(home, basename(library.mediaRoot(dataset)))),
    ...(typeof glance?.undone === 'string' ? [{ text: `undone: ${oneLine(glance.undone)}`, next: 'redo' }] : []),
    ...variablesOf(past),
  ];
  return { dataset, glance, facts, past };
}

function variablesOf(past: LeftSession | undefined): readonly StartFact[] {
  const names = (past?.definitions ?? []).map(({ name }) => name);
  return names.length === 0 ? [] : [{ text: `as in the last session: ${names.join(', ')}`, next: '' }];
}

function fullDisk(home: string): readonly StartFact[] {
  try {
    const { bavail, bsize } = statfsSync(home);
    const free = bavail * bsize;
    if (free >= FULL) return [];
    return [{ text: `the disk is nearly full: ${String(Math.round(free / 1024 ** 2))} MB`, next: 'doctor' }];
  } catch {
    return [];
  }
}

function sessionFacts(past: LeftSession, resumed: boolean, now: Date): readonly StartFact[] {
  const { state, last, startedAt } = past;
  if (resumed) {
    const session = `session of ${agoOf(startedAt, now)}, ${state}; last`;
    if (last === undefined) return [{ text: `${session} nothing was run`, next: '' }];
    return [{ text: `${session} ${oneLine(last.statement)}`, outcome: last.end, next: '' }];
  }
  if (last === undefined) return [];
  if (last.end.endsWith(ALONE)) return [{ text: oneLine(last.statement), outcome: last.end, next: '' }];
  return last.end === 'cut off' ? [{ text: `cut off: ${oneLine(last.statement)}`, next: 'run it again' }] : [];
}

function oneLine(statement: string): string {
  return statement.replace(/\s+/gu, ' ').trim();
}

function agoOf(then: Date, now: Date): string {
  const minutes = Math.max(0, Math.round((now.getTime() - then.getTime()) / 60_000));
  if (minutes < 60) return `${String(minutes)} min ago`;
  return minutes < 60 * 48
    ? `${String(Math.round(minutes / 60))} h ago`
    : `${String(Math.round(minutes / 1440))} days ago`;
}

function unfinishedPull(home: string, fileName: string): readonly StartFact[] {
  try {
    const left = readdirSync(join(home, 'pulls')).filter((name) => name.startsWith(`${fileName}.`));
    return left.length === 0 ? [] : [{ text: 'a pull did not end', next: 'pull it again' }];
  } catch {
    return [];
  }
}
