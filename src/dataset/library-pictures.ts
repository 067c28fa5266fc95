import { readdir, realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { throwIfCancelled, UserError } from '../diagnostics.ts';
import type { Job } from './model/job.ts';
import { databaseOf, namesIn } from './store/dataset-files.ts';
import { fileNameOf } from './store/dataset-name.ts';
import { inPlaceRunner } from './store/query-runner.ts';

/** Pictures below a folder that datasets are made of: their paths, relative to it, with the name of one of the datasets. */
export type ReferredPictures = ReadonlyMap<string, string>;

/**
 * Finds the files below a folder that samples of any dataset refer to, now or in a state that can be gone back to; through
 * links, too. Takes a look at the folders that pictures lie in rather than at every picture. Datasets whose file cannot be read
 * are left out.
 *
 * @param place absolute, with links resolved; may be a file
 * @throws UserError `cancelled`
 */
export async function referredPictures(place: string, home: string, job: Job): Promise<ReferredPictures> {
  const found = new Map<string, string>();
  const names = namesIn(home);
  for (const [done, name] of names.entries()) {
    job.report({ what: 'looking for pictures in use', done, total: names.length, unit: 'datasets' });
    const mediaRoot = join(home, 'media', fileNameOf(name));
    try {
      for (const path of await referredBy({ file: databaseOf(home, name), mediaRoot, place, job }))
        found.set(path, name);
    } catch (error) {
      if (!(error instanceof UserError) || error.code === 'cancelled') throw error;
    }
  }
  return found;
}

/** Paths that the system is asked about at once. */
const AT_ONCE = 500;

type Asked = { readonly file: string; readonly mediaRoot: string; readonly place: string; readonly job: Job };

async function referredBy({ file, mediaRoot, place, job }: Asked): Promise<readonly string[]> {
  const runner = inPlaceRunner(file);
  const ask = async (text: string, params: readonly string[] = []): Promise<readonly string[]> =>
    (await runner.all({ text, params }, job.signal)).map(([value]) => String(value));
  try {
    const tables = await ask(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name IN ('sample', 'before_sample')",
    );
    const all = pathsOf(tables);
    const folders: string[] = [];
    for (const folder of await ask(`SELECT DISTINCT folder FROM ${all}`)) {
      if (await maybeLeadsTo(resolve(mediaRoot, folder), place)) folders.push(folder);
    }
    if (folders.length === 0) return [];
    const paths = await ask(`SELECT filepath FROM ${all} WHERE folder IN (SELECT value FROM json_each(?))`, [
      JSON.stringify(folders),
    ]);
    const within: string[] = [];
    for (let at = 0; at < paths.length; at += AT_ONCE) {
      throwIfCancelled(job.signal);
      const some = paths.slice(at, at + AT_ONCE).map((path) => namesOf(resolve(mediaRoot, path), place));
      within.push(...(await Promise.all(some)).flat());
    }
    return within;
  } finally {
    await runner.close();
  }
}

/** Paths of the present state and of those before it, with what stands before their last slash. */
function pathsOf(tables: readonly string[]): string {
  const paths = tables.map((table) => `SELECT filepath FROM ${table} WHERE filepath IS NOT NULL`).join(' UNION ');
  return `(SELECT filepath, rtrim(filepath, replace(filepath, '/', '')) AS folder FROM (${paths}))`;
}

/** Whether the folder lies in the place, or holds links that lead there. */
async function maybeLeadsTo(folder: string, place: string): Promise<boolean> {
  const real = await realOf(folder);
  if (real === undefined) return false;
  if (isWithin(real, place) || real === dirname(place)) return true;
  const entries = await readdir(real, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isSymbolicLink()) continue;
    const target = await realOf(join(real, entry.name));
    if (target !== undefined && isWithin(target, place)) return true;
  }
  return false;
}

/** What a picture is called in the place: as a link there, and as the file that it leads to. */
async function namesOf(path: string, place: string): Promise<readonly string[]> {
  const folder = await realOf(dirname(path));
  const places = [folder === undefined ? undefined : join(folder, basename(path)), await realOf(path)];
  return [...new Set(places)].flatMap((one) =>
    one !== undefined && isWithin(one, place) ? [relative(place, one).split(sep).join('/')] : [],
  );
}

/** Undefined where there is nothing, also of names that no file can have. */
async function realOf(path: string): Promise<string | undefined> {
  return path.includes('\0') ? undefined : realpath(path).catch(() => undefined);
}

function isWithin(path: string, place: string): boolean {
  return path === place || path.startsWith(place + sep);
}
