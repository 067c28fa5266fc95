import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Dataset } from '../../src/dataset/dataset.ts';
import type { FieldValue, Sample } from '../../src/dataset/model/sample.ts';
import { bind } from '../../src/dataset/query/bind.ts';
import { parseStatement } from '../../src/dataset/query/parse.ts';
import { wholeDataset } from '../../src/dataset/query/plan.ts';
import { anySamples } from './arbitrary-samples.ts';
import { box, importSamples, outline, sampleOf, temporaryFolder, testLibrary } from './library-fixture.ts';

const never = new AbortController().signal;
const square = [10, 8, 60, 8, 60, 48, 10, 48];

const reef: readonly Sample[] = [
  sampleOf('Moorea/2021/Q1.jpg', {
    tags: ['train', 'deep'],
    fields: { area: 'Moorea', year: 2021, reviewed: true, notes: ['a', 'b'] },
    labels: {
      gt: [outline('Porites', square, { tags: ['check'], attributes: { health: 'ok', occluded: true } })],
      boxes: null,
    },
  }),
  sampleOf('Moorea/2022/Q1.jpg', { tags: ['val'], fields: { area: 'Moorea', year: 2022 }, labels: { gt: [] } }),
  sampleOf('Tahiti/2022/Q12.jpg', {
    tags: ['train'],
    fields: { area: 'Tahiti', year: 2022, reviewed: false, notes: ['a'] },
    labels: { gt: [outline('Pavona', square), outline('Porites', square)], boxes: [box('Porites', [0, 0, 0.5, 0.5])] },
  }),
];

async function openReef(samples: readonly Sample[] = reef): Promise<Dataset> {
  const library = testLibrary(temporaryFolder());
  await importSamples(library, 'reef', samples);
  return library.open('reef', { runner: 'in-place' });
}

async function collect(samples: AsyncIterable<Sample>): Promise<Sample[]> {
  const list: Sample[] = [];
  for await (const sample of samples) list.push(sample);
  return list;
}

describe('samples', () => {
  test('come back as they were imported, with every field and with ids', async () => {
    await fc.assert(
      fc.asyncProperty(anySamples, async (samples) => {
        const dataset = await openReef(samples);
        const { fields } = await dataset.catalog();
        const read = await collect(dataset.samples(wholeDataset('reef'), never));
        await dataset.close();
        const names = (kind: string): string[] => fields.filter((field) => field.kind === kind).map(({ name }) => name);
        const expected = samples.map((sample) => ({
          ...sample,
          fields: Object.fromEntries(names('value').map((name) => [name, stored(sample.fields[name] ?? null)])),
          labels: Object.fromEntries(names('labels').map((name) => [name, sample.labels[name] ?? null])),
        }));
        expect(read.map(withoutIds)).toEqual(expected);
        expect(new Set(read.map(({ id }) => id)).size).toBe(samples.length);
      }),
      { numRuns: 20 },
    );
  }, 60_000);

  test('stream in order, over several pages', async () => {
    const many = Array.from({ length: 450 }, (_, i) => sampleOf(`${String(i)}.jpg`, { fields: { n: i } }));
    const dataset = await openReef(many);
    const read = await collect(dataset.samples(wholeDataset('reef'), never));
    expect(read.map(({ fields }) => fields['n'])).toEqual(many.map((_, i) => i));
    expect(await dataset.count(wholeDataset('reef'), never)).toBe(450);
    await expect(collect(dataset.samples(wholeDataset('reef'), AbortSignal.abort()))).rejects.toMatchObject({
      code: 'cancelled',
    });
    await dataset.close();
  });

  test('are found by id, by path, and by a unique end of it', async () => {
    const dataset = await openReef();
    const named = async (name: string): Promise<string> =>
      (await dataset.sampleNamed(name, wholeDataset('reef'), never)).filepath;
    expect(await named('Tahiti/2022/Q12.jpg')).toBe('Tahiti/2022/Q12.jpg');
    expect(await named('Q12')).toBe('Tahiti/2022/Q12.jpg');
    expect(await named('2021/Q1')).toBe('Moorea/2021/Q1.jpg');
    const { id = '' } = await dataset.sampleNamed('Q12', wholeDataset('reef'), never);
    expect(await named(id)).toBe('Tahiti/2022/Q12.jpg');
    await expect(named('Q1.jpg')).rejects.toMatchObject({ code: 'not-found', message: '2 samples are named Q1.jpg' });
    await expect(named('Q9')).rejects.toMatchObject({ code: 'not-found', message: 'no sample is named Q9' });
    await dataset.close();
  });
});

describe('the catalog', () => {
  test('knows fields, tags and classes', async () => {
    const dataset = await openReef();
    expect(await dataset.catalog()).toEqual({
      dataset: 'reef',
      samples: 3,
      fields: [
        { id: 1, name: 'area', kind: 'value', type: 'string', column: 'area' },
        { id: 2, name: 'year', kind: 'value', type: 'int', column: 'year' },
        { id: 3, name: 'reviewed', kind: 'value', type: 'bool', column: 'reviewed' },
        { id: 4, name: 'notes', kind: 'value', type: 'list', element: 'string', column: 'notes' },
        {
          id: 5,
          name: 'gt',
          kind: 'labels',
          label: 'polyline',
          list: true,
          attributes: { health: 'string', occluded: 'bool' },
          column: 'gt',
        },
        { id: 6, name: 'boxes', kind: 'labels', label: 'detection', list: true, attributes: {}, column: 'boxes' },
      ],
      tags: [
        { value: 'train', count: 2 },
        { value: 'deep', count: 1 },
        { value: 'val', count: 1 },
      ],
      classes: {
        gt: [
          { value: 'Porites', count: 2 },
          { value: 'Pavona', count: 1 },
        ],
        boxes: [{ value: 'Porites', count: 1 }],
      },
      classLists: {},
    });
    await dataset.close();
  });

  test.each<[string, readonly [unknown, number][]]>([
    [
      'tags',
      [
        ['train', 2],
        ['deep', 1],
        ['val', 1],
      ],
    ],
    [
      'area',
      [
        ['Moorea', 2],
        ['Tahiti', 1],
      ],
    ],
    [
      'year',
      [
        [2022, 2],
        [2021, 1],
      ],
    ],
    [
      'reviewed',
      [
        [false, 1],
        [true, 1],
      ],
    ],
    [
      'notes',
      [
        ['a', 2],
        ['b', 1],
      ],
    ],
    ['metadata.width', [[100, 3]]],
    [
      'gt.label',
      [
        ['Porites', 2],
        ['Pavona', 1],
      ],
    ],
    [
      'gt.polylines.label',
      [
        ['Porites', 2],
        ['Pavona', 1],
      ],
    ],
    ['gt.tags', [['check', 1]]],
    ['gt.health', [['ok', 1]]],
    ['gt.polylines.attributes.occluded', [[true, 1]]],
  ])('counts the values of %s', async (path, expected) => {
    const dataset = await openReef();
    const counts = await dataset.valueCounts(path, 10, never);
    expect(counts).toEqual(expected.map(([value, count]) => ({ value, count })));
    expect(await dataset.valueCounts(path, 1, never)).toHaveLength(1);
    await dataset.close();
  });

  test('says whether a value occurs, and what is most like it', async () => {
    const dataset = await openReef();
    const near = (path: string, value: string | number): Promise<unknown> => dataset.nearestValue(path, value, never);
    expect(await near('area', 'Moorea')).toBe('occurs');
    expect(await near('area', 'Morea')).toMatchObject({ value: 'Moorea' });
    expect(await near('gt.label', 'porites')).toMatchObject({ value: 'Porites' });
    expect(await near('tags', 'tran')).toMatchObject({ value: 'train' });
    expect(await near('filepath', 'nothing like it')).toBeUndefined();
    expect(await near('year', 1999)).toBeUndefined();
    expect(await near('area', 'Bora Bora')).toBeUndefined();
    await expect(dataset.valueCounts('aera', 10, never)).rejects.toMatchObject({
      code: 'unknown-field',
      hint: 'did you mean area?',
    });
    await dataset.close();
  });
});

test('answers what a chain ends in', async () => {
  const dataset = await openReef();
  const catalog = await dataset.catalog();
  const answer = async (text: string): Promise<unknown> => {
    const scope = {
      current: 'reef',
      catalog: () => catalog,
      variable: () => undefined,
      commands: new Set<string>(),
      params: {},
    };
    const bound = bind(parseStatement(text).expression, scope);
    if (bound.kind !== 'view' && bound.kind !== 'aggregate') throw new Error('not a query');
    return dataset.answer(bound, never);
  };
  expect(await answer("ds.matchTags('train')")).toEqual({ kind: 'view', samples: 2, labels: { gt: 3, boxes: 1 } });
  expect(await answer("ds.matchTags('train').count('gt.label')")).toMatchObject({ kind: 'scalar', value: 3 });
  expect(await answer('ds.first()')).toMatchObject({ kind: 'sample', sample: { filepath: 'Moorea/2021/Q1.jpg' } });
  expect(await answer("ds.filterLabels('gt', label == 'Porites').head(1)")).toMatchObject({
    kind: 'samples',
    samples: [{ labels: { gt: [{ label: 'Porites', tags: ['check'] }] } }],
  });
  await dataset.close();
});

test('paths of pictures stay inside the media folder', async () => {
  const dataset = await openReef();
  const path = (filepath: string): string => dataset.mediaPath(sampleOf(filepath));
  expect(path('a/1.jpg')).toBe(`${dataset.mediaRoot}/a/1.jpg`);
  expect(path('a/../1.jpg')).toBe(`${dataset.mediaRoot}/1.jpg`);
  expect(path('/data/1.jpg')).toBe('/data/1.jpg');
  for (const bad of ['../1.jpg', 'a/../../1.jpg', '..', 'a\u0000']) expect(() => path(bad)).toThrow('media folder');
  await dataset.close();
});

/** The sample as it was before ids were derived. */
function withoutIds(sample: Sample): Partial<Sample> {
  const labels = Object.entries(sample.labels).map(([name, list]) => [
    name,
    list?.map((label) => dropId(label)) ?? null,
  ]);
  return { ...dropId(sample), labels: Object.fromEntries(labels) as Sample['labels'] };
}

function dropId<T extends { readonly id?: string }>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'id')) as Partial<T>;
}

/** -0 is 0 to SQLite. */
function stored(value: FieldValue): FieldValue {
  return value === 0 ? 0 : value;
}
