import type { Database } from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstUndone, latestDone } from '../../../src/dataset/store/change-tree.ts';
import { redoChange, revertTo, undoChange, withChange } from '../../../src/dataset/store/journal.ts';
import { anySamples } from '../arbitrary-samples.ts';
import { dump, inTransaction, loadedDatabase, outline, sampleOf, testJob } from '../library-fixture.ts';

const change = { statement: 'ds.tag("x")', at: '2024-05-02T00:00:00.000Z' };
const square = [10, 8, 60, 8, 60, 48, 10, 48];

const samples = ['1.jpg', '2.jpg', '3.jpg'].map((path, i) =>
  sampleOf(path, {
    tags: ['train'],
    fields: { year: 2020 + i },
    labels: { gt: [outline('Porites', square), outline('Pavona', square)] },
  }),
);

/** One edit of any kind, by the row it starts from. */
const EDITS: Readonly<Record<string, (db: Database, n: number) => void>> = {
  tag: (db, n) =>
    db.prepare("INSERT OR REPLACE INTO sample_tag SELECT id, 7, 'x' FROM sample WHERE id % 2 = ?").run(n % 2),
  untag: (db) => db.prepare('DELETE FROM sample_tag WHERE position = 0').run(),
  reclass: (db, n) => db.prepare("UPDATE label SET class = 'Fungia' WHERE id % 3 = ?").run(n % 3),
  score: (db, n) =>
    db.prepare('UPDATE label SET confidence = id / 64.0, attributes = NULL WHERE id % 2 = ?').run(n % 2),
  reshape: (db, n) => db.prepare("UPDATE label SET geometry = x'00', area = 0.5 WHERE id % 3 = ?").run(n % 3),
  remake: (db, n) => db.prepare("UPDATE label SET class = 'New', oid = 'f' || oid, w = 1 WHERE id % 4 = ?").run(n % 4),
  replaceLabels: (db, n) => db.prepare('INSERT OR REPLACE INTO label SELECT * FROM label WHERE id % 2 = ?').run(n % 2),
  deleteLabels: (db, n) => db.prepare('DELETE FROM label WHERE id % 2 = ?').run(n % 2),
  deleteSample: (db, n) => {
    db.prepare('DELETE FROM label_tag WHERE label_id IN (SELECT id FROM label WHERE sample_id = ?)').run(n);
    for (const table of ['label', 'sample_tag']) db.prepare(`DELETE FROM ${table} WHERE sample_id = ?`).run(n);
    db.prepare('DELETE FROM sample WHERE id = ?').run(n);
  },
  tagLabels: (db, n) =>
    db.prepare("INSERT OR IGNORE INTO label_tag SELECT id, 9, 'check' FROM label WHERE id > ?").run(n),
  moveLabels: (db) => db.prepare('UPDATE label SET id = id + 1000, position = position + 1').run(),
  setValue: (db, n) => db.prepare("UPDATE sample SET provenance = 'x' || id WHERE id >= ?").run(n),
};

function changed(db: Database, work: () => void, planned = false): Promise<number | null> {
  return inTransaction(db, async () => (await withChange(db, { ...change, planned }, testJob(), work)).id);
}

function edit(db: Database, edits: readonly (readonly [string, number])[]): Promise<number | null> {
  return changed(db, () => {
    for (const [name, n] of edits) EDITS[name]?.(db, n);
  });
}

function undo(db: Database, id: number | null): Promise<void> {
  return inTransaction(db, () => undoChange(db, id ?? 0, testJob()));
}

function redo(db: Database, id: number | null): Promise<void> {
  return inTransaction(db, () => redoChange(db, id ?? 0, testJob()));
}

describe('journal', () => {
  test('undo and redo give back every row, count and digest', async () => {
    const edits = fc.array(fc.tuple(fc.constantFrom(...Object.keys(EDITS)), fc.integer({ min: 1, max: 5 })), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(anySamples, fc.array(edits, { minLength: 1, maxLength: 3 }), async (list, changes) => {
        const db = await loadedDatabase(list);
        const states = [dump(db)];
        const ids: number[] = [];
        for (const one of changes) {
          const id = await edit(db, one);
          const now = dump(db);
          if (id === null) expect(now).toEqual(states.at(-1));
          else {
            ids.push(id);
            states.push(now);
          }
        }
        for (const [i, id] of [...ids.entries()].reverse()) {
          await undo(db, id);
          expect(dump(db)).toEqual(states[i]);
        }
        for (const [i, id] of ids.entries()) {
          await redo(db, id);
          expect(dump(db)).toEqual(states[i + 1]);
        }
        db.close();
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  test('keeps numbers of labels, counts and totals right', async () => {
    const db = await loadedDatabase(samples);
    await edit(db, [['deleteSample', 3]]);
    await changed(db, () =>
      db.exec("DELETE FROM label WHERE sample_id = 1; UPDATE label SET class = 'Fungia' WHERE class = 'Pavona'"),
    );
    expect(db.prepare('SELECT id, gt FROM sample').raw().all()).toEqual([
      [1, 0],
      [2, 2],
    ]);
    expect(db.prepare('SELECT class, labels FROM label_count ORDER BY class').raw().all()).toEqual([
      ['Fungia', 1],
      ['Porites', 1],
    ]);
    expect(db.prepare("SELECT value FROM meta WHERE key IN ('samples', 'labels') ORDER BY key").pluck().all()).toEqual([
      '2',
      '2',
    ]);
  });

  test('digests after an edit are those of a dataset that was imported so', async () => {
    const db = await loadedDatabase(samples);
    await edit(db, [
      ['deleteSample', 1],
      ['untag', 0],
    ]);
    const fresh = await loadedDatabase(samples.slice(1).map((sample) => ({ ...sample, tags: [] })));
    const digests = (of: Database): unknown[] =>
      of.prepare("SELECT value FROM meta WHERE key LIKE 'digest_%'").pluck().all();
    expect(digests(db)).toEqual(digests(fresh));
  });

  test('an edit that fails leaves nothing behind, the journal included', async () => {
    const db = await loadedDatabase(samples);
    const before = dump(db);
    const failing = changed(db, () => {
      db.exec('DELETE FROM label');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(dump(db)).toEqual(before);
    expect(latestDone(db)).toBeUndefined();
    db.exec('DELETE FROM label_tag'); // no trigger is left that would note this
  });

  test('only the latest change is undone, the import never; a new change ends what could be redone', async () => {
    const db = await loadedDatabase(samples);
    await expect(undo(db, 1)).rejects.toThrow('cannot be undone');
    const first = await edit(db, [['untag', 0]]);
    const second = await edit(db, [['reclass', 1]]);
    await expect(undo(db, first)).rejects.toThrow('only the latest');
    await undo(db, second);
    await undo(db, first);
    expect(firstUndone(db)).toBe(first);
    await expect(redo(db, second)).rejects.toThrow('cannot be redone');
    await edit(db, [['untag', 0]]);
    expect(firstUndone(db)).toBeUndefined();
    expect(db.prepare('SELECT statement, state FROM change').raw().all()).toEqual([
      ['import', 'base'],
      [change.statement, 'done'],
    ]);
  });

  test('a field that a change adds is gone after undo and back after redo', async () => {
    const db = await loadedDatabase(samples);
    const before = dump(db);
    const id = await changed(db, () => {
      db.exec('ALTER TABLE sample ADD COLUMN score REAL');
      db.exec("INSERT INTO field VALUES (3, 'score', 'value', 'float', NULL, 0, 'score', '{}', NULL)");
      db.exec('UPDATE sample SET score = id / 2.0');
    });
    const after = dump(db);
    await undo(db, id);
    expect(dump(db)).toMatchObject({ field: before['field'], meta: before['meta'] });
    expect(db.prepare('SELECT score FROM sample').pluck().all()).toEqual([null, null, null]);
    await redo(db, id);
    expect(dump(db)).toEqual(after);
  });

  test('finds the image of a row by its key, so that a change of all samples takes no longer than it must', async () => {
    const db = await loadedDatabase(samples);
    await edit(db, [['untag', 0]]);
    const plan = db
      .prepare<[], { detail: string }>(
        'EXPLAIN QUERY PLAN SELECT b.labels FROM sample s LEFT JOIN before_sample_digest b ON b.change_id = 2 AND b.sample_id = s.id',
      )
      .all();
    expect(plan.map(({ detail }) => detail).join()).toContain('(change_id=? AND sample_id=?)');
  });
});

describe('a change in the journal', () => {
  test('that changes nothing leaves no line, and what was undone can still be redone', async () => {
    const db = await loadedDatabase(samples);
    const id = await edit(db, [['untag', 0]]);
    await undo(db, id);
    const before = dump(db);
    expect(
      await changed(db, () => db.exec('UPDATE label SET class = class; UPDATE sample SET width = width')),
    ).toBeNull();
    expect(
      await changed(db, () => db.exec("DELETE FROM label_tag; DELETE FROM sample_tag WHERE tag = 'no'")),
    ).toBeNull();
    expect(dump(db)).toEqual(before);
    expect(firstUndone(db)).toBe(id);
    expect(db.prepare('SELECT count(*) FROM change').pluck().get()).toBe(2);
  });

  test('that is only planned says what it would do and does nothing', async () => {
    const db = await loadedDatabase(samples);
    const before = dump(db);
    const { id, difference } = await inTransaction(db, () =>
      withChange(db, { ...change, planned: true }, testJob(), () => {
        db.exec(
          "DELETE FROM label WHERE class = 'Pavona' AND sample_id < 3; UPDATE label SET class = 'x' WHERE sample_id = 3",
        );
      }),
    );
    expect(id).toBeNull();
    expect(difference).toEqual({
      samples: { added: 0, changed: 3, removed: 0 },
      labels: { gt: { added: 0, changed: 2, removed: 2 } },
      fields: [],
      classes: [],
      views: { added: 0, changed: 0, removed: 0 },
      details: [],
      names: [],
      types: [],
    });
    expect(dump(db)).toEqual(before);
  });

  test('whose undo is stopped stays as it was', async () => {
    const db = await loadedDatabase(samples);
    const id = await edit(db, [['untag', 0]]);
    const before = dump(db);
    const stopped = inTransaction(db, () => undoChange(db, id ?? 0, testJob(AbortSignal.abort())));
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    expect(dump(db)).toEqual(before);
    await undo(db, id);
  });
});

describe('images of rows', () => {
  test('goes back and forth over several changes at once, to the same rows as one after the other', async () => {
    const edits = fc.array(fc.tuple(fc.constantFrom(...Object.keys(EDITS)), fc.integer({ min: 1, max: 5 })), {
      minLength: 1,
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(
        anySamples,
        fc.array(edits, { minLength: 2, maxLength: 5 }),
        fc.nat({ max: 4 }),
        async (list, changes, which) => {
          const db = await loadedDatabase(list);
          const states = new Map([[1, dump(db)]]);
          for (const one of changes) {
            const id = await edit(db, one);
            if (id !== null) states.set(id, dump(db));
          }
          const before = dump(db);
          const target = [...states.keys()][which % states.size] ?? 1;
          const id = await inTransaction(db, async () => (await revertTo(db, target, change, testJob())).id);
          const { label, sample, meta, sample_digest } = dump(db);
          expect({ label, sample, meta, sample_digest }).toEqual({
            label: states.get(target)?.['label'],
            sample: states.get(target)?.['sample'],
            meta: states.get(target)?.['meta'],
            sample_digest: states.get(target)?.['sample_digest'],
          });
          if (id !== null) await undo(db, id);
          expect(dump(db)).toEqual(before);
          db.close();
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);

  test('a class or an attribute that changes costs no copy of the outline; that of an outline has all', async () => {
    const db = await loadedDatabase(samples);
    await changed(db, () => {
      db.exec(`UPDATE label SET class = 'a' WHERE id = 1; UPDATE label SET class = 'b', area = 0 WHERE id = 2;
        UPDATE label SET class = 'c' WHERE id = 3; UPDATE label SET geometry = x'00' WHERE id = 3;
        UPDATE label SET confidence = 1 WHERE id = 4; DELETE FROM label WHERE id = 4`);
    });
    expect(
      db.prepare('SELECT id, present, sample_id, class, confidence, length(geometry) FROM before_label').raw().all(),
    ).toEqual([
      [1, 2, 1, 'Porites', null, null],
      [2, 1, 1, 'Pavona', null, 44],
      [3, 1, 2, 'Porites', null, 44],
      [4, 1, 2, 'Pavona', null, 44],
    ]);
  });
});
