import type { Database } from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { withoutIndexes } from '../../../src/dataset/store/without-indexes.ts';
import { inTransaction, loadedDatabase, outline, sampleOf, testJob } from '../library-fixture.ts';

const square = [10, 8, 60, 8, 60, 48, 10, 48];

function reef(): Promise<Database> {
  return loadedDatabase([
    sampleOf('1.jpg', { labels: { gt: [outline('Porites', square), outline('Pavona', square)] } }),
  ]);
}

function indexes(db: Database): unknown[] {
  return db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' ORDER BY name").raw().all();
}

function planned(db: Database): unknown[] {
  return db.prepare('SELECT idx, stat FROM sqlite_stat1 ORDER BY idx').raw().all();
}

describe('work on most labels', () => {
  test('is done without the indexes that scatter, which are there again afterwards', async () => {
    const db = await reef();
    const [before, statistics] = [indexes(db), planned(db)];
    let during: unknown[] = [];
    await inTransaction(db, () =>
      withoutIndexes(db, 20_000, testJob(), () => {
        during = indexes(db).flat();
        return Promise.resolve();
      }),
    );
    expect(during).toContain('label_by_sample');
    expect(during).not.toContain('label_by_class');
    expect(during).not.toContain('label_by_oid');
    expect(indexes(db)).toEqual(before);
    expect(planned(db)).toEqual(statistics);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  test('leaves them alone where few labels change, and where one is missing', async () => {
    const db = await reef();
    db.exec('DROP INDEX label_by_oid');
    const before = indexes(db);
    const seen: unknown[] = [];
    const look = (): Promise<void> => {
      seen.push(indexes(db).length);
      return Promise.resolve();
    };
    await inTransaction(db, async () => {
      await withoutIndexes(db, 2, testJob(), look);
      await withoutIndexes(db, 20_000, testJob(), look);
    });
    expect(seen).toEqual([before.length, before.length - 1]);
    expect(indexes(db)).toEqual(before);
  });

  test('that is stopped leaves all as it was', async () => {
    const db = await reef();
    const before = indexes(db);
    const work = inTransaction(db, () =>
      withoutIndexes(db, 20_000, testJob(AbortSignal.abort()), () => Promise.resolve()),
    );
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
    expect(indexes(db)).toEqual(before);
  });
});
