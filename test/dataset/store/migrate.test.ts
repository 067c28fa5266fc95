import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { type Migration, migrate, needsMigration, readFormat } from '../../../src/dataset/store/migrate.ts';
import { openForReading } from '../../../src/dataset/store/open-database.ts';
import { wholeDataset } from '../../../src/dataset/query/plan.ts';
import { changeReef, importSamples, sampleOf, temporaryFolder, testJob, testLibrary } from '../library-fixture.ts';

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
  { to: 5, apply: (db) => db.exec('ALTER TABLE sample ADD COLUMN depth REAL') },
  { to: 6, apply: (db) => db.exec('UPDATE sample SET depth = 5') },
];

describe('formats', () => {
  test('a dataset says its format in three places', async () => {
    const { file } = await datasetFile();
    const db = openForReading(file);
    expect(readFormat(db)).toEqual({ applicationId: 0x51445254, version: 4 });
    expect(db.prepare("SELECT value FROM meta WHERE key = 'format'").pluck().get()).toBe('4');
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    db.close();
  });

  test('migrations run in order, from where the file is', async () => {
    const { file } = await datasetFile();
    const db = new Sqlite(file);
    expect(needsMigration(file, readFormat(db), 6)).toBe(true);
    migrate(db, migrations);
    expect(db.prepare('SELECT depth FROM sample').pluck().all()).toEqual([5]);
    expect(readFormat(db).version).toBe(6);
    migrate(db, migrations);
    expect(needsMigration(file, readFormat(db), 6)).toBe(false);
    db.close();
  });

  test('a file of format 1 is brought up to date when it is opened, and then changed and taken back as any', async () => {
    const { home, file } = await datasetFile();
    const db = new Sqlite(file);
    db.exec(`DROP TABLE saved_view; DROP TABLE snapshot; ALTER TABLE change DROP COLUMN parent;
      UPDATE meta SET value = '1' WHERE key = 'format'; PRAGMA user_version = 1`);
    db.close();
    const dataset = await testLibrary(home).open('reef', { runner: 'in-place' });
    expect(await dataset.savedViews()).toEqual([]);
    await changeReef(testLibrary(home), (edit) => {
      edit.saveView({ name: 'all', text: 'ds', description: null });
    });
    expect(await dataset.savedViews()).toMatchObject([{ name: 'all', text: 'ds' }]);
    await dataset.close();
  });

  test('changes of format 2 were a list: each follows the one before it, so that a snapshot finds its way', async () => {
    const { home, file } = await datasetFile();
    const library = testLibrary(home);
    const tag = (name: string) => changeReef(library, (edit) => edit.tagSamples(wholeDataset('reef'), [name]));
    await tag('a');
    await tag('b');
    await library.undo('reef', { statement: 'undo', job: testJob() });
    const db = new Sqlite(file);
    db.exec(`DROP TABLE snapshot; ALTER TABLE change DROP COLUMN parent;
      UPDATE meta SET value = '2' WHERE key = 'format'; PRAGMA user_version = 2`);
    db.close();
    await library.snapshot('reef', 'a', { statement: 'snapshot a', job: testJob() });
    const after = new Sqlite(file, { readonly: true });
    expect(after.prepare('SELECT id, parent, state FROM change').raw().all()).toEqual([
      [1, null, 'base'],
      [2, 1, 'done'],
      [3, 2, 'undone'],
    ]);
    expect(after.prepare('SELECT name, change_id FROM snapshot').raw().all()).toEqual([['a', 2]]);
    after.close();
  });

  test('a migration that fails leaves the file as it was', async () => {
    const { file } = await datasetFile();
    const db = new Sqlite(file);
    const failing: Migration = {
      to: 6,
      apply: () => {
        throw new Error('no');
      },
    };
    expect(() => {
      migrate(db, [...migrations.slice(0, 1), failing]);
    }).toThrow('no');
    expect(readFormat(db).version).toBe(4);
    expect(db.prepare("SELECT count(*) FROM pragma_table_info('sample') WHERE name = 'depth'").pluck().get()).toBe(0);
    db.close();
  });

  test('a newer format is refused, and says what to do', async () => {
    const { file } = await datasetFile();
    const db = new Sqlite(file);
    db.pragma('user_version = 5');
    db.close();
    expect(failureOf(() => openForReading(file))).toMatchObject({
      code: 'unsupported',
      message: `${file} has format 5, this version reads up to 4`,
      hint: 'update the program, or use the version that wrote the file',
    });
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
