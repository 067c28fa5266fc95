import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A line as it was typed. */
export type HistoryEntry = { readonly line: string; readonly dataset: string | undefined; readonly at: string };

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
export function readHistory(home: string, limit: number): readonly HistoryEntry[] {
  try {
    const entries = readFileSync(historyFile(home), 'utf8').split('\n').flatMap(parseEntry);
    return entries.slice(Math.max(0, entries.length - limit));
  } catch {
    return [];
  }
}

/** Adds a line. One append a line, so that two shells do not lose each other's. Never throws. */
export function recordLine(home: string, entry: HistoryEntry): void {
  try {
    mkdirSync(home, { recursive: true });
    appendFileSync(historyFile(home), `${JSON.stringify(entry)}\n`, { mode: 0o600 });
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

function parseEntry(text: string): readonly HistoryEntry[] {
  try {
    const entry: unknown = JSON.parse(text);
    if (typeof entry !== 'object' || entry === null || !('line' in entry) || typeof entry.line !== 'string') return [];
    const dataset = 'dataset' in entry && typeof entry.dataset === 'string' ? entry.dataset : undefined;
    const at = 'at' in entry && typeof entry.at === 'string' ? entry.at : '';
    return [{ line: entry.line, dataset, at }];
  } catch {
    return [];
  }
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
