import { describe, expect, test } from 'vitest';
import type { Changed } from '../../src/dataset/library.ts';
import { firstSamples, wholeDataset, withStage } from '../../src/dataset/query/plan.ts';
import { changeReef, outline, rowsOf, testJob } from './library-fixture.ts';
import { first, query, reef, reefLibrary, second, square } from './reef-fixture.ts';

const ALL = wholeDataset('reef');

describe('what an edit does to rows', () => {
  test('labels keep their rows and places; only what differs is noted', async () => {
    const { home, library } = await reefLibrary();
    const [a, b, c] = reef[0]?.labels['gt'] ?? [];
    if (a === undefined || b === undefined || c === undefined) throw new Error('three labels');
    await changeReef(library, (edit) => {
      edit.updateSample(first, { labels: { gt: [a, { ...c, attributes: { checked: true } }] } });
    });
    expect(query(home, 'SELECT id, oid, position, attributes FROM label WHERE sample_id = 1 AND field_id = 2')).toEqual(
      [
        [1, a.id, 0, null],
        [3, c.id, 2, '{"checked":true}'],
      ],
    );
    expect(query(home, 'SELECT id, present FROM before_label ORDER BY id')).toEqual([
      [2, 1],
      [3, 2],
    ]);
    expect(query(home, "SELECT attributes FROM field WHERE name = 'gt'")).toEqual([['{"checked":"bool"}']]);
  });

  test('missing, empty and present stay apart', async () => {
    const { home, library } = await reefLibrary();
    await changeReef(library, async (edit) => {
      edit.updateSample(first, { labels: { gt: null, later: null } });
      edit.updateSample(second, { labels: { gt: [], later: [] } });
      await edit.removeLabels(ALL, ['scene']);
    });
    expect(query(home, 'SELECT gt, later, scene FROM sample')).toEqual([
      [null, null, null],
      [0, 0, null],
      [3, null, null],
    ]);
  });

  test('labels that come and go in one change leave the state, not a trace', async () => {
    const { home, library } = await reefLibrary();
    const { labels } = await changeReef(library, async (edit) => {
      edit.putLabel(second, 'later', outline('Porites', square));
      await edit.tagLabels(ALL, ['later'], ['x']);
      await edit.removeLabels(ALL, ['later']);
    });
    expect(labels).toEqual({});
    expect(query(home, 'SELECT later FROM sample')).toEqual([[0], [0], [null]]);
    expect(query(home, 'SELECT id FROM before_label UNION SELECT label_id FROM before_label_tag')).toEqual([]);
  });

  test('a field of whole numbers that meets a fraction becomes one of floats, and undo makes it whole again', async () => {
    const { home, library } = await reefLibrary();
    const before = rowsOf(home);
    await changeReef(library, (edit) => {
      edit.updateSample(first, { fields: { year: 2020.5 } });
    });
    expect(query(home, "SELECT type FROM field WHERE name = 'year'")).toEqual([['float']]);
    expect(query(home, 'SELECT year FROM sample')).toEqual([[2020.5], [2021], [2022]]);
    await library.undo('reef', { statement: 'undo', job: testJob() });
    expect(rowsOf(home)).toEqual(before);
  });

  test('the column of a field that was undone is gone once it cannot come back', async () => {
    const { home, library } = await reefLibrary();
    const set = (code: string | number): Promise<Changed> =>
      changeReef(library, (edit) => {
        edit.updateSample(first, { fields: { code } });
      });
    await set(7);
    await library.undo('reef', { statement: 'undo', job: testJob() });
    await set('007');
    expect(query(home, 'SELECT code FROM sample')).toEqual([['007'], [null], [null]]);
    await library.undo('reef', { statement: 'undo', job: testJob() });
    await library.redo('reef', { statement: 'redo', job: testJob() });
    expect(query(home, 'SELECT code FROM sample')).toEqual([['007'], [null], [null]]);
  });

  test('another size of the picture measures labels in pixels anew', async () => {
    const { home, library } = await reefLibrary();
    await changeReef(library, (edit) => {
      edit.updateSample(first, { width: 200 });
    });
    expect(query(home, 'SELECT x, w FROM label WHERE sample_id = 1 AND field_id = 2')).toEqual([
      [0.05, 0.25],
      [0.05, 0.25],
      [0.05, 0.25],
    ]);
  });

  test('samples that are removed leave nothing but the journal', async () => {
    const { home, library } = await reefLibrary();
    await changeReef(library, (edit) => edit.keepSamples(firstSamples(ALL, 1)));
    expect(query(home, 'SELECT filepath FROM sample')).toEqual([['1.jpg']]);
    for (const table of ['sample_tag', 'label', 'sample_digest']) {
      expect(query(home, `SELECT DISTINCT sample_id FROM ${table}`)).toEqual([[1]]);
    }
    expect(query(home, "SELECT key, value FROM meta WHERE key IN ('samples', 'labels')")).toEqual([
      ['labels', '4'],
      ['samples', '1'],
    ]);
  });

  test('notes on the dataset are changed and taken back like everything else', async () => {
    const { home, library } = await reefLibrary();
    await changeReef(library, (edit) => {
      edit.setDetail('info', { season: 'wet' });
    });
    const notes = (): unknown => query(home, "SELECT value FROM meta WHERE key = 'info'");
    expect(notes()).toEqual([['{"season":"wet"}']]);
    expect(query(home, 'SELECT summary FROM change WHERE id = 2')).toEqual([['info changed']]);
    await library.undo('reef', { statement: 'undo', job: testJob() });
    expect(notes()).toEqual([]);
  });

  test('explicit nulls and what else a source said stay with a sample until they are set', async () => {
    const { home, library } = await reefLibrary();
    await changeReef(library, (edit) => {
      edit.updateSample(first, { nulls: ['year', 'site'], extras: { rig: 7 } });
      edit.updateSample(first, { fields: { year: 2019 }, tags: [] });
    });
    expect(query(home, 'SELECT nulls FROM sample WHERE id = 1')).toEqual([['["site",{"rig":7}]']]);
  });
});

describe('views that are not plainly samples', () => {
  const patches = withStage(ALL, { kind: 'patches', field: 'gt', others: [] });

  test('labels of patches can be changed, samples cannot', async () => {
    const { home, library } = await reefLibrary();
    await changeReef(library, async (edit) => {
      await edit.removeLabels(firstSamples(patches, 4), await edit.labelFields(patches));
    });
    expect(query(home, 'SELECT gt, scene FROM sample')).toEqual([
      [0, 1],
      [2, 1],
      [3, 1],
    ]);
    const changing = changeReef(library, (edit) => edit.removeSamples(patches));
    await expect(changing).rejects.toMatchObject({ code: 'unsupported' });
  });

  test('a sample that is there twice is changed once', async () => {
    const { home, library } = await reefLibrary();
    const twice = withStage(ALL, { kind: 'concat', plan: firstSamples(ALL, 1) });
    const { samples, labels } = await changeReef(library, async (edit) => {
      await edit.tagSamples(twice, ['x', 'x']);
      await edit.tagLabels(twice, ['gt'], ['y']);
    });
    expect([samples.changed, labels['gt']?.changed]).toEqual([3, 9]);
    expect(query(home, 'SELECT position, tag FROM sample_tag WHERE sample_id = 1')).toEqual([
      [0, 'train'],
      [1, 'x'],
    ]);
  });
});
