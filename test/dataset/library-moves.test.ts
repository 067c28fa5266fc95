import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Library } from '../../src/dataset/library.ts';
import { sampleOf, temporaryFolder, testJob, testLibrary } from './library-fixture.ts';

async function withPicture(library: Library, name: string, picture = 'picture'): Promise<void> {
  await library.create(name, { statement: 'import', job: testJob() }, (writer) => {
    writer.write([sampleOf('1.jpg')]);
    writeFileSync(join(writer.mediaOut, '1.jpg'), picture);
    return Promise.resolve();
  });
}

function pictureOf(library: Library, name: string): string | undefined {
  const file = join(library.mediaRoot(name), '1.jpg');
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

async function namesOf(library: Library): Promise<string[]> {
  return (await library.list()).map(({ name }) => name);
}

describe('renaming', () => {
  test('moves the pictures too; a change of case is allowed', async () => {
    const library = testLibrary(temporaryFolder());
    await withPicture(library, 'reef');
    await library.rename('reef', 'lagoon');
    expect(await namesOf(library)).toEqual(['lagoon']);
    expect([pictureOf(library, 'reef'), pictureOf(library, 'lagoon')]).toEqual([undefined, 'picture']);
    await library.rename('lagoon', 'Lagoon');
    expect(await namesOf(library)).toEqual(['Lagoon']);
    const dataset = await library.open('Lagoon', { runner: 'in-place' });
    expect(await dataset.info()).toMatchObject({ name: 'Lagoon', samples: 1 });
    await dataset.close();
  });

  test('refuses a name that is taken or none, and one that does not exist', async () => {
    const library = testLibrary(temporaryFolder());
    await withPicture(library, 'reef');
    await withPicture(library, 'lagoon', 'other');
    await expect(library.rename('reef', 'lagoon')).rejects.toMatchObject({ code: 'exists' });
    await expect(library.rename('reef', '../x')).rejects.toMatchObject({ code: 'invalid' });
    await expect(library.rename('none', 'x')).rejects.toMatchObject({ code: 'not-found' });
    expect([pictureOf(library, 'reef'), pictureOf(library, 'lagoon')]).toEqual(['picture', 'other']);
  });

  test('refuses a dataset that is open, until it is closed', async () => {
    const library = testLibrary(temporaryFolder());
    await withPicture(library, 'reef');
    const dataset = await library.open('reef', { runner: 'child' });
    await dataset.info();
    await expect(library.rename('reef', 'lagoon')).rejects.toMatchObject({ code: 'busy' });
    await expect(library.delete('reef')).rejects.toMatchObject({ code: 'busy' });
    expect(await dataset.info()).toMatchObject({ samples: 1 });
    await dataset.close();
    await library.rename('reef', 'lagoon');
    expect(await namesOf(library)).toEqual(['lagoon']);
  });
});

describe('the trash', () => {
  test('takes datasets with their pictures and gives them back', async () => {
    const library = testLibrary(temporaryFolder());
    await withPicture(library, 'reef');
    const [listed] = await library.list();
    await library.delete('reef');
    expect(await namesOf(library)).toEqual([]);
    expect(pictureOf(library, 'reef')).toBeUndefined();
    const [entry] = await library.listTrash();
    expect(entry).toMatchObject({ name: 'reef', samples: 1, labels: 0, deletedAt: new Date(Date.UTC(2024, 4, 1, 12)) });
    // The same thing is counted in both lists; what pictures take is told apart.
    expect(entry?.bytes).toBe(listed?.bytes);
    expect(entry?.pictureBytes).toBe('picture'.length);
    expect(readdirSync(join(library.home, 'trash'))).toEqual(['20240501T120000000Z-reef']);
    await library.restore('reef');
    expect(await library.list()).toMatchObject([{ name: 'reef', samples: 1 }]);
    expect(pictureOf(library, 'reef')).toBe('picture');
    expect(readdirSync(join(library.home, 'trash'))).toEqual([]);
  });

  test('holds several of one name, the latest comes back first', async () => {
    const home = temporaryFolder();
    for (const day of [1, 2]) {
      const library = testLibrary(home, { now: () => new Date(Date.UTC(2024, 4, day)) });
      await withPicture(library, 'reef', String(day));
      await library.delete('reef');
    }
    const library = testLibrary(home);
    expect((await library.listTrash()).map(({ deletedAt }) => deletedAt.getUTCDate())).toEqual([2, 1]);
    await library.restore('reef');
    expect(pictureOf(library, 'reef')).toBe('2');
    await expect(library.restore('reef')).rejects.toMatchObject({ code: 'exists' });
    expect(await library.listTrash()).toHaveLength(1);
    await expect(library.restore('none')).rejects.toMatchObject({
      code: 'not-found',
      message: 'there is no dataset "none" in the trash',
    });
  });

  test('is emptied for good, and says how much that was', async () => {
    const library = testLibrary(temporaryFolder());
    await withPicture(library, 'reef');
    await library.delete('reef');
    const [entry] = await library.listTrash();
    const { folder = '', bytes = NaN, pictureBytes = NaN } = entry ?? {};
    const note = statSync(join(library.home, folder, 'entry.json')).size;
    expect(await library.emptyTrash()).toEqual({ datasets: 1, bytes: bytes + pictureBytes + note });
    expect(await library.listTrash()).toEqual([]);
    expect(await library.emptyTrash()).toEqual({ datasets: 0, bytes: 0 });
  });
});

describe('a crash between two moves', () => {
  test('is put right when the library is opened next', async () => {
    const home = temporaryFolder();
    const library = testLibrary(home);
    await withPicture(library, 'reef');
    mkdirSync(join(home, 'datasets'), { recursive: true });
    const moves = ['datasets/reef.sqlite', 'media/reef'].map((from) => ({ from, to: from.replace('reef', 'lagoon') }));
    writeFileSync(join(home, 'pending-moves.json'), JSON.stringify(moves));
    renameSync(join(home, 'datasets/reef.sqlite'), join(home, 'datasets/lagoon.sqlite'));
    const next = testLibrary(home);
    expect(await namesOf(next)).toEqual(['lagoon']);
    expect(pictureOf(next, 'lagoon')).toBe('picture');
    expect(existsSync(join(home, 'pending-moves.json'))).toBe(false);
  });

  test('leaves at worst a trash entry that is none', async () => {
    const home = temporaryFolder();
    mkdirSync(join(home, 'trash', '20240501T120000000Z-reef'), { recursive: true });
    const library = testLibrary(home);
    expect(await library.listTrash()).toEqual([]);
  });
});
