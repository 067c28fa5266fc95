import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Polyline } from '../../../src/dataset/model/label.ts';
import type { FieldValue, Sample } from '../../../src/dataset/model/sample.ts';
import { openRehasher } from '../../../src/dataset/store/rehash.ts';
import { anySamples } from '../arbitrary-samples.ts';
import { box, dump, loadedDatabase, outline, sampleOf } from '../library-fixture.ts';

const square = [10, 8, 60, 8, 60, 48, 10, 48];

function withField(filepath: string, name: string, value: FieldValue): Sample {
  return sampleOf(filepath, { fields: { [name]: value } });
}

describe('bulk writer', () => {
  test('writes a sample, its tags, its labels and their measures as rows', async () => {
    const label = outline('Porites', square, {
      tags: ['check'],
      attributes: { occluded: false, group: 2 },
      confidence: 0.5,
    });
    const db = await loadedDatabase([
      sampleOf('a/1.jpg', { tags: ['train', 'train', 'deep'], fields: { year: 2021 }, labels: { gt: [label] } }),
    ]);
    expect(db.prepare('SELECT id, filepath, width, height, year, gt FROM sample').all()).toEqual([
      { id: 1, filepath: 'a/1.jpg', width: 100, height: 80, year: 2021, gt: 1 },
    ]);
    expect(db.prepare('SELECT position, tag FROM sample_tag ORDER BY position').raw().all()).toEqual([
      [0, 'train'],
      [1, 'deep'],
    ]);
    expect(
      db
        .prepare('SELECT kind, class, confidence, x, y, w, h, area, vertices, closed, filled, attributes FROM label')
        .raw()
        .all(),
    ).toEqual([['polyline', 'Porites', 0.5, 0.1, 0.1, 0.5, 0.5, 0.25, 4, 1, 1, '{"group":2,"occluded":false}']]);
    expect(db.prepare('SELECT tag FROM label_tag').pluck().all()).toEqual(['check']);
    expect(db.prepare('SELECT field_id, class, labels FROM label_count').raw().all()).toEqual([[2, 'Porites', 1]]);
    expect(db.prepare('SELECT name, kind, type, list, attributes FROM field').raw().all()).toEqual([
      ['year', 'value', 'int', 0, '{}'],
      ['gt', 'labels', 'polyline', 1, '{"occluded":"bool","group":"int"}'],
    ]);
  });

  test('keeps missing, empty and present labels apart', async () => {
    const db = await loadedDatabase([
      sampleOf('1.jpg', { labels: { gt: null } }),
      sampleOf('2.jpg', { labels: { gt: [] } }),
      sampleOf('3.jpg', { labels: { gt: [outline(null, square)] } }),
      sampleOf('4.jpg'),
    ]);
    expect(db.prepare('SELECT gt FROM sample ORDER BY id').pluck().all()).toEqual([null, 0, 1, null]);
  });

  test('derives the same ids from the same things, and different ones for equal labels', async () => {
    const label = outline('Porites', square);
    const samples = [
      sampleOf('1.jpg', { labels: { gt: [label, label] } }),
      sampleOf('2.jpg', { provenance: 'cvat:1' }),
    ];
    const ids = async (): Promise<unknown[]> => {
      const db = await loadedDatabase(samples);
      return db.prepare('SELECT oid FROM sample UNION ALL SELECT oid FROM label').pluck().all();
    };
    const first = await ids();
    expect(await ids()).toEqual(first);
    expect(new Set(first).size).toBe(4);
    expect(first.every((id) => /^[0-9a-f]{24}$/.test(String(id)))).toBe(true);
  });

  test('keeps ids that are given', async () => {
    const label = { ...outline('Porites', square), id: 'a'.repeat(24) };
    const db = await loadedDatabase([sampleOf('1.jpg', { id: 'b'.repeat(24), labels: { gt: [label] } })]);
    expect(db.prepare('SELECT s.oid, l.oid FROM sample s, label l').raw().get()).toEqual([
      'b'.repeat(24),
      'a'.repeat(24),
    ]);
  });
});

describe('fields, discovered while samples stream in', () => {
  test('widen integers that meet a float, also in what was written before', async () => {
    const db = await loadedDatabase([
      withField('1.jpg', 'depth', 3),
      withField('2.jpg', 'depth', 2.5),
      withField('3.jpg', 'depth', 4),
    ]);
    expect(db.prepare('SELECT depth, typeof(depth) FROM sample ORDER BY id').raw().all()).toEqual([
      [3, 'real'],
      [2.5, 'real'],
      [4, 'real'],
    ]);
    expect(db.prepare('SELECT type FROM field').pluck().get()).toBe('float');
  });

  test('have a column of their own where a name clashes', async () => {
    const db = await loadedDatabase([sampleOf('1.jpg', { fields: { Width: 1, width_2: 2, area: 'x', AREA: 'y' } })]);
    expect(db.prepare('SELECT name, column_name FROM field').raw().all()).toEqual([
      ['Width', 'Width_2'],
      ['width_2', 'width_2_2'],
      ['area', 'area'],
      ['AREA', 'AREA_2'],
    ]);
  });

  test('are missing where a value cannot be stored', async () => {
    const db = await loadedDatabase([
      withField('1.jpg', 'depth', NaN),
      withField('2.jpg', 'depth', 1.5),
      withField('3.jpg', 'depth', -Infinity),
    ]);
    expect(db.prepare('SELECT depth FROM sample ORDER BY id').pluck().all()).toEqual([null, 1.5, -Infinity]);
  });

  test.each([
    [
      'a type that changes',
      [withField('1.jpg', 'year', 2021), withField('2.jpg', 'year', '2021')],
      'wrong-type',
      '2.jpg: field year is of type string here, but int in the samples before',
    ],
    [
      'labels where values were',
      [withField('1.jpg', 'gt', 1), sampleOf('2.jpg', { labels: { gt: [] } })],
      'wrong-type',
      '2.jpg: field gt is of type labels here, but int in the samples before',
    ],
    [
      'a second sample of the same id',
      [sampleOf('1.jpg', { provenance: 'x' }), sampleOf('2.jpg', { provenance: 'x' })],
      'invalid',
      '2.jpg (x) occurs twice',
    ],
    ['an id that is none', [sampleOf('1.jpg', { id: 'ABC' })], 'invalid', '1.jpg: "ABC" is no id'],
    ['a field named like a built-in one', [withField('1.jpg', 'tags', 1)], 'invalid', 'a field may not be named tags'],
    ['a field name with a dot', [withField('1.jpg', 'a.b', 1)], 'invalid', '"a.b" is no name for a field'],
  ])('refuse %s', async (_what, samples, code, message) => {
    await expect(loadedDatabase(samples)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as string,
    });
  });

  test('of labels are mixed where kinds differ, and single for classifications', async () => {
    const quality = [{ kind: 'classification', label: 'good', confidence: null, tags: [], attributes: {} }] as const;
    const db = await loadedDatabase([
      sampleOf('1.jpg', { labels: { gt: [outline('a', square), box('b', [0, 0, 1, 1])], quality } }),
    ]);
    expect(db.prepare('SELECT name, type, list FROM field').raw().all()).toEqual([
      ['gt', 'mixed', 1],
      ['quality', 'classification', 0],
    ]);
  });

  test('may be named like properties that every object has', async () => {
    const fields = JSON.parse('{"__proto__": 1, "constructor": 2, "toString": 3}') as Record<string, FieldValue>;
    const db = await loadedDatabase([sampleOf('1.jpg', { fields }), sampleOf('2.jpg')]);
    expect(db.prepare('SELECT "__proto__", "constructor", "toString" FROM sample').raw().all()).toEqual([
      [1, 2, 3],
      [null, null, null],
    ]);
  });
});

describe('digests', () => {
  test('are the same when every sample is hashed again from its rows', async () => {
    await fc.assert(
      fc.asyncProperty(anySamples, async (samples) => {
        const db = await loadedDatabase(samples);
        const before = dump(db);
        const rehasher = openRehasher(db);
        rehasher.rehash(
          samples.map((_, i) => i + 1),
          { labels: true, fields: true, identity: true },
        );
        rehasher.finish();
        expect(dump(db)).toEqual(before);
        db.close();
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  const digests = async (samples: readonly Sample[]): Promise<unknown[]> =>
    (await loadedDatabase(samples))
      .prepare("SELECT value FROM meta WHERE key LIKE 'digest_%' ORDER BY key")
      .pluck()
      .all();
  const one = sampleOf('a/1.jpg', {
    tags: ['train'],
    fields: { year: 2021 },
    labels: { gt: [outline('Porites', square)] },
  });
  const two = sampleOf('a/2.jpg');

  test('of one sample follow its rows when it is hashed again', async () => {
    const db = await loadedDatabase([one, two]);
    db.exec("UPDATE sample_tag SET tag = 'val'");
    const rehasher = openRehasher(db);
    rehasher.rehash([1], { labels: false, fields: true, identity: false });
    rehasher.finish();
    const after = await loadedDatabase([{ ...one, tags: ['val'] }, two]);
    expect(dump(db)).toEqual(dump(after));
  });

  test('do not depend on the order of samples', async () => {
    expect(await digests([two, one])).toEqual(await digests([one, two]));
  });

  test.each<[string, Sample, Record<'fields' | 'identity' | 'labels', boolean>]>([
    ['the folder of a picture', { ...one, filepath: 'b/1.jpg' }, { fields: true, identity: false, labels: true }],
    ['a tag', { ...one, tags: ['val'] }, { fields: false, identity: true, labels: true }],
    ['a value', { ...one, fields: { year: 2022 } }, { fields: false, identity: true, labels: true }],
    [
      'a class, and the id derived from it',
      withLabel({ label: 'Pavona' }),
      { fields: true, identity: false, labels: false },
    ],
    ['a tag of a label', withLabel({ tags: ['x'] }), { fields: false, identity: true, labels: true }],
    [
      'missing and empty',
      { ...one, labels: { ...one.labels, b: [] } },
      { fields: true, identity: true, labels: false },
    ],
  ])('tell apart %s, each where it belongs', async (_what, changed, same) => {
    const [before, after] = [await digests([one]), await digests([changed])];
    expect({
      fields: before[0] === after[0],
      identity: before[1] === after[1],
      labels: before[2] === after[2],
    }).toEqual(same);
  });

  function withLabel(more: Partial<Polyline>): Sample {
    return { ...one, labels: { gt: [outline('Porites', square, more)] } };
  }
});
