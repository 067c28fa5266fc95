import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PastSession } from '../commands/past-session.ts';

/** A definition that a session left. */
export type Definition = { readonly name: string; readonly dataset: string; readonly text: string };

/** All that can be gone on with of a session. */
export type LeftSession = PastSession & {
  readonly definitions: readonly Definition[];
  /** Names of variables that held results: they are not kept. */
  readonly values: readonly string[];
  /** What was typed and not entered. */
  readonly draft: string;
};

/** Folder of the journals of sessions. */
export function sessionsFolder(home: string): string {
  return join(home, 'sessions');
}

/** Sessions that were written down, the latest first. Files that are none are left out. */
export function readSessions(folder: string, isAlive: (pid: number) => boolean): readonly LeftSession[] {
  return idsIn(folder).flatMap((id) => readSession(folder, id, isAlive) ?? []);
}

/** The latest session that has ended and fits. */
export function latestSession(
  folder: string,
  isAlive: (pid: number) => boolean,
  fits: (session: LeftSession) => boolean,
): LeftSession | undefined {
  for (const id of idsIn(folder).slice(0, LOOKED_AT)) {
    const session = readSession(folder, id, isAlive);
    if (session !== undefined && session.state !== 'running' && fits(session)) return session;
  }
  return undefined;
}

/** Removes the oldest journals beyond `KEPT`. Never throws. */
export function trimSessions(folder: string): void {
  for (const id of idsIn(folder).slice(KEPT)) {
    for (const extension of ['quadrat', 'draft']) {
      try {
        rmSync(join(folder, `${id}.${extension}`), { force: true });
      } catch {
        // Another shell may have been faster; the next start tries again.
      }
    }
  }
}

/** Said of a statement that ended when its terminal was gone. */
export const ALONE = ' after the terminal was gone';

const KEPT = 100;
const LOOKED_AT = 20;

function idsIn(folder: string): readonly string[] {
  try {
    const files = readdirSync(folder).filter((file) => /^\d{4}-\d{2}-\d{2}-\d{6}-\d+\.quadrat$/u.test(file));
    return files.map((file) => file.replace(/\.quadrat$/u, '')).sort((a, b) => (a < b ? 1 : -1));
  } catch {
    return [];
  }
}

function readSession(folder: string, id: string, isAlive: (pid: number) => boolean): LeftSession | undefined {
  const text = textOf(join(folder, `${id}.quadrat`));
  if (text === undefined) return undefined;
  const found = new Reader();
  for (const line of text.split('\n')) found.read(line);
  return found.session(id, isAlive, textOf(join(folder, `${id}.draft`)) ?? '');
}

/** First words of the notes about the end of a session. */
const ENDS: ReadonlyMap<string, PastSession['state']> = new Map([
  ['left', 'left'],
  ['hung', 'hung up'],
  ['ended', 'killed'],
  ['crashed', 'killed'],
]);

/** Reads a journal line by line: see session-journal.ts for what stands in it. */
class Reader {
  readonly #variables = new Map<string, Definition | undefined>();
  #dataset: string | undefined;
  #begun: { readonly at: Date; readonly pid: number } | undefined;
  #statements = 0;
  #open: string[] = [];
  #alone = false;
  #last: PastSession['last'];
  #ended: PastSession['state'] | undefined;

  read(line: string): void {
    if (line.startsWith('#> ')) this.#note(line.slice(3));
    else if (line.startsWith('#: dataset ds ')) this.#dataset = line.slice('#: dataset ds '.length);
    else if (!line.startsWith('#:') && line !== '') this.#open.push(line);
  }

  session(id: string, isAlive: (pid: number) => boolean, draft: string): LeftSession | undefined {
    if (this.#begun === undefined) return undefined;
    const { at, pid } = this.#begun;
    this.#finish('cut off');
    const state = this.#ended ?? (isAlive(pid) ? 'running' : 'killed');
    const named = Array.from(this.#variables);
    return {
      id,
      state,
      draft,
      dataset: this.#dataset,
      startedAt: at,
      statements: this.#statements,
      last: this.#last,
      definitions: named.flatMap(([, definition]) => definition ?? []),
      values: named.flatMap(([name, definition]) => (definition === undefined ? [name] : [])),
    };
  }

  #note(note: string): void {
    const [word = ''] = note.split(' ', 1);
    const rest = note.slice(word.length + 1);
    const ended = ENDS.get(word);
    if (word === 'begun') this.#begin(rest);
    else if (word === 'dataset') this.#dataset = rest === '' ? undefined : rest;
    else if (word === 'variable') this.#define(rest);
    else if (ended === undefined) this.#finish(note);
    else if (ended === 'hung up') this.#hangUp();
    else this.#ended = ended;
  }

  #begin(rest: string): void {
    const [at = '', pid] = rest.split(' ');
    this.#begun = { at: new Date(at), pid: Number(pid) };
  }

  /** What was running then may have gone on: its end is told behind this. */
  #hangUp(): void {
    this.#ended = 'hung up';
    this.#alone = this.#open.length > 0;
  }

  #finish(end: string): void {
    if (this.#open.length === 0) return;
    this.#statements += 1;
    this.#last = { statement: this.#open.join('\n'), end: this.#alone ? `${end}${ALONE}` : end };
    this.#open = [];
  }

  #define(text: string): void {
    try {
      const { name, dataset, text: definition } = JSON.parse(text) as Partial<Record<keyof Definition, unknown>>;
      if (typeof name !== 'string' || !/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name)) return;
      const isView = typeof dataset === 'string' && typeof definition === 'string';
      this.#variables.set(name, isView ? { name, dataset, text: definition } : undefined);
    } catch {
      // Half a line, written when the process was killed.
    }
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
