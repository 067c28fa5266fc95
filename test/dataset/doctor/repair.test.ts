import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reefLibrary, query } from '../reef-fixture.ts';
import { rowsOf, testJob } from '../library-fixture.ts';
import { check, cutTo, flipByteIn, largeLibrary, pagesOf, repair, ruinPage, tamper, troubles } from './damage.ts';

const fileOf = (home: string, name = 'reef'): string => join(home, 'datasets', `${name}.sqlite`);

describe('a sound dataset', () => {
  test('has nothing to say but of its pictures, and repair changes nothing', async () => {
    const { home } = await reefLibrary();
    expect(await troubles(home, 'reef', true)).toEqual([]);
    expect((await check(home, 'reef')).map(({ severity, message }) => `${severity} ${message}`)).toEqual([
      'warning none of the 3 pictures is there, such as 1.jpg, 2.jpg, 3.jpg',
    ]);
    const before = rowsOf(home);
    expect(await repair(home, 'reef')).toEqual({
      kind: 'rebuilt',
      indexes: [],
      classCounts: 0,
      labelNumbers: 0,
      totals: 0,
      differing: [],
      code: [],
      states: 0,
    });
    expect(rowsOf(home)).toEqual(before);
  });
});

describe('what follows from rows', () => {
  test('wrong counts are found and computed anew', async () => {
    const { home } = await reefLibrary();
    const before = rowsOf(home);
    tamper(fileOf(home), (db) => {
      db.exec("UPDATE label_count SET labels = 7 WHERE class = 'Porites'");
      db.exec("DELETE FROM label_count WHERE class = 'Pavona'");
      db.exec('UPDATE sample SET gt = 9 WHERE id = 2');
      db.exec("UPDATE meta SET value = '12345' WHERE key = 'labels'");
    });
    expect(await troubles(home, 'reef')).toEqual([
      'error wrong numbers of labels by class: Pavona 0 instead of 3, Porites 7 instead of 3',
      'error wrong numbers of gt on 1 samples, such as 2.jpg',
      'error 12345 labels are noted, 12 are there',
    ]);
    expect(await repair(home, 'reef')).toMatchObject({ kind: 'rebuilt', classCounts: 2, labelNumbers: 1, totals: 1 });
    expect(await troubles(home, 'reef', true)).toEqual([]);
    const { label_count: counts, ...rest } = rowsOf(home);
    const { label_count: countsBefore, ...restBefore } = before;
    expect(rest).toEqual(restBefore);
    expect(counts).toHaveLength(countsBefore?.length ?? 0);
  });

  test('a trigger, a view and a snapshot of no state are found and go', async () => {
    const { home, library } = await reefLibrary();
    await library.snapshot('reef', 'start', { statement: 'snapshot', job: testJob() });
    const before = rowsOf(home);
    tamper(fileOf(home), (db) => {
      db.exec(
        'CREATE TRIGGER spy AFTER UPDATE ON sample BEGIN DELETE FROM label; END; CREATE VIEW "a view" AS SELECT 1',
      );
      db.exec('UPDATE snapshot SET change_id = 99');
    });
    expect(await troubles(home, 'reef')).toEqual([
      'error there is a trigger or view "spy", which no dataset has',
      'error there is a trigger or view "a view", which no dataset has',
      'error 1 snapshots of no change',
    ]);
    expect(await library.check('reef', testJob())).toEqual([
      'there is a trigger or view "spy", which no dataset has',
      'there is a trigger or view "a view", which no dataset has',
      'there are 1 snapshots of no change',
    ]);
    expect(await repair(home, 'reef')).toMatchObject({ kind: 'rebuilt', code: ['spy', 'a view'], states: 1 });
    expect(await troubles(home, 'reef', true)).toEqual([]);
    expect(rowsOf(home)).toEqual(before);
    expect(await library.snapshots('reef')).toEqual([]);
  });

  test('a missing index, and an index without an entry', async () => {
    const { home } = await reefLibrary();
    tamper(fileOf(home), (db) => {
      db.exec('DROP INDEX label_by_oid');
    });
    expect(await troubles(home, 'reef')).toEqual(['warning indexes are missing, queries are slow: label_by_oid']);
    expect(await repair(home, 'reef')).toMatchObject({ kind: 'rebuilt', indexes: ['label_by_oid'] });
    tamper(fileOf(home), (db) => {
      // The entries of an index are deleted by making a table of it for a moment.
      db.pragma('writable_schema = ON');
      const root = db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'label_by_oid'").pluck().get();
      const sql = db.prepare("SELECT sql FROM sqlite_schema WHERE name = 'label_by_oid'").pluck().get();
      db.exec("DELETE FROM sqlite_schema WHERE name = 'label_by_oid'");
      db.pragma('writable_schema = RESET');
      db.exec('DELETE FROM label_tag; DELETE FROM label WHERE id = 4');
      db.pragma('writable_schema = ON');
      db.prepare("INSERT INTO sqlite_schema VALUES ('index', 'label_by_oid', 'label', ?, ?)").run(root, sql);
      db.pragma('writable_schema = RESET');
    });
    const [first] = await troubles(home, 'reef');
    expect(first).toBe(
      'error an index does not fit its table: counts and searches may be wrong: wrong # of entries in index label_by_oid',
    );
    expect(await repair(home, 'reef')).toMatchObject({ kind: 'rebuilt', labelNumbers: 1, classCounts: 1 });
    expect(await troubles(home, 'reef', true)).toEqual([]);
  });

  test('a byte that changed in a text shows in the digests of its sample only', async () => {
    const { home } = await largeLibrary(20);
    const file = fileOf(home, 'large');
    expect(await troubles(home, 'large', true)).toEqual([]);
    flipByteIn(file, '13.jpg');
    const found = await troubles(home, 'large', true);
    expect(found).toContain('error 1 samples are not what was written: 03.jpg (labels, fields, identity)');
    const repaired = await repair(home, 'large');
    expect(repaired.kind === 'rebuilt' && repaired.differing.map(({ filepath }) => filepath)).toEqual(['03.jpg']);
    expect(await troubles(home, 'large', true)).toEqual([]);
  });
});

describe('a damaged file', () => {
  test('rows that name nothing: the old file goes to the trash, what is left fits', async () => {
    const { home, library } = await reefLibrary();
    tamper(fileOf(home), (db) => {
      db.exec('DELETE FROM sample WHERE id = 2');
    });
    expect(await troubles(home, 'reef')).toContain(
      'error 4 labels of no sample: they are in the file and cannot be seen',
    );
    const before = readFileSync(fileOf(home));
    const repaired = await repair(home, 'reef');
    expect(repaired).toMatchObject({ kind: 'rescued', samples: 2, labels: 8 });
    expect(repaired.kind === 'rescued' && repaired.lost).toEqual([
      '1 samples are lost, 2 are there',
      '4 labels are lost, 8 are there',
      '4 labels of no sample were left out',
      '1 tags of no sample were left out',
      '1 tags of no label were left out',
    ]);
    expect(await troubles(home, 'reef', true)).toEqual([]);
    expect(query(home, 'SELECT filepath, gt FROM sample ORDER BY id')).toEqual([
      ['1.jpg', 3],
      ['3.jpg', 3],
    ]);
    const [entry] = await library.listTrash();
    expect(entry?.name).toBe('reef');
    expect(readFileSync(join(home, entry?.folder ?? '', 'dataset.sqlite')).subarray(4096)).toEqual(
      before.subarray(4096),
    );
  });

  test.each(['label', 'sample', 'label_by_class', 'sample_tag', 'sample_digest'])(
    'a ruined page of %s costs its rows and no more',
    async (table) => {
      const { home, file } = await largeLibrary();
      const pages = pagesOf(file, table);
      ruinPage(file, pages[Math.floor(pages.length / 2)] ?? 0);
      const found = await troubles(home, 'large');
      expect(found[0]).toMatch(/^error .*damaged/u);
      const repaired = await repair(home, 'large');
      expect(repaired.kind).toBe('rescued');
      expect(await troubles(home, 'large', true)).toEqual([]);
      if (repaired.kind !== 'rescued') return;
      expect(repaired.samples).toBeGreaterThan(399);
      expect(repaired.labels).toBeGreaterThan(table === 'label' ? 1570 : 1599);
      expect({ table, lost: repaired.lost }).toMatchSnapshot();
    },
  );

  test('a file that was cut off', async () => {
    const { home, file } = await largeLibrary();
    cutTo(file, 0.5);
    expect((await troubles(home, 'large'))[0]).toMatch(/^error .*damaged/u);
    const repaired = await repair(home, 'large');
    expect(repaired).toMatchObject({ kind: 'rescued' });
    expect(repaired.kind === 'rescued' && repaired.labels).toBeGreaterThan(100);
    expect(await troubles(home, 'large', true)).toEqual([]);
  });

  test('a file that is none: it says so and touches nothing', async () => {
    const { home, file } = await largeLibrary(10);
    for (let page = 1; page < 4; page++) ruinPage(file, page);
    const before = readFileSync(file);
    expect((await troubles(home, 'large'))[0]).toMatch(/^error .* is not a SQLite file/u);
    await expect(repair(home, 'large')).rejects.toMatchObject({ code: 'unreadable' });
    expect(readFileSync(file)).toEqual(before);
    expect(existsSync(join(home, 'trash'))).toBe(false);
    expect(existsSync(join(home, 'tmp', 'large'))).toBe(false);
  });
});
