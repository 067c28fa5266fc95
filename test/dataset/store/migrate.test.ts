import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { type Migration, migrate, needsMigration, readFormat } from '../../../src/dataset/store/migrate.ts';
import { openForReading, openForWriting } from '../../../src/dataset/store/open-database.ts';
import { importSamples, sampleOf, temporaryFolder, testLibrary } from '../library-fixture.ts';

async function datasetFile(): Promise<{ readonly home: string; readonly file: string }> {
  const home = temporaryFolder();
  await importSamples(testLibrary(home), 'reef', [sampleOf('1.jpg')]);
  return { home, file: join(home, 'datasets', 'reef.sqlite') };
}

function failureOf(work: () => Database): unknown {
  try {
    work().close();
    return undefined;
  } catch (error) {
    return error;
  }
}

const migrations: readonly Migration[] = [
  { to: 6, apply: (db) => db.exec('ALTER TABLE sample ADD COLUMN depth REAL') },
  { to: 7, apply: (db) => db.exec('UPDATE sample SET depth = 5') },
];

describe('formats', () => {
  test('a dataset says its format in three places', async () => {
    const { file } = await datasetFile();
    const db = openForReading(file);
    expect(readFormat(db)).toEqual({ applicationId: 0x51445254, version: 5 });
    expect(db.prepare("SELECT value FROM meta WHERE key = 'format'").pluck().get()).toBe('5');
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    db.close();
  });

  test('migrations run in order, from where the file is', async () => {
    const { file } = await datasetFile();
    const db = new Sqlite(file);
    expect(needsMigration(file, readFormat(db), 7)).toBe(true);
    migrate(db, migrations);
    expect(db.prepare('SELECT depth FROM sample').pluck().all()).toEqual([5]);
    expect(readFormat(db).version).toBe(7);
    migrate(db, migrations);
    expect(needsMigration(file, readFormat(db), 7)).toBe(false);
    db.close();
  });

  test('a migration that fails leaves the file as it was', async () => {
    const { file } = await datasetFile();
    const db = new Sqlite(file);
    const failing: Migration = {
      to: 7,
      apply: () => {
        throw new Error('no');
      },
    };
    expect(() => {
      migrate(db, [...migrations.slice(0, 1), failing]);
    }).toThrow('no');
    expect(readFormat(db).version).toBe(5);
    expect(db.prepare("SELECT count(*) FROM pragma_table_info('sample') WHERE name = 'depth'").pluck().get()).toBe(0);
    db.close();
  });

  test('a newer format is refused, and says what to do', async () => {
    const { file } = await datasetFile();
    const db = new Sqlite(file);
    db.pragma('user_version = 6');
    db.close();
    expect(failureOf(() => openForReading(file))).toMatchObject({
      code: 'unsupported',
      message: `${file} has format 6, this version reads up to 5`,
      hint: 'update the program, or use the version that wrote the file',
    });
  });

  test('a format that was never released is refused, says what to do, and the file stays as it is', async () => {
    const { file } = await datasetFile();
    const db = new Sqlite(file);
    db.pragma('user_version = 4');
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    const before = readFileSync(file);
    expect(failureOf(() => openForReading(file))).toMatchObject({
      code: 'unsupported',
      message: `${file} has format 4, this version reads from 5 on`,
      hint: 'export it with the version that wrote it, and import that here',
    });
    expect(failureOf(() => openForWriting(file, 0))).toMatchObject({ code: 'unsupported' });
    expect(readFileSync(file)).toEqual(before);
  });

  test('a file that is not SQLite, not a dataset, or cut off is refused', async () => {
    const { home, file } = await datasetFile();
    const text = join(home, 'text.sqlite');
    writeFileSync(text, 'not a database at all, but long enough to have a header to look at. '.repeat(20));
    expect(failureOf(() => openForReading(text))).toMatchObject({
      code: 'unreadable',
      message: `${text} is not a SQLite file`,
    });
    const other = new Sqlite(join(home, 'other.sqlite'));
    other.exec('CREATE TABLE t (a)');
    other.close();
    expect(failureOf(() => openForReading(join(home, 'other.sqlite')))).toMatchObject({ code: 'unreadable' });
    expect(failureOf(() => openForReading(join(home, 'none.sqlite')))).toMatchObject({ code: 'not-found' });
    writeFileSync(file, '');
    expect(failureOf(() => openForReading(file))).toMatchObject({ code: 'unreadable' });
  });
});
