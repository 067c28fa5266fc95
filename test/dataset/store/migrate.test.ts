import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { type Migration, migrate, needsMigration, readFormat } from '../../../src/dataset/store/migrate.ts';
import { openForReading } from '../../../src/dataset/store/open-database.ts';
import { firstSamples, wholeDataset } from '../../../src/dataset/query/plan.ts';
import {
  changeReef,
  dump,
  importSamples,
  outline,
  sampleOf,
  temporaryFolder,
  testJob,
  testLibrary,
} from '../library-fixture.ts';

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

function rows(file: string): unknown {
  const db = new Sqlite(file, { readonly: true });
  const { label, label_tag, sample, sample_tag, label_count, sample_digest } = dump(db);
  db.close();
  return { label, label_tag, sample, sample_tag, label_count, sample_digest };
}

function images(file: string): unknown {
  const db = new Sqlite(file, { readonly: true });
  const all = db.prepare('SELECT change_id, present, id, class, geometry FROM before_label ORDER BY 1, 3').raw().all();
  db.close();
  return all;
}

/** A file in which tags, classes and outlines were changed, with its images as format 3 had them: whole, and in a table with row ids. */
async function changedInFormat3() {
  const home = temporaryFolder();
  const library = testLibrary(home);
  const file = join(home, 'datasets', 'reef.sqlite');
  const gt = Array.from({ length: 9 }, () => outline('Porites', [1, 1, 5, 1, 5, 5]));
  await importSamples(
    library,
    'reef',
    Array.from({ length: 40 }, (_, i) => sampleOf(`${String(i)}.jpg`, { labels: { gt } })),
  );
  const before = rows(file);
  await changeReef(library, async (edit) => {
    await edit.tagSamples(wholeDataset('reef'), ['a']);
    for await (const { id = '', labels } of edit.samples(firstSamples(wholeDataset('reef'), 1))) {
      const [first, second] = labels['gt'] ?? [];
      if (first === undefined || second === undefined) throw new Error('nine labels');
      edit.putLabel(id, 'gt', { ...outline('x', [2, 2, 6, 2, 6, 6]), id: first.id ?? '' });
      edit.putLabel(id, 'gt', { ...second, label: 'y' });
    }
    await edit.tagLabels(wholeDataset('reef'), ['gt'], ['b']);
  });
  const after = rows(file);
  const db = new Sqlite(file);
  toFormat3(db);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  return { home, file, library, states: { before, after, images: images(file) } };
}

function toFormat3(db: Database): void {
  const tables = db
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'before_*'")
    .pluck()
    .all();
  // What a light image leaves out is that of the row.
  const left = db
    .prepare<[], string>(
      "SELECT name FROM pragma_table_info('label') WHERE name NOT IN ('id', 'class', 'confidence', 'attributes')",
    )
    .pluck()
    .all()
    .join(', ');
  db.exec(`UPDATE before_label SET (present, ${left}) = (SELECT 1, ${left} FROM label l WHERE l.id = before_label.id)
    WHERE present = 2`);
  for (const table of tables) {
    const sql = db.prepare<[string], string>('SELECT sql FROM sqlite_schema WHERE name = ?').pluck().get(table) ?? '';
    db.exec(`ALTER TABLE ${table} RENAME TO newer; ${sql.replace(' WITHOUT ROWID', '')};
      INSERT INTO ${table} SELECT * FROM newer ORDER BY 2, 1; DROP TABLE newer`);
  }
  db.exec("UPDATE meta SET value = '3' WHERE key = 'format'; PRAGMA user_version = 3");
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

describe('format 3', () => {
  test('images of format 3 become those of format 4: what was done before is undone and redone', async () => {
    const { file, library, states } = await changedInFormat3();
    expect(images(file)).toEqual(states.images);
    await library.undo('reef', { statement: 'undo', job: testJob() });
    expect(rows(file)).toEqual(states.before);
    await library.redo('reef', { statement: 'redo', job: testJob() });
    expect(rows(file)).toEqual(states.after);
    const db = new Sqlite(file, { readonly: true });
    expect(readFormat(db).version).toBe(4);
    expect(db.prepare("SELECT sql FROM sqlite_schema WHERE name = 'before_label'").pluck().get()).toContain(
      'WITHOUT ROWID',
    );
    db.close();
    expect(await library.check('reef', testJob())).toEqual([]);
  });

  test('a file whose migration is killed midway is as it was, and is migrated the next time', async () => {
    const { file, library, states } = await changedInFormat3();
    const program = `import Sqlite from 'better-sqlite3';
      import { MIGRATIONS } from ${JSON.stringify(new URL('../../../src/dataset/store/migrate.ts', import.meta.url).href)};
      const db = new Sqlite(${JSON.stringify(file)});
      db.pragma('cache_size = 2'); // so that pages reach the disk before the end
      db.exec('BEGIN IMMEDIATE');
      for (const { to, apply } of MIGRATIONS) if (to === 4) apply(db);
      process.kill(process.pid, 'SIGKILL');`;
    const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: import.meta.dirname,
    });
    expect(signal).toBe('SIGKILL');
    const db = new Sqlite(file);
    expect(readFormat(db).version).toBe(3);
    expect(db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'images_before'").pluck().get()).toBe(0);
    db.close();
    expect(images(file)).toEqual(states.images);
    await library.undo('reef', { statement: 'undo', job: testJob() });
    expect(rows(file)).toEqual(states.before);
  });
});
