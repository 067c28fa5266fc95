import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A line as it was typed. */
export type HistoryEntry = { readonly line: string; readonly dataset: string | undefined; readonly at: string };

/** The lines of earlier sessions, and which of them ended in an error when they were last run. */
export type LinesTyped = { readonly entries: readonly HistoryEntry[]; readonly failed: ReadonlySet<string> };

/** The name of the dataset that was open last, or undefined. Never throws: it only spares the user a word. */
export function lastDataset(home: string): string | undefined {
  try {
    const state: unknown = JSON.parse(readFileSync(join(home, 'state.json'), 'utf8'));
    if (typeof state !== 'object' || state === null || !('dataset' in state)) return undefined;
    return typeof state.dataset === 'string' ? state.dataset : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers the dataset that is open. Never throws. */
export function rememberDataset(home: string, dataset: string): void {
  try {
    mkdirSync(home, { recursive: true });
    const file = join(home, 'state.json');
    writeFileSync(`${file}.new`, JSON.stringify({ dataset }));
    renameSync(`${file}.new`, file);
  } catch {
    // A full or read-only disk must not end a session over a convenience.
  }
}

/** The last `limit` lines typed in earlier sessions, oldest first; lines that cannot be read are left out. */
export function readHistory(home: string, limit: number): LinesTyped {
  const entries: HistoryEntry[] = [];
  const failed = new Set<string>();
  for (const text of linesOf(historyFile(home))) {
    const note = parsedLine(text);
    const [entry, failure] = [entryIn(note), failureIn(note)];
    if (failure !== undefined) failed.add(failure);
    if (entry === undefined) continue;
    failed.delete(entry.line);
    entries.push(entry);
  }
  return { entries: entries.slice(Math.max(0, entries.length - limit)), failed };
}

/** Adds a line. One append a line, so that two shells do not lose each other's. Never throws. */
export function recordLine(home: string, entry: HistoryEntry): void {
  append(home, entry);
}

/** Notes that a line that was added ended in an error. Never throws. */
export function recordFailure(home: string, failed: string, at: string): void {
  append(home, { failed, at });
}

function append(home: string, note: unknown): void {
  try {
    mkdirSync(home, { recursive: true });
    appendFileSync(historyFile(home), `${JSON.stringify(note)}\n`, { mode: 0o600 });
  } catch {
    // As above.
  }
}

/** Adds a bug's stack to a log; gives the file, or null where it could not be written. */
export function logBug(home: string, error: unknown, at: string): string | null {
  const file = join(home, 'logs', 'bugs.log');
  try {
    mkdirSync(join(home, 'logs'), { recursive: true });
    appendFileSync(file, `${at}\n${stackOf(error)}\n\n`, { mode: 0o600 });
    return file;
  } catch {
    return null;
  }
}

function historyFile(home: string): string {
  return join(home, 'history.jsonl');
}

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}

function parsedLine(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function failureIn(note: unknown): string | undefined {
  const isOne = typeof note === 'object' && note !== null && 'failed' in note && typeof note.failed === 'string';
  return isOne ? (note.failed as string) : undefined;
}

function entryIn(note: unknown): HistoryEntry | undefined {
  if (typeof note !== 'object' || note === null || !('line' in note) || typeof note.line !== 'string') return undefined;
  const dataset = 'dataset' in note && typeof note.dataset === 'string' ? note.dataset : undefined;
  const at = 'at' in note && typeof note.at === 'string' ? note.at : '';
  return { line: note.line, dataset, at };
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
