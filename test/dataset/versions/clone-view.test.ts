import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Sample } from '../../../src/dataset/model/sample.ts';
import { firstSamples, type Plan, wholeDataset } from '../../../src/dataset/query/plan.ts';
import type { Term } from '../../../src/dataset/query/term.ts';
import { STRING } from '../../../src/dataset/query/type.ts';
import { lookedUp } from '../../../src/dataset/query/verbs/map-values.ts';
import { withTaxonomy } from '../../../src/dataset/query/with-taxonomy.ts';
import { builtInTaxonomy } from '../../../src/dataset/taxonomy/built-in.ts';
import { cloneView } from '../../../src/dataset/versions/clone-view.ts';
import {
  changeReef,
  importSamples,
  outline,
  sampleOf,
  temporaryFolder,
  testJob,
  testLibrary,
} from '../library-fixture.ts';

test('a clone of a view has its samples with their ids, fields and notes, and shares the pictures that are there', async () => {
  const library = testLibrary(temporaryFolder());
  const gt = [outline('Porites', [1, 1, 5, 1, 5, 5], { tags: ['sure'] })];
  await importSamples(library, 'reef', [
    sampleOf('a/1.jpg', { tags: ['train'], fields: { year: 2020 }, labels: { gt } }),
    sampleOf('2.jpg', { fields: { depth: 3.5 }, labels: { gt: null } }),
    sampleOf('3.jpg'),
  ]);
  await changeReef(library, (edit) => {
    edit.setDetail('info', { source: 'divers' });
    edit.setClasses('gt', ['Porites', 'Pavona']);
  });
  const picture = join(library.mediaRoot('reef'), 'a', '1.jpg');
  mkdirSync(join(picture, '..'), { recursive: true });
  writeFileSync(picture, 'jpg');
  writeFileSync(join(library.mediaRoot('reef'), '3.jpg'), 'not in the view');

  const plan = firstSamples(wholeDataset('reef'), 2);
  const dataset = await library.open('reef', { runner: 'in-place' });
  const how = { name: 'copy', statement: 'clone', job: testJob() };
  expect(await cloneView(library, { dataset, plan, ...how })).toMatchObject({
    samples: 2,
    labels: 1,
    labelsByField: { gt: 1 },
    pictures: 1,
    absent: 1,
  });
  const copy = await library.open('copy', { runner: 'in-place' });
  const all = async (of: typeof copy, view: typeof plan): Promise<readonly Sample[]> => {
    const samples: Sample[] = [];
    for await (const sample of of.samples(view, new AbortController().signal)) samples.push(sample);
    return samples;
  };
  expect(await all(copy, wholeDataset('copy'))).toEqual(await all(dataset, plan));
  expect(await copy.details()).toMatchObject({ info: { source: 'divers' } });
  expect(await copy.classLists()).toEqual({ gt: ['Porites', 'Pavona'] });
  expect(readdirSync(library.mediaRoot('copy'), { recursive: true }).toSorted()).toEqual(['a', 'a/1.jpg']);
  expect(statSync(join(library.mediaRoot('copy'), 'a', '1.jpg')).ino).toBe(statSync(picture).ino);
  expect(await library.check('copy', testJob())).toEqual([]);
  await dataset.close();
  await copy.close();
});

test('a clone of a view that names or renames classes has the class list that its labels have', async () => {
  const library = testLibrary(temporaryFolder());
  const gt = ['Porites', 'Pavona'].map((label) => outline(label, [1, 1, 5, 1, 5, 5]));
  await importSamples(library, 'reef', [sampleOf('1.jpg', { labels: { gt } })]);
  await changeReef(library, (edit) => {
    edit.setClasses('gt', ['Pavona', 'Unused', 'Porites']);
  });
  const dataset = await library.open('reef', { runner: 'in-place' });
  const listsOf = async (name: string, stages: Plan['stages']): Promise<unknown> => {
    const plan = { ...wholeDataset('reef'), stages };
    await cloneView(library, { dataset, plan, name, statement: 'clone', job: testJob() });
    const copy = await library.open(name, { runner: 'in-place' });
    const lists = await copy.classLists();
    await copy.close();
    return lists;
  };
  const extended = builtInTaxonomy('extended');
  if (extended === undefined) throw new Error('there is no such taxonomy');
  const { stages } = withTaxonomy(wholeDataset('reef'), extended, ['gt']);
  expect(await listsOf('extended', stages)).toEqual({ gt: extended.classes });
  const label: Term = { kind: 'property', name: 'label', type: STRING };
  const value = lookedUp(label, [['Pavona', 'Leafy']]);
  const part = { kind: 'property', name: 'label' } as const;
  expect(await listsOf('renamed', [{ kind: 'set-label', field: 'gt', part, value }])).toEqual({
    gt: ['Leafy', 'Unused', 'Porites'],
  });
  await dataset.close();
});
