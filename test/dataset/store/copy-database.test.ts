import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { copyDatabase } from '../../../src/dataset/store/copy-database.ts';
import { testJob } from '../library-fixture.ts';
import { reefLibrary } from '../reef-fixture.ts';

const { execPath } = process;

/** A dataset of 70 MB, and where a copy may go. */
async function largeReef(): Promise<{ readonly file: string; readonly target: string }> {
  const { home } = await reefLibrary();
  const file = join(home, 'datasets', 'reef.sqlite');
  withDatabase(file, (db) => db.exec("INSERT INTO meta VALUES ('filler', zeroblob(70000000))"));
  return { file, target: join(home, 'copy.sqlite') };
}

function withDatabase<T>(file: string, work: (db: Database.Database) => T): T {
  const db = new Database(file);
  try {
    return work(db);
  } finally {
    db.close();
  }
}

const write = (file: string, key: string): unknown =>
  withDatabase(file, (db) => db.prepare("INSERT INTO meta VALUES (?, 'x')").run(key));

const keysIn = (file: string): readonly unknown[] =>
  withDatabase(file, (db) => db.prepare("SELECT key FROM meta WHERE value = 'x' ORDER BY key").pluck().all());

const stateOf = (file: string): unknown =>
  withDatabase(file, (db) => [
    db.pragma('integrity_check', { simple: true }),
    db.prepare('SELECT id, oid, class FROM label ORDER BY id').all(),
    db.prepare("SELECT length(value) FROM meta WHERE key = 'filler'").pluck().get(),
  ]);

test('a large dataset is copied as it was when that began, while others read and write it', async () => {
  const { file, target } = await largeReef();
  write(file, 'before');
  const reader = new Database(file);
  reader.prepare('SELECT count(*) FROM meta').get();
  const copied = copyDatabase(file, target, { execPath, job: testJob() });
  write(file, 'meanwhile');
  await copied;
  expect(keysIn(target)).toEqual(['before']);
  expect(stateOf(target)).toEqual(stateOf(file));
  expect(keysIn(file)).toEqual(['before', 'meanwhile']);
  // Whoever had it open in this process still holds it: no one else can take it out of the mode in which it is shared.
  const mode = withDatabase(file, (db) => {
    try {
      return db.pragma('journal_mode = DELETE', { simple: true });
    } catch (error) {
      return (error as { code?: string }).code;
    }
  });
  expect(mode).toBe('SQLITE_BUSY');
  reader.close();
});

test('what cannot be brought into the file is in the copy too', async () => {
  const { file, target } = await largeReef();
  const reader = new Database(file);
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM meta').get();
  write(file, 'later');
  await copyDatabase(file, target, { execPath, job: testJob() });
  expect(keysIn(target)).toEqual(['later']);
  expect(stateOf(target)).toEqual(stateOf(file));
  reader.close();
});

test('progress is told in bytes, and a copy that is cancelled ends', async () => {
  const { file, target } = await largeReef();
  const stop = new AbortController();
  const told: unknown[] = [];
  const job = {
    signal: stop.signal,
    report: (progress: unknown) => {
      told.push(progress);
      stop.abort();
    },
  };
  await expect(copyDatabase(file, target, { execPath, job })).rejects.toMatchObject({ code: 'cancelled' });
  expect(told).toMatchObject([{ what: 'copying', done: 0, unit: 'bytes' }]);
});

test('a file that is there is left as it is', async () => {
  const { file, target } = await largeReef();
  writeFileSync(target, 'mine');
  await expect(copyDatabase(file, target, { execPath, job: testJob() })).rejects.toMatchObject({ code: 'unwritable' });
  expect(readFileSync(target, 'utf8')).toBe('mine');
});
