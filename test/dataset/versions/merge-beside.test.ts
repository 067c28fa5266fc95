import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeRules } from '../../../src/commands/merge-flags.ts';
import type { Changed, Library } from '../../../src/dataset/library.ts';
import type { Label } from '../../../src/dataset/model/label.ts';
import { type Plan, wholeDataset, withStage } from '../../../src/dataset/query/plan.ts';
import { constant } from '../../../src/dataset/query/term.ts';
import { STRING } from '../../../src/dataset/query/type.ts';
import { diffDatasets } from '../../../src/dataset/versions/diff-datasets.ts';
import { matchKey } from '../../../src/dataset/versions/match-key.ts';
import { mergeDatasets } from '../../../src/dataset/versions/merge-datasets.ts';
import type { MergeRules } from '../../../src/dataset/versions/merge-rules.ts';
import { changeReef, outline, rowsOf, sampleOf, temporaryFolder, testJob, testLibrary } from '../library-fixture.ts';
import { anyPresent, anyRules, anyTwo, hex, makeOne, makeTwo, type Present, type Two } from './two-sides-fixture.ts';
import { opened } from './versions-fixture.ts';

/** The same library, whose merges read all labels of both sides. */
function readingAll(library: Library): Library {
  return {
    ...library,
    change: (name, options, work) =>
      library.change(name, options, (edit) => work({ ...edit, labelsBeside: () => undefined })),
  };
}

/** The same, and how many samples were merged without reading all of their labels. */
function counting(library: Library): { readonly library: Library; readonly narrowed: () => number } {
  let narrowed = 0;
  const change: Library['change'] = (name, options, work) =>
    library.change(name, options, (edit) => {
      const labelsBeside: typeof edit.labelsBeside = (file, fields) => {
        const comparison = edit.labelsBeside(file, fields);
        if (comparison === undefined) return undefined;
        return {
          close: () => {
            comparison.close();
          },
          differing: (pairs) => {
            const found = comparison.differing(pairs);
            narrowed += found.size;
            return found;
          },
        };
      };
      return work({ ...edit, labelsBeside });
    });
  return { library: { ...library, change }, narrowed: () => narrowed };
}

/** What a merge came to, and the rows after it. */
async function outcome(
  pairs: readonly Two[],
  rules: MergeRules,
  present: Present,
  wrap: (library: Library) => Library,
): Promise<unknown> {
  const home = temporaryFolder();
  const library = testLibrary(home);
  await makeTwo(library, pairs, present);
  const dataset = await library.open('other', { runner: 'in-place' });
  const source = { dataset, plan: wholeDataset('other') };
  const options = { rules, statement: 'merge', job: testJob(), planned: false };
  const result = await mergeDatasets(wrap(library), 'reef', source, options).catch((error: unknown) => String(error));
  await dataset.close();
  return { result, rows: rowsOf(home) };
}

test('a merge does the same whether it compares labels where they are stored or reads them all', async () => {
  let narrowed = 0;
  await fc.assert(
    fc.asyncProperty(anyTwo, anyRules, anyPresent, async (pairs, rules, present) => {
      const counter = { narrowed: () => 0 };
      const beside = await outcome(pairs, rules, present, (library) => {
        const counted = counting(library);
        counter.narrowed = counted.narrowed;
        return counted.library;
      });
      expect(beside).toEqual(await outcome(pairs, rules, present, readingAll));
      narrowed += counter.narrowed();
    }),
    { numRuns: 30 },
  );
  expect(narrowed).toBeGreaterThan(0);
}, 240_000);

/** Shows all labels, but not as they are stored. */
const throughLimit = (name: string): Plan =>
  withStage(wholeDataset(name), { kind: 'limit-labels', field: 'gt', count: 1000 });

test('a comparison says the same whether it compares labels where they are stored or reads them all', async () => {
  await fc.assert(
    fc.asyncProperty(anyTwo, anyPresent, async (pairs, present) => {
      const library = testLibrary(temporaryFolder());
      await makeTwo(library, pairs, present);
      const datasets = [await opened(library, 'reef'), await opened(library, 'other')] as const;
      const between = (planOf: (name: string) => Plan): ReturnType<typeof diffDatasets> => {
        const [a, b] = datasets.map((dataset) => ({ dataset, plan: planOf(dataset.name), text: dataset.name }));
        if (a === undefined || b === undefined) throw new Error('two datasets are compared');
        return diffDatasets(a, b, { key: matchKey('path'), least: 0.5, limit: 1000, allFields: false }, testJob());
      };
      expect(await between(wholeDataset)).toEqual(await between(throughLimit));
    }),
    { numRuns: 15 },
  );
}, 240_000);

const square = (n: number, label: string): Label => outline(label, [0, 0, 10, 0, 10, 10], { id: hex(n) });

test('labels that are the same in their places do not differ, be their ids the same twice', async () => {
  const library = testLibrary(temporaryFolder());
  const twice = [square(1, 'Porites'), outline('Porites', [0, 0, 30, 0, 30, 30], { id: hex(1) })];
  const apart = [{ ...square(1, 'Porites'), id: hex(9) }, ...twice.slice(1)];
  await makeOne(library, 'reef', [sampleOf('a.jpg', { labels: { gt: twice } })]);
  await makeOne(library, 'other', [sampleOf('a.jpg', { labels: { gt: apart } })]);
  const [a, b] = [await opened(library, 'reef'), await opened(library, 'other')].map((dataset) => ({
    dataset,
    plan: throughLimit(dataset.name),
    text: dataset.name,
  }));
  if (a === undefined || b === undefined) throw new Error('two datasets are compared');
  const options = { key: matchKey('path'), least: 0.5, limit: 1000, allFields: false };
  expect((await diffDatasets(a, b, options, testJob())).diff).toMatchObject({
    total: 0,
    entries: [],
    samples: { changed: 0 },
  });
});

const labelsOf = (home: string): unknown =>
  rowsOf(home)['label']?.map((row) => {
    const { oid, class: label } = row as { oid: string; class: string };
    return [Number.parseInt(oid, 16), label];
  });

async function relabelled(library: Library, plan: Plan, name: string): Promise<Changed> {
  const dataset = await opened(library, name);
  const options = { rules: mergeRules({}), statement: 'merge', job: testJob(), planned: false };
  return mergeDatasets(library, 'reef', { dataset, plan }, options);
}

const REEF = [
  sampleOf('a.jpg', { labels: { gt: [square(1, 'Porites'), square(2, 'Pavona')] } }),
  sampleOf('b.jpg', { labels: { gt: [square(3, 'Porites')] } }),
];

test('the folder of the datasets may be called anything', async () => {
  const home = `${temporaryFolder()}/it's "a" 100%41?mode=ro&b#c`;
  const library = testLibrary(home);
  await makeOne(library, 'reef', REEF);
  await makeOne(library, 'other', [sampleOf('b.jpg', { labels: { gt: [square(3, 'Fungia')] } })]);
  const { library: counted, narrowed } = counting(library);
  const { labels } = await relabelled(counted, wholeDataset('other'), 'other');
  expect(labels).toEqual({ gt: { added: 0, changed: 1, removed: 0 } });
  expect(narrowed()).toBe(1);
  expect(labelsOf(home)).toEqual([
    [1, 'Porites'],
    [2, 'Pavona'],
    [3, 'Fungia'],
  ]);
});

test('a dataset may be merged with a view of itself, and with what it was', async () => {
  const home = temporaryFolder();
  const library = testLibrary(home);
  await makeOne(library, 'reef', REEF);
  await library.snapshot('reef', 'before', { statement: 'snapshot', job: testJob() });
  await changeReef(library, async (edit) => {
    for await (const { id = '', filepath } of edit.samples(wholeDataset('reef'))) {
      if (filepath === 'b.jpg') edit.putLabel(id, 'gt', square(3, 'Fungia'));
    }
  });
  expect((await relabelled(library, wholeDataset('reef'), 'reef')).labels).toEqual({});
  const { library: counted, narrowed } = counting(library);
  const back = await relabelled(counted, wholeDataset('reef@before'), 'reef@before');
  expect(back.labels).toEqual({ gt: { added: 0, changed: 1, removed: 0 } });
  expect(narrowed()).toBe(1);
  expect(labelsOf(home)).toEqual([
    [1, 'Porites'],
    [2, 'Pavona'],
    [3, 'Porites'],
  ]);
});

test('a view that rewrites labels is merged as it shows them', async () => {
  const home = temporaryFolder();
  const library = testLibrary(home);
  await makeOne(library, 'reef', REEF);
  await makeOne(library, 'other', REEF);
  const { library: counted, narrowed } = counting(library);
  const plan = withStage(wholeDataset('other'), {
    kind: 'set-label',
    field: 'gt',
    part: { kind: 'property', name: 'label' },
    value: constant('Fungia', STRING),
  });
  await relabelled(counted, plan, 'other');
  expect(narrowed()).toBe(0);
  expect(labelsOf(home)).toEqual([
    [1, 'Fungia'],
    [2, 'Fungia'],
    [3, 'Fungia'],
  ]);
});
