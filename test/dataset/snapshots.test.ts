import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Changed, Library } from '../../src/dataset/library.ts';
import { wholeDataset } from '../../src/dataset/query/plan.ts';
import {
  changeReef,
  importSamples,
  outline,
  sampleOf,
  temporaryFolder,
  testJob,
  testLibrary,
} from './library-fixture.ts';

const ALL = wholeDataset('reef');
const how = (statement: string) => ({ statement, job: testJob() });
const gt = [outline('Porites', [1, 1, 5, 1, 5, 5]), outline('Pavona', [2, 2, 6, 2, 6, 6])];

async function reef(): Promise<{ readonly home: string; readonly library: Library }> {
  const home = temporaryFolder();
  const library = testLibrary(home);
  const samples = ['1.jpg', '2.jpg', '3.jpg'].map((path) => sampleOf(path, { labels: { gt } }));
  await importSamples(library, 'reef', samples);
  return { home, library };
}

const tag = (library: Library, name: string): Promise<Changed> =>
  changeReef(library, (edit) => edit.tagSamples(ALL, [name]), { statement: `tag ${name}` });

async function tagsOf(library: Library, name: string): Promise<readonly unknown[]> {
  const dataset = await library.open(name, { runner: 'in-place' });
  const { tags } = await dataset.catalog();
  await dataset.close();
  return tags.map(({ value }) => value);
}

async function statesOf(library: Library): Promise<readonly (readonly [string, string])[]> {
  const dataset = await library.open('reef', { runner: 'in-place' });
  const changes = await dataset.changes();
  await dataset.close();
  return changes.map(({ statement, state }) => [statement, state] as const);
}

describe('snapshots', () => {
  test('are read as datasets, and say what has changed since', async () => {
    const { library } = await reef();
    await library.snapshot('reef', 'start', { ...how('snapshot'), note: 'as imported' });
    await tag(library, 'a');
    await library.snapshot('reef', 'with-a', how('snapshot'));
    await changeReef(library, (edit) => edit.removeLabels(ALL, ['gt']));
    expect(await library.snapshots('reef')).toMatchObject([
      { name: 'start', note: 'as imported', samples: 3, labels: 6, since: { changes: 2, samples: 3, labels: 6 } },
      { name: 'with-a', note: null, samples: 3, labels: 6, since: { changes: 1, samples: 3, labels: 6 } },
    ]);
    expect(await tagsOf(library, 'reef@start')).toEqual([]);
    expect(await tagsOf(library, 'reef@With-A')).toEqual(['a']);
    const dataset = await library.open('reef@with-a', { runner: 'in-place' });
    expect(await dataset.info()).toMatchObject({ name: 'reef@with-a', samples: 3, labels: 6 });
    await dataset.close();
  });

  test('on changes that were undone outlive the change that takes their place', async () => {
    const { library } = await reef();
    await tag(library, 'a');
    await tag(library, 'b');
    await library.snapshot('reef', 'b', how('snapshot'));
    await tag(library, 'c');
    for (let i = 0; i < 3; i++) await library.undo('reef', how('undo'));
    await tag(library, 'd');
    expect(await statesOf(library)).toEqual([
      ['tag d', 'done'],
      ['tag b', 'kept'],
      ['tag a', 'kept'],
      ['import reef', 'base'],
    ]);
    expect(await tagsOf(library, 'reef@b')).toEqual(['a', 'b']);
    const { undo } = await library.revert('reef', 'b', how('revert --to b'));
    expect(undo).toBe('revert --to b');
    expect(await tagsOf(library, 'reef')).toEqual(['a', 'b']);
    await library.undo('reef', how('undo'));
    expect(await tagsOf(library, 'reef')).toEqual(['d']);
    await library.redo('reef', how('redo'));
    expect(await tagsOf(library, 'reef')).toEqual(['a', 'b']);
    await library.deleteSnapshot('reef', 'b', how('forget'));
    expect(await statesOf(library)).toEqual([
      ['revert --to b', 'done'],
      ['tag d', 'done'],
      ['import reef', 'base'],
    ]);
    expect(await library.check('reef', testJob())).toEqual([]);
  });

  test('a field that only a snapshot has does not stand in the way of one of the same name and another type', async () => {
    const { library } = await reef();
    const set = (code: string | number): Promise<Changed> =>
      changeReef(library, (edit) => {
        edit.addSample({
          filepath: `${String(code)}.jpg`,
          width: 9,
          height: 9,
          tags: [],
          fields: { code },
          labels: {},
        });
      });
    await set(7);
    await library.snapshot('reef', 'numbers', how('snapshot'));
    await library.undo('reef', how('undo'));
    await set('007');
    const values = async (name: string): Promise<unknown> => {
      const dataset = await library.open(name, { runner: 'in-place' });
      const found = await dataset.valueCounts('code', 10, new AbortController().signal);
      await dataset.close();
      return found;
    };
    expect(await values('reef')).toEqual([{ value: '007', count: 1 }]);
    expect(await values('reef@numbers')).toEqual([{ value: 7, count: 1 }]);
    await library.revert('reef', 'numbers', how('revert'));
    expect(await values('reef')).toEqual(await values('reef@numbers'));
    expect(await library.check('reef', testJob())).toEqual([]);
  });
});

describe('names of snapshots', () => {
  test('a revert that is only planned, or changes nothing, leaves nothing', async () => {
    const { library } = await reef();
    await library.snapshot('reef', 'start', how('snapshot'));
    await tag(library, 'a');
    const planned = await library.revert('reef', 'start', { ...how('revert'), planned: true });
    expect(planned).toMatchObject({ samples: { changed: 3 }, undo: 'tag a' });
    expect(await tagsOf(library, 'reef')).toEqual(['a']);
    await library.revert('reef', 'start', how('revert'));
    expect(await library.revert('reef', 'start', how('again'))).toMatchObject({
      samples: { changed: 0 },
      undo: 'revert',
    });
  });

  test('do not change, and names that are wrong are told', async () => {
    const { library } = await reef();
    await library.snapshot('reef', 'start', how('snapshot'));
    const refused = { code: 'invalid', message: 'reef@start is a snapshot: it is read, and does not change' };
    await expect(library.change('reef@start', how('x'), () => Promise.resolve())).rejects.toMatchObject(refused);
    await expect(library.undo('reef@start', how('x'))).rejects.toMatchObject(refused);
    await expect(library.delete('reef@start')).rejects.toMatchObject(refused);
    await expect(library.snapshot('reef', 'Start', how('x'))).rejects.toMatchObject({ code: 'exists' });
    for (const name of ['', 'a b', 'a@b', 'a/b', '-a', 'x'.repeat(81)]) {
      await expect(library.snapshot('reef', name, how('x'))).rejects.toMatchObject({ code: 'invalid' });
    }
    await expect(library.open('reef@strat', { runner: 'in-place' })).rejects.toMatchObject({
      code: 'not-found',
      hint: 'did you mean start?',
    });
    await expect(library.open('none@start', { runner: 'in-place' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(importSamples(library, 'a@b', [])).rejects.toMatchObject({ code: 'invalid' });
    expect(await library.has('reef@start')).toBe(true);
    expect(await library.has('reef@none')).toBe(false);
  });

  test('that were opened leave their file when they are gone, or their dataset is', async () => {
    const { home, library } = await reef();
    const files = (): readonly string[] => {
      const folder = join(home, 'snapshots', 'reef');
      return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.sqlite')) : [];
    };
    await library.snapshot('reef', 'one', how('snapshot'));
    await library.snapshot('reef', 'two', how('snapshot'));
    expect(await tagsOf(library, 'reef@one')).toEqual([]);
    expect(await tagsOf(library, 'reef@two')).toEqual([]);
    expect(files()).toHaveLength(2);
    await library.deleteSnapshot('reef', 'one', how('forget'));
    expect(files()).toHaveLength(1);
    await tag(library, 'a');
    await library.snapshot('reef', 'one', how('snapshot'));
    expect(await tagsOf(library, 'reef@one')).toEqual(['a']);
    rmSync(join(home, 'snapshots'), { recursive: true });
    expect(await tagsOf(library, 'reef@two')).toEqual([]);
    await library.rename('reef', 'lagoon');
    expect(files()).toEqual([]);
    expect(await tagsOf(library, 'lagoon@one')).toEqual(['a']);
  });

  test('two writers take turns, and readers do not wait', async () => {
    const { home, library } = await reef();
    const other = testLibrary(home, { pid: process.pid + 1, patience: 0 });
    await changeReef(library, async (edit) => {
      await edit.tagSamples(ALL, ['a']);
      await expect(other.snapshot('reef', 'meanwhile', how('snapshot'))).rejects.toMatchObject({ code: 'busy' });
      await other.clone('reef', 'copy', how('clone'));
    });
    expect(await tagsOf(library, 'copy')).toEqual([]);
    await other.snapshot('reef', 'after', how('snapshot'));
    expect(await tagsOf(library, 'reef@after')).toEqual(['a']);
  });
});

describe('a clone', () => {
  test('has everything, is changed on its own, and shares pictures', async () => {
    const { home, library } = await reef();
    await tag(library, 'a');
    await library.snapshot('reef', 'with-a', how('snapshot'));
    const picture = join(library.mediaRoot('reef'), 'deep', '1.jpg');
    await importSamples(library, 'other', []);
    mkdirSync(join(picture, '..'), { recursive: true });
    writeFileSync(picture, 'jpg');
    expect(await library.clone('reef', 'copy', how('clone reef copy'))).toEqual({ samples: 3, labels: 6, pictures: 1 });
    const copied = join(library.mediaRoot('copy'), 'deep', '1.jpg');
    expect(statSync(copied).ino).toBe(statSync(picture).ino);
    const copy = await library.open('copy', { runner: 'in-place' });
    expect((await copy.changes()).map(({ statement, state }) => [statement, state])).toEqual([
      ['clone reef copy', 'base'],
      ['tag a', 'done'],
      ['import reef', 'base'],
    ]);
    const original = await library.open('reef', { runner: 'in-place' });
    expect(await copy.digests()).toEqual(await original.digests());
    expect((await library.snapshots('copy')).map(({ name }) => name)).toEqual(['with-a']);
    await library.undo('copy', how('undo'));
    expect(await tagsOf(library, 'copy')).toEqual([]);
    expect(await tagsOf(library, 'reef')).toEqual(['a']);
    expect(await library.check('copy', testJob())).toEqual([]);
    expect(readdirSync(join(home, 'tmp'))).toEqual([]);
    await expect(library.clone('reef', 'Copy', how('clone'))).rejects.toMatchObject({ code: 'exists' });
    await expect(library.clone('none', 'new', how('clone'))).rejects.toMatchObject({ code: 'not-found' });
    await expect(library.clone('reef', 'import', how('clone'))).rejects.toMatchObject({ code: 'invalid' });
    await copy.close();
    await original.close();
  });

  test('of a snapshot ends its log there, and can be taken back from there', async () => {
    const { library } = await reef();
    await tag(library, 'a');
    await tag(library, 'b');
    await library.snapshot('reef', 'b', how('snapshot'));
    await library.undo('reef', how('undo'));
    await tag(library, 'c');
    await library.clone('reef@b', 'old', how('clone reef@b old'));
    expect(await tagsOf(library, 'old')).toEqual(['a', 'b']);
    await expect(library.redo('old', how('redo'))).rejects.toMatchObject({ code: 'not-found' });
    await library.undo('old', how('undo'));
    expect(await tagsOf(library, 'old')).toEqual(['a']);
    await library.redo('old', how('redo'));
    expect(await tagsOf(library, 'old')).toEqual(['a', 'b']);
    expect(await library.check('old', testJob())).toEqual([]);
  });

  test('that is stopped leaves nothing', async () => {
    const { home, library } = await reef();
    const stop = new AbortController();
    stop.abort();
    const stopped = library.clone('reef', 'copy', { statement: 'clone', job: testJob(stop.signal) });
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    expect(await library.has('copy')).toBe(false);
    expect(readdirSync(join(home, 'tmp'))).toEqual([]);
  });
});
