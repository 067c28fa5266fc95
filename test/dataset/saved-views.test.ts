import { describe, expect, test } from 'vitest';
import type { Library } from '../../src/dataset/library.ts';
import type { SavedView } from '../../src/dataset/model/saved-view.ts';
import { changeReef, testJob } from './library-fixture.ts';
import { reefLibrary } from './reef-fixture.ts';

const AT = new Date(Date.UTC(2024, 4, 1, 12));
const train = { name: 'Training set', text: "ds.matchTags('train')", description: 'what is trained on' };

async function views(library: Library): Promise<readonly SavedView[]> {
  const dataset = await library.open('reef', { runner: 'in-place' });
  try {
    return await dataset.savedViews();
  } finally {
    await dataset.close();
  }
}

describe('saved views', () => {
  test('are kept, listed by name, and taken back with the change that kept them', async () => {
    const { library } = await reefLibrary();
    const changed = await changeReef(library, (edit) => {
      edit.saveView(train);
      edit.saveView({ name: 'all', text: 'ds', description: null });
    });
    expect(changed).toMatchObject({ views: { added: 2, changed: 0, removed: 0 }, samples: { changed: 0 } });
    const kept = [
      { ...train, createdAt: AT, changedAt: AT },
      { name: 'all', text: 'ds', description: null, createdAt: AT, changedAt: AT },
    ];
    expect(await views(library)).toEqual(kept);
    await library.undo('reef', { statement: 'undo', job: testJob() });
    expect(await views(library)).toEqual([]);
    await library.redo('reef', { statement: 'redo', job: testJob() });
    expect(await views(library)).toEqual(kept);
  });

  test('have names that are unique without case; only when asked to is one replaced', async () => {
    const { library } = await reefLibrary();
    await changeReef(library, (edit) => {
      edit.saveView(train);
    });
    const again = { ...train, name: 'training SET', text: 'ds' };
    const saving = changeReef(library, (edit) => {
      edit.saveView(again);
    });
    await expect(saving).rejects.toMatchObject({ code: 'exists' });
    const replaced = await changeReef(library, (edit) => {
      edit.saveView(again, { overwrite: true });
    });
    expect(replaced).toMatchObject({ views: { added: 0, changed: 1, removed: 0 } });
    expect(await views(library)).toMatchObject([{ name: 'training SET', text: 'ds' }]);
  });

  test('are renamed and deleted', async () => {
    const { library } = await reefLibrary();
    await changeReef(library, (edit) => {
      edit.saveView(train);
      edit.renameView('training set', 'T');
      edit.saveView({ ...train, name: 'other' });
      edit.deleteView('other');
    });
    expect(await views(library)).toMatchObject([{ name: 'T', text: train.text }]);
  });

  test('saved as they are change nothing', async () => {
    const { library } = await reefLibrary();
    const save = (): Promise<unknown> =>
      changeReef(library, (edit) => {
        edit.saveView(train, { overwrite: true });
        edit.renameView(train.name, train.name);
      });
    await save();
    expect(await save()).toMatchObject({ views: { added: 0, changed: 0, removed: 0 }, undo: 'edit' });
    await library.undo('reef', { statement: 'undo', job: testJob() });
    expect(await views(library)).toEqual([]);
  });

  test.each(['', ' x', 'a\nb', 'x'.repeat(121)])('cannot be named %j', async (name) => {
    const { library } = await reefLibrary();
    const saving = changeReef(library, (edit) => {
      edit.saveView({ ...train, name });
    });
    await expect(saving).rejects.toMatchObject({ code: 'invalid' });
  });

  test('that are not there: the nearest is named', async () => {
    const { library } = await reefLibrary();
    const deleting = changeReef(library, (edit) => {
      edit.saveView(train);
      edit.deleteView('Trainingset');
    });
    await expect(deleting).rejects.toMatchObject({ code: 'not-found', hint: 'did you mean Training set?' });
  });
});
