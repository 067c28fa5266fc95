import { statSync, utimesSync } from 'node:fs';
import { expect, test } from 'vitest';
import { wholeDataset } from '../../src/dataset/query/plan.ts';
import { changeReef, importSamples, sampleOf, temporaryFolder, testLibrary } from './library-fixture.ts';

test('a dataset that is open lists what was changed in it a moment ago', async () => {
  const library = testLibrary(temporaryFolder());
  await importSamples(library, 'reef', [sampleOf('1.jpg')]);
  const dataset = await library.open('reef', { runner: 'in-place' });
  await dataset.info();
  const long = new Date('2024-01-01T00:00:00Z');
  utimesSync(dataset.file, long, long);
  await changeReef(library, (edit) => edit.tagSamples(wholeDataset('reef'), ['a']));
  const [entry] = await library.list();
  expect(statSync(dataset.file).mtime).toEqual(long);
  expect(entry?.changedAt.getTime()).toBeGreaterThan(long.getTime());
  expect(entry?.bytes).toBe(statSync(dataset.file).size + statSync(`${dataset.file}-wal`).size);
  await dataset.close();
});
