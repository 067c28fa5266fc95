import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/diagnostics.ts';
import { withChange } from '../../../src/dataset/store/journal.ts';
import { openForWriting } from '../../../src/dataset/store/open-database.ts';
import { inPlaceRunner } from '../../../src/dataset/store/query-runner.ts';
import { translateError } from '../../../src/dataset/store/translate-error.ts';
import {
  dump,
  importSamples,
  inTransaction,
  outline,
  sampleOf,
  temporaryFolder,
  testJob,
  testLibrary,
} from '../library-fixture.ts';

async function datasetFile(): Promise<string> {
  const home = temporaryFolder();
  const labels = {
    gt: Array.from({ length: 50 }, (_, i) =>
      outline(
        'a',
        Array.from({ length: 100 }, (_, j) => i + j / 7),
      ),
    ),
  };
  await importSamples(testLibrary(home), 'reef', [sampleOf('1.jpg', { labels }), sampleOf('2.jpg', { labels })]);
  return join(home, 'datasets', 'reef.sqlite');
}

const change = { statement: 'x', at: '2024-05-01T12:00:00.000Z' };

describe('foreign errors', () => {
  test.each([
    [`select ${'-('.repeat(1200)}1${')'.repeat(1200)}`],
    [`select json_array(${Array.from({ length: 2000 }, () => '1').join()})`],
  ])('a statement beyond the limits of SQLite is one to split', (statement) => {
    const db = new Sqlite(':memory:');
    const prepare = (text: string): unknown => {
      try {
        return db.prepare(text);
      } catch (error) {
        return translateError(error, { file: 'x' });
      }
    };
    expect(prepare(statement)).toMatchObject({ code: 'unsupported' });
    expect(prepare('select from')).not.toBeInstanceOf(UserError);
    db.close();
  });

  test('a full disk leaves the dataset as it was', async () => {
    const file = await datasetFile();
    const db = openForWriting(file, 0);
    const before = dump(db);
    db.pragma(`max_page_count = ${String(db.pragma('page_count', { simple: true }))}`);
    const edit = (open: Database): unknown => open.prepare('UPDATE label SET geometry = zeroblob(100000)').run();
    const failing = inTransaction(db, () => withChange(db, change, testJob(), (open) => void edit(open)));
    const error: unknown = await failing.catch((thrown: unknown) => thrown);
    expect(translateError(error, { file })).toMatchObject({
      code: 'unwritable',
      message: `the disk that holds ${file} is full; nothing was changed`,
      hint: 'free some space, or let QUADRAT_HOME point to another disk',
    });
    expect(dump(db)).toEqual(before);
    expect(db.prepare('SELECT count(*) FROM change').pluck().get()).toBe(1);
    db.close();
  });

  test('a file that is cut in the middle is damaged', async () => {
    const file = await datasetFile();
    writeFileSync(file, readFileSync(file).subarray(0, 50_000));
    const runner = inPlaceRunner(file);
    const query = runner.all(
      { text: 'SELECT sum(length(geometry)) FROM label', params: [] },
      new AbortController().signal,
    );
    await expect(query).rejects.toMatchObject({ code: 'unreadable', message: `${file} is damaged` });
    await runner.close();
  });

  test.each([
    ['SQLITE_BUSY_SNAPSHOT', 'busy'],
    ['SQLITE_INTERRUPT', 'cancelled'],
    ['SQLITE_NOTADB', 'unreadable'],
    ['SQLITE_CORRUPT_INDEX', 'unreadable'],
    ['SQLITE_READONLY_DIRECTORY', 'unwritable'],
    ['SQLITE_CANTOPEN', 'unreadable'],
    ['SQLITE_IOERR_WRITE', 'unwritable'],
    ['SQLITE_FULL', 'unwritable'],
    ['ENOSPC', 'unwritable'],
    ['EROFS', 'unwritable'],
  ])('%s is %s', (code, expected) => {
    const cause = Object.assign(new Error(code), { code });
    expect(translateError(cause, { file: 'reef.sqlite' })).toMatchObject({ name: 'UserError', code: expected, cause });
  });

  test('a whole number beyond 64 bits is what was asked for', () => {
    const cause = new Sqlite.SqliteError('integer overflow', 'SQLITE_ERROR');
    expect(translateError(cause, { file: 'f' })).toMatchObject({
      code: 'unsupported',
      message: 'whole numbers became too large',
    });
  });

  test('a mistake of ours comes back as it is', () => {
    const constraint = new Sqlite.SqliteError('UNIQUE constraint failed', 'SQLITE_CONSTRAINT_UNIQUE');
    expect(translateError(constraint, { file: 'f' })).toBe(constraint);
    const known = new UserError('invalid', 'x');
    expect(translateError(known, { file: 'f' })).toBe(known);
  });
});
