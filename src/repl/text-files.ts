import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, open, opendir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { codeOf, UserError } from '../diagnostics.ts';
import type { FolderEntry } from './engine.ts';

/** Reads a text file whole. @throws UserError `not-found`, `unreadable` */
export async function readTextFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      throw new UserError('not-found', `no file ${path}`, { hint: 'check the path', cause: error });
    }
    throw new UserError('unreadable', `${path} cannot be read: ${codeOf(error) || String(error)}`, { cause: error });
  }
}

/**
 * Writes a text file whole or not at all.
 * @param replaces whether what is there already may go
 * @throws UserError `exists` where it may not, `unwritable`
 */
export async function writeTextFile(path: string, text: string, replaces: (old: string) => boolean): Promise<void> {
  await refuse(path, replaces);
  const draft = draftOf(path);
  try {
    await writeFile(draft, text, { flag: 'wx' });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw new UserError('unwritable', `${path} cannot be written: ${codeOf(error) || String(error)}`, {
      hint: 'check that the folder exists and has room',
      cause: error,
    });
  }
}

/** Writes a text file whole or not at all, piece by piece, for its owner only. @throws UserError `unwritable`, or what the pieces throw */
export async function writePieces(path: string, pieces: () => AsyncIterable<string>): Promise<void> {
  const draft = draftOf(path);
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(pieces());
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    throw new UserError('unwritable', `${path} cannot be written: ${codeOf(error) || String(error)}`, { cause: error });
  }
}

async function refuse(path: string, replaces: (old: string) => boolean): Promise<void> {
  const status = await stat(path).catch(() => undefined);
  if (status === undefined) return;
  if (!status.isFile()) throw new UserError('exists', `${path} is no file`, { hint: 'name a file to write' });
  if (replaces(await readTextFile(path))) return;
  throw new UserError('exists', `${path} is there already`, { hint: 'name another file, or say --overwrite' });
}

/** Beside the file, under a name that nobody has. */
function draftOf(path: string): string {
  return join(dirname(path), `.${randomUUID()}.new`);
}

/** An empty folder for a replay, and how to remove it. */
export async function makeScratch(): Promise<{ readonly folder: string; readonly remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'quadrat-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/**
 * What is in a folder, links followed; at most `MOST_ENTRIES`, none where it cannot be read. Names that would do something to
 * a terminal are left out.
 */
export async function listFolder(path: string): Promise<readonly FolderEntry[]> {
  const entries: FolderEntry[] = [];
  try {
    for await (const entry of await opendir(path)) {
      if (entries.length === MOST_ENTRIES) break;
      if (/\p{Cc}/u.test(entry.name)) continue;
      const isFolder = entry.isSymbolicLink() ? await leadsToFolder(join(path, entry.name)) : entry.isDirectory();
      entries.push({ name: entry.name, isFolder });
    }
  } catch {
    // Half a list is better than none.
  }
  return entries;
}

const MOST_ENTRIES = 2000;

async function leadsToFolder(link: string): Promise<boolean> {
  try {
    return (await stat(link)).isDirectory();
  } catch {
    return false;
  }
}
