import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { taglab } from '../../../src/dataset/formats/taglab/taglab.ts';
import type { DatasetWriter } from '../../../src/dataset/library.ts';
import { isEqual } from '../../../src/dataset/model/diff.ts';
import type { Sample } from '../../../src/dataset/model/sample.ts';
import { importSamples, outline, sampleOf, temporaryFolder, testJob, testLibrary } from '../library-fixture.ts';
import { compared } from './versions-fixture.ts';

const id = (n: number): string => n.toString(16).padStart(24, '0');
const square = (n: number, label: string, x = 0) => outline(label, [x, 0, x + 10, 0, x + 10, 10, x, 10], { id: id(n) });

async function between(was: readonly Sample[], is: readonly Sample[], options: Parameters<typeof compared>[3] = {}) {
  const library = testLibrary(temporaryFolder());
  await importSamples(library, 'a', was);
  await importSamples(library, 'b', is);
  return compared(library, 'a', 'b', options);
}

describe('a comparison', () => {
  const WAS = [
    sampleOf('a.jpg', {
      tags: ['train'],
      fields: { year: 2019, cvat_task_name: 'first' },
      labels: {
        gt: [square(1, 'Porites'), square(2, 'Pavona', 30), square(3, 'Fungia', 60), square(4, 'Other', 90)],
        pred: null,
      },
    }),
    sampleOf('gone.jpg', { labels: { gt: [square(9, 'Porites')] } }),
    sampleOf('same.jpg', { fields: { year: 2020 }, labels: { gt: [square(8, 'Porites')] } }),
  ];
  const IS = [
    sampleOf('a.jpg', {
      tags: ['val', 'train'],
      fields: { year: 2020, cvat_task_name: 'first' },
      labels: {
        gt: [
          { ...square(1, 'Porites', 5), tags: ['check'] },
          square(2, 'Montipora', 30),
          { ...square(33, 'Fungia', 61), attributes: { health: 'pale' }, confidence: 0.5 },
          square(5, 'Acropora', 200),
        ],
        pred: [],
      },
    }),
    sampleOf('new.jpg', { labels: { gt: [square(7, 'Fungia')] } }),
    sampleOf('same.jpg', { fields: { year: 2020 }, labels: { gt: [square(8, 'Porites')] } }),
  ];

  test('counts what was added, removed, moved, relabelled, retagged and changed, by class and by task', async () => {
    const { diff, touched } = await between(WAS, IS);
    expect(diff.samples).toEqual({ total: [3, 3], added: 1, removed: 1, changed: 1, rounded: 0 });
    expect(diff.labels).toEqual({ added: 2, removed: 2, moved: 2, rounded: 0, relabelled: 1, retagged: 1, changed: 1 });
    expect(diff.fields).toEqual([
      { name: 'pred', samples: 1 },
      { name: 'tags', samples: 1 },
      { name: 'year', samples: 1 },
    ]);
    expect(diff.relabelled).toEqual([{ field: 'gt', from: 'Pavona', to: 'Montipora', labels: 1 }]);
    expect(diff.tasks).toEqual([
      { task: 'first', samples: 1, added: 1, removed: 1, moved: 2, rounded: 0, relabelled: 1, retagged: 1, changed: 1 },
    ]);
    const counts = diff.classes.map(({ class: name, added, removed, moved }) => [name, added, removed, moved]);
    expect(counts).toEqual([
      ['Acropora', 1, 0, 0],
      ['Fungia', 1, 0, 1],
      ['Montipora', 0, 0, 0],
      ['Other', 0, 1, 0],
      ['Pavona', 0, 0, 0],
      ['Porites', 0, 1, 1],
    ]);
    expect(touched.map((ids) => ids.length)).toEqual([2, 2]);
  });

  test('tells each difference with what was and what is', async () => {
    const { diff } = await between(WAS, IS);
    const lines = diff.entries.map(({ of, what, filepath, field, class: name, from, to }) =>
      JSON.stringify([`${of} ${what}`, filepath, field, name, from, to]),
    );
    expect(lines).toEqual([
      '["sample changed","a.jpg","year",null,2019,2020]',
      '["sample retagged","a.jpg","tags",null,["train"],["val","train"]]',
      '["sample changed","a.jpg","pred",null,"missing","empty"]',
      '["label moved","a.jpg","gt","Porites",null,null]',
      '["label retagged","a.jpg","gt","Porites",[],["check"]]',
      '["label relabelled","a.jpg","gt","Montipora","Pavona","Montipora"]',
      '["label moved","a.jpg","gt","Fungia",null,null]',
      '["label changed","a.jpg","gt","Fungia",{},{"confidence":0.5,"health":"pale"}]',
      '["label removed","a.jpg","gt","Other",null,null]',
      '["label added","a.jpg","gt","Acropora",null,null]',
      '["sample removed","gone.jpg",null,null,null,null]',
      '["sample added","new.jpg",null,null,null,null]',
    ]);
    expect(diff.entries[3]?.iou).toBeCloseTo(1 / 3, 1);
    expect(diff.total).toBe(lines.length);
  });

  test('keeps only so many of them', async () => {
    const { diff } = await between(WAS, IS, { limit: 2 });
    expect([diff.entries.length, diff.total]).toEqual([2, 12]);
  });

  test('does not take the order of labels, samples and tags for a difference, nor another folder by name', async () => {
    const reversed = IS.map((sample) => ({
      ...sample,
      tags: sample.tags.toReversed(),
      filepath: `other/${sample.filepath}`,
      labels: { ...sample.labels, gt: sample.labels['gt']?.toReversed() ?? null },
    })).toReversed();
    expect((await between(IS, reversed, { by: 'name' })).diff.total).toBe(0);
  });

  test('refuses samples that cannot be told apart', async () => {
    await expect(between([...WAS, sampleOf('x/a.jpg')], IS, { by: 'name' })).rejects.toThrow(
      'several samples of a have the same name: a.jpg',
    );
    await expect(between(WAS, IS, { by: 'year' })).rejects.toThrow('one sample of a cannot be matched by year');
  });
});

test('tells points that are rounded from those that have moved, behind all else', async () => {
  const task = { fields: { cvat_task_name: 'first' } };
  const was = [
    sampleOf('a.jpg', { ...task, labels: { gt: [square(1, 'Porites'), square(2, 'Pavona', 30)] } }),
    sampleOf('b.jpg', { ...task, labels: { gt: [square(3, 'Porites', 3), square(4, 'Pavona', 30)] } }),
  ];
  const is = [
    sampleOf('a.jpg', { ...task, labels: { gt: [square(1, 'Porites', 0.0001), square(2, 'Pavona', 30)] } }),
    sampleOf('b.jpg', { ...task, labels: { gt: [square(3, 'Porites', 3.0001), square(4, 'Pavona', 30.01)] } }),
  ];
  const { diff, touched } = await between(was, is);
  expect(diff.samples).toMatchObject({ changed: 1, rounded: 1 });
  expect(diff.labels).toMatchObject({ moved: 1, rounded: 2 });
  expect(diff.classes).toMatchObject([
    { class: 'Pavona', moved: 1, rounded: 0 },
    { class: 'Porites', moved: 0, rounded: 2 },
  ]);
  expect(diff.tasks).toMatchObject([{ samples: 1, moved: 1, rounded: 2 }]);
  expect(diff.entries.map(({ what, filepath }) => [what, filepath])).toEqual([
    ['moved', 'b.jpg'],
    ['rounded', 'a.jpg'],
    ['rounded', 'b.jpg'],
  ]);
  expect(touched.map((ids) => ids.length)).toEqual([1, 1]);
  expect((await between(was, is, { limit: 1 })).diff.entries.map(({ what }) => what)).toEqual(['moved']);
  expect(isEqual((await between(was.slice(0, 1), is.slice(0, 1))).diff)).toBe(false);
});

describe('besides samples and labels', () => {
  test('tells declared fields, class lists and notes that differ, with nothing else', async () => {
    const library = testLibrary(temporaryFolder());
    const fill = async (name: string, work: (writer: DatasetWriter) => void): Promise<void> => {
      await library.create(name, { statement: 'import', job: testJob() }, (writer) => {
        work(writer);
        writer.write([sampleOf('a.jpg', { labels: { gt: [square(1, 'Porites')] } })]);
        return Promise.resolve();
      });
    };
    const gt = { kind: 'labels', name: 'gt', label: 'polyline', list: true } as const;
    await fill('a', (writer) => {
      writer.declareField({ ...gt, attributes: {} });
      writer.declareField({ kind: 'value', name: 'depth', type: 'float' });
      writer.declareField({ kind: 'value', name: 'note', type: 'list', element: 'string' });
      writer.setClasses('gt', ['Porites', 'Pavona']);
      writer.setDetail('info', { source: 'divers', same: 1 });
      writer.setDetail('default_classes', ['x', 'y']);
    });
    await fill('b', (writer) => {
      writer.declareField({ ...gt, attributes: { alive: 'bool' } });
      writer.declareField({ kind: 'value', name: 'depth', type: 'int' });
      writer.declareField({
        kind: 'labels',
        name: 'pred',
        label: 'detection',
        list: true,
        attributes: { iou: 'float' },
      });
      writer.setClasses('gt', ['Porites', 'Fungia']);
      writer.setDetail('info', { same: 1, place: 'Moorea' });
      writer.setDetail('fiftyone', { description: 'x' });
    });
    const { diff, touched } = await compared(library, 'a', 'b');
    expect(diff.about).toEqual([
      { of: 'field', name: 'gt.alive', from: null, to: 'bool' },
      { of: 'field', name: 'depth', from: 'float', to: 'int' },
      { of: 'field', name: 'note', from: 'list of string', to: null },
      { of: 'field', name: 'pred', from: null, to: 'list of detection labels' },
      { of: 'classes', name: null, from: ['x', 'y'], to: null },
      { of: 'classes', name: 'gt', from: ['Porites', 'Pavona'], to: ['Porites', 'Fungia'] },
      { of: 'info', name: 'source', from: 'divers', to: null },
      { of: 'info', name: 'place', from: null, to: 'Moorea' },
      { of: 'fiftyone', name: 'description', from: null, to: 'x' },
    ]);
    expect([diff.total, diff.samples.changed, touched]).toEqual([0, 0, [[], []]]);
    expect(isEqual(diff)).toBe(false);
    expect(isEqual((await compared(library, 'a', 'a')).diff)).toBe(true);
  });

  test('counts apart what only says when something was fetched', async () => {
    const task = (name: string, cvat_updated: string, year: number): Sample =>
      sampleOf(name, { fields: { cvat_task_name: 'first', cvat_updated, cvat_digest: cvat_updated, year } });
    const was = [task('a.jpg', '1', 2019), task('b.jpg', '1', 2019), task('c.jpg', '1', 2019)];
    const is = [task('a.jpg', '2', 2019), task('b.jpg', '2', 2020), task('c.jpg', '1', 2019)];
    const { diff, touched } = await between(was, is);
    expect(diff.fetched).toEqual({
      samples: 1,
      fields: [
        { name: 'cvat_digest', samples: 2 },
        { name: 'cvat_updated', samples: 2 },
      ],
    });
    expect([diff.samples.changed, diff.total, touched[1].length]).toEqual([1, 1, 1]);
    expect(diff.tasks.map(({ samples }) => samples)).toEqual([1]);
    expect(isEqual((await between(was.slice(0, 1), is.slice(0, 1))).diff)).toBe(true);

    const all = (await between(was, is, { allFields: true })).diff;
    expect([all.samples.changed, all.total, all.fetched.fields]).toEqual([2, 5, []]);
  });
});

const PROJECT = fileURLToPath(
  new URL('../../../../shared/data/taglab/multi-temporal_comparison_project.json', import.meta.url),
);

describe.skipIf(!existsSync(PROJECT))('the two years of a plot', () => {
  test('have the corals in common that the project pairs itself, as far as they overlap by half', async () => {
    const years: Sample[] = [];
    const options = { path: PROJECT, media: null, field: null, mediaOut: '', classes: null, background: null };
    for await (const event of taglab.read(options, testJob())) {
      if (event.kind === 'samples') years.push(...event.samples);
    }
    const [first = [], second = []] = years.map((year) => [{ ...year, fields: { plot: 'P1' } }]);
    const strict = (await between(first, second, { by: 'plot' })).diff;
    expect(strict.samples).toEqual({ total: [1, 1], added: 0, removed: 0, changed: 1, rounded: 0 });
    const { added, removed, moved, relabelled } = strict.labels;
    expect({ added, removed, moved, relabelled }).toEqual({ added: 38, removed: 32, moved: 21, relabelled: 0 });
    const loose = (await between(first, second, { by: 'plot', least: 0.01 })).diff.labels;
    expect(loose.moved).toBeGreaterThan(moved);
    expect(strict.classes.map(({ class: name }) => name)).toEqual(['Pocillopora', 'Porite_massive']);
  });
});
