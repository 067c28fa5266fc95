import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Changed, Library } from '../../src/dataset/library.ts';
import { wholeDataset } from '../../src/dataset/query/plan.ts';
import { changeReef, importSamples, sampleOf, temporaryFolder, testJob, testLibrary } from './library-fixture.ts';

const ALL = wholeDataset('reef');
const how = (statement: string) => ({ statement, job: testJob() });

async function reef(now = () => new Date('2026-01-01T00:00:00Z')): Promise<{ home: string; library: Library }> {
  const home = temporaryFolder();
  const library = testLibrary(home, { now });
  await importSamples(library, 'reef', [sampleOf('1.jpg', {}), sampleOf('2.jpg', {})]);
  return { home, library };
}

const tag = (library: Library, name: string, statement: string): Promise<Changed> =>
  changeReef(library, (edit) => edit.tagSamples(ALL, [name]), { statement });

async function tagsOf(library: Library, name: string): Promise<readonly unknown[]> {
  const dataset = await library.open(name, { runner: 'in-place' });
  const { tags } = await dataset.catalog();
  await dataset.close();
  return tags.map(({ value }) => value);
}

describe('states before the last changes', () => {
  test('are named by how many changes ago, or by what made the change', async () => {
    const { library } = await reef();
    await tag(library, 'a', 'pull --project 4');
    await tag(library, 'b', "ds.limit(2).mapLabels('gt', { A: 'pull' }).save()");
    await tag(library, 'c', 'tag c');
    expect(await tagsOf(library, 'reef@~1')).toEqual(['a', 'b']);
    expect(await tagsOf(library, 'reef@~3')).toEqual([]);
    expect(await tagsOf(library, 'reef@~tag')).toEqual(['a', 'b']);
    expect(await tagsOf(library, 'reef@~mapLabels')).toEqual(['a']);
    expect(await tagsOf(library, 'reef@~save')).toEqual(['a']);
    expect(await tagsOf(library, 'reef@~pull')).toEqual([]);
    await library.undo('reef', how('undo'));
    expect(await tagsOf(library, 'reef@~1')).toEqual(['a']);
    await expect(tagsOf(library, 'reef@~tag')).rejects.toMatchObject({
      code: 'not-found',
      message: 'no change of reef was made by "tag"',
    });
    await expect(tagsOf(library, 'reef@~3')).rejects.toMatchObject({
      message: 'of reef there are 2 changes to go back by, not 3',
    });
    for (const name of ['~', '~0', '~p', '~.*', '~a b']) {
      await expect(tagsOf(library, `reef@${name}`)).rejects.toMatchObject({ code: 'not-found' });
    }
    expect(await library.has('reef@~2')).toBe(true);
    expect(await library.has('reef@~9')).toBe(false);
  });

  test('can be gone back to, and are no names for snapshots', async () => {
    const { library } = await reef();
    await tag(library, 'a', 'pull');
    await tag(library, 'b', 'tag b');
    await library.revert('reef', '~pull', how('revert --to ~pull'));
    expect(await tagsOf(library, 'reef')).toEqual([]);
    await library.undo('reef', how('undo'));
    expect(await tagsOf(library, 'reef')).toEqual(['a', 'b']);
    await expect(library.snapshot('reef', '~1', how('snapshot'))).rejects.toMatchObject({ code: 'invalid' });
    await expect(library.deleteSnapshot('reef', '~1', how('x'))).rejects.toMatchObject({ code: 'not-found' });
    expect(await library.check('reef', testJob())).toEqual([]);
  });

  test('leave their file a day after they were last asked for', async () => {
    let now = new Date('2026-01-01T00:00:00Z');
    const { home, library } = await reef(() => now);
    await tag(library, 'a', 'tag a');
    await tag(library, 'b', 'tag b');
    const files = (): number => {
      const folder = join(home, 'snapshots', 'reef');
      return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.sqlite')).length : 0;
    };
    now = new Date();
    expect([await tagsOf(library, 'reef@~1'), await tagsOf(library, 'reef@~2')]).toEqual([['a'], []]);
    expect(files()).toBe(2);
    now = new Date(now.getTime() + 20 * 60 * 60 * 1000);
    expect(await tagsOf(library, 'reef@~1')).toEqual(['a']);
    now = new Date(now.getTime() + 20 * 60 * 60 * 1000);
    await library.snapshot('reef', 'named', how('snapshot'));
    expect(await tagsOf(library, 'reef@named')).toEqual(['a', 'b']);
    expect(files()).toBe(2);
    expect(await tagsOf(library, 'reef@~1')).toEqual(['a']);
    expect(files()).toBe(2);
  });
});
