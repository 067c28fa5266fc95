import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { referredPictures } from '../../src/dataset/library-pictures.ts';
import type { Library } from '../../src/dataset/library.ts';
import { wholeDataset } from '../../src/dataset/query/plan.ts';
import { importSamples, sampleOf, temporaryFolder, testJob, testLibrary } from './library-fixture.ts';

let library: Library;
let place = '';

beforeEach(() => {
  library = testLibrary(temporaryFolder());
  place = realpathSync(temporaryFolder());
});

/** A picture with folders above it. */
function picture(path: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, 'picture');
  return path;
}

const dataset = (name: string, ...paths: readonly string[]): Promise<unknown> =>
  importSamples(
    library,
    name,
    paths.map((path) => sampleOf(path)),
  );

const found = async (where = place): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries(await referredPictures(where, library.home, testJob()));

describe('pictures in a folder that datasets are made of', () => {
  test('are found in every dataset, at any depth, and none elsewhere', async () => {
    picture(join(place, 'c.jpg'));
    await dataset('one', picture(join(place, 'a.jpg')), picture(join(temporaryFolder(), 'b.jpg')));
    await dataset('two', picture(join(place, 'images/train/#%é b.jpg')), picture(`${place}-other/x.jpg`), 'own.jpg');
    expect(await found()).toEqual({ 'a.jpg': 'one', 'images/train/#%é b.jpg': 'two' });
    expect(await found(join(place, 'images'))).toEqual({ 'train/#%é b.jpg': 'two' });
  });

  test('a file is found by itself', async () => {
    await dataset('one', picture(join(place, 'a.jpg')));
    picture(join(place, 'b.jpg'));
    expect(await found(join(place, 'a.jpg'))).toEqual({ '': 'one' });
    expect(await found(join(place, 'b.jpg'))).toEqual({});
  });

  test('are found through links to folders and to files, by both their names', async () => {
    const elsewhere = temporaryFolder();
    picture(join(place, 'deep/a.jpg'));
    symlinkSync(join(place, 'deep'), join(elsewhere, 'folder'));
    symlinkSync(join(place, 'deep/a.jpg'), join(place, 'b.jpg'));
    symlinkSync(join(place, 'deep/a.jpg'), join(elsewhere, 'c.jpg'));
    await dataset('one', join(elsewhere, 'folder/a.jpg'));
    expect(await found()).toEqual({ 'deep/a.jpg': 'one' });
    await library.delete('one');
    await dataset('two', join(place, 'b.jpg'));
    expect(await found()).toEqual({ 'b.jpg': 'two', 'deep/a.jpg': 'two' });
    await library.delete('two');
    await dataset('three', join(elsewhere, 'c.jpg'));
    expect(await found()).toEqual({ 'deep/a.jpg': 'three' });
  });

  test('belong to the media folder of a dataset, where that is the place', async () => {
    await dataset('one', 'a.jpg');
    picture(join(library.mediaRoot('one'), 'a.jpg'));
    expect(await found(realpathSync(library.mediaRoot('one')))).toEqual({ 'a.jpg': 'one' });
  });

  test('are found in states that can be gone back to', async () => {
    await dataset('one', picture(join(place, 'a.jpg')), picture(join(place, 'b.jpg')));
    await library.change('one', { statement: 'remove', job: testJob() }, (edit) =>
      edit.removeSamples(wholeDataset('one')).then(() => undefined),
    );
    expect(await found()).toEqual({ 'a.jpg': 'one', 'b.jpg': 'one' });
  });

  test('a dataset that cannot be read, and names that no file can have, are no hindrance', async () => {
    await dataset('one', picture(join(place, 'a.jpg')), '/no\0file/x.jpg', join(place, 'gone/x.jpg'));
    writeFileSync(join(library.home, 'datasets', 'broken.sqlite'), 'no database at all'.repeat(100));
    expect(await found()).toEqual({ 'a.jpg': 'one' });
  });
});
