import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Library } from '../../../src/dataset/library.ts';
import { matchKey } from '../../../src/dataset/versions/match-key.ts';
import { mergeIntoNew } from '../../../src/dataset/versions/merge-into-new.ts';
import { wholeDataset } from '../../../src/dataset/query/plan.ts';
import { importSamples, outline, rowsOf, sampleOf, temporaryFolder, testJob, testLibrary } from '../library-fixture.ts';
import { merged, opened, RULES, samplesOf } from './versions-fixture.ts';

const id = (n: number): string => n.toString(16).padStart(24, '0');
const square = (n: number, label: string, x = 0) => outline(label, [x, 0, x + 10, 0, x + 10, 10, x, 10], { id: id(n) });

const HERE = [
  sampleOf('a.jpg', {
    tags: ['x'],
    fields: { area: 'Opunohu', year: 2019 },
    labels: { gt: [square(1, 'Porites'), square(2, 'Pavona')] },
  }),
  sampleOf('b.jpg', { fields: { area: 'Haapiti' }, labels: { gt: [] } }),
];
const THERE = [
  sampleOf('a.jpg', {
    tags: ['y'],
    fields: { area: 'Tiahura', depth: 12 },
    labels: { gt: [square(2, 'Fungia'), square(3, 'Acropora')] },
  }),
  sampleOf('c.jpg', { fields: { area: 'Punaauia' }, labels: { gt: [square(4, 'Porites')] } }),
];

async function two(here = HERE, there = THERE): Promise<{ home: string; library: Library }> {
  const home = temporaryFolder();
  const library = testLibrary(home);
  await importSamples(library, 'reef', here);
  await importSamples(library, 'other', there);
  return { home, library };
}

describe('a merge', () => {
  test('takes what the source has, keeps what it has not, and joins lists and labels by id', async () => {
    const { library } = await two();
    const { samples, labels, fields, notes } = await merged(library, 'reef', 'other');
    expect({ samples, labels, fields }).toEqual({
      samples: { added: 1, changed: 1, removed: 0 },
      labels: { gt: { added: 2, changed: 1, removed: 0 } },
      fields: ['depth'],
    });
    expect(notes).toEqual([
      'overwritten: area in 1 sample, such as Opunohu by Tiahura in a.jpg',
      'overwritten: 1 label of gt in 1 sample, such as those of a.jpg',
      '1 sample is in both',
      'the pictures of 1 new sample are not there',
    ]);
    const [a, b, c] = await samplesOf(library, 'reef');
    expect(a).toMatchObject({ tags: ['x', 'y'], fields: { area: 'Tiahura', year: 2019, depth: 12 } });
    expect(a?.labels['gt']?.map(({ id: of, label }) => [of, label])).toEqual([
      [id(1), 'Porites'],
      [id(2), 'Fungia'],
      [id(3), 'Acropora'],
    ]);
    expect(b).toMatchObject({ filepath: 'b.jpg', fields: { area: 'Haapiti' } });
    expect(c).toMatchObject({ filepath: 'c.jpg', fields: { area: 'Punaauia' } });
  });

  test('is undone to the same rows, and a plan of it changes none', async () => {
    const { home, library } = await two();
    const before = rowsOf(home);
    await merged(library, 'reef', 'other', { planned: true });
    expect(rowsOf(home)).toEqual(before);
    await merged(library, 'reef', 'other');
    await library.undo('reef', { statement: 'undo', job: testJob() });
    const after = rowsOf(home);
    for (const table of ['meta', 'field', 'label', 'sample_tag', 'label_count', 'sample_digest']) {
      expect(after[table]).toEqual(before[table]);
    }
    expect(await (await opened(library, 'reef')).digests()).toMatchObject({ labels: expect.any(String) as string });
  });

  test('a second time changes nothing', async () => {
    const { library } = await two();
    await merged(library, 'reef', 'other');
    const again = await merged(library, 'reef', 'other');
    expect(again.samples).toEqual({ added: 0, changed: 0, removed: 0 });
  });

  test('leaves alone what it is told to', async () => {
    const { library } = await two();
    await merged(library, 'reef', 'other', { skipExisting: true, omitFields: new Set(['area']) });
    const [a, , c] = await samplesOf(library, 'reef');
    expect(a).toMatchObject({ tags: ['x'], fields: { area: 'Opunohu' } });
    expect(c?.fields).toEqual({});
  });

  test('finds samples by the name of their file, or any field', async () => {
    const moved = THERE.map((sample) => ({ ...sample, filepath: `elsewhere/${sample.filepath}` }));
    const { library } = await two(HERE, moved);
    await merged(library, 'reef', 'other', { key: matchKey('name'), insertNew: false });
    expect((await samplesOf(library, 'reef')).map(({ filepath, fields }) => [filepath, fields['area']])).toEqual([
      ['a.jpg', 'Tiahura'],
      ['b.jpg', 'Haapiti'],
    ]);
  });
});

describe('a merge is refused, and nothing changes', () => {
  test.each([
    [
      'where fields are of other types',
      THERE.map((sample) => ({ ...sample, fields: { area: 7, year: 'x' } })),
      {},
      'area is int, here string; year is string, here int',
    ],
    [
      'where several samples of the source have one key',
      [...THERE, sampleOf('sub/a.jpg')],
      { key: matchKey('name') },
      'several samples of other have the same name: a.jpg',
    ],
    ['where a sample has no key', THERE, { key: matchKey('depth') }, 'one sample of other cannot be matched by depth'],
    ['where a field is new and none may be', THERE, { expandSchema: false }, 'reef has no field depth'],
    ['where a field is not there', THERE, { omitFields: new Set(['aera']) }, 'what is merged has no field aera'],
  ])('%s', async (_what, there, rules, message) => {
    const { home, library } = await two(HERE, there);
    const before = rowsOf(home);
    await expect(merged(library, 'reef', 'other', rules)).rejects.toThrow(message);
    expect(rowsOf(home)).toEqual(before);
  });
});

describe('pictures', () => {
  const put = (library: Library, name: string, file: string, content: string): string => {
    const path = join(library.mediaRoot(name), file);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, content);
    return path;
  };

  test('of added samples stay when the source is deleted', async () => {
    const { library } = await two();
    put(library, 'other', 'c.jpg', 'a coral');
    await merged(library, 'reef', 'other');
    await library.delete('other');
    await library.emptyTrash();
    expect(readFileSync(join(library.mediaRoot('reef'), 'c.jpg'), 'utf8')).toBe('a coral');
  });

  test('get another name where another picture has theirs, and no second file where it is the same', async () => {
    const { library } = await two();
    put(library, 'other', 'c.jpg', 'a coral');
    put(library, 'reef', 'c.jpg', 'a fish');
    await merged(library, 'reef', 'other');
    const paths = (await samplesOf(library, 'reef')).map(({ filepath }) => filepath);
    expect(paths).toEqual(['a.jpg', 'b.jpg', 'c-2.jpg']);
    expect(readFileSync(join(library.mediaRoot('reef'), 'c.jpg'), 'utf8')).toBe('a fish');
    expect(statSync(join(library.mediaRoot('reef'), 'c-2.jpg')).size).toBe(7);
  });

  test('of a merge that failed are taken away again', async () => {
    const { library } = await two();
    put(library, 'other', 'c.jpg', 'a coral');
    const controller = new AbortController();
    const source = { dataset: await opened(library, 'other'), plan: wholeDataset('other') };
    const { mergeDatasets } = await import('../../../src/dataset/versions/merge-datasets.ts');
    const job = {
      signal: controller.signal,
      report: ({ what }: { what: string }) => {
        if (what === 'computing digests') controller.abort();
      },
    };
    await expect(
      mergeDatasets(library, 'reef', source, { rules: RULES, statement: 'merge', job, planned: false }),
    ).rejects.toMatchObject({ code: 'cancelled' });
    expect(existsSync(join(library.mediaRoot('reef'), 'c.jpg'))).toBe(false);
  });
});

describe('a merge into a new dataset', () => {
  test('has the samples of both, and leaves them as they are', async () => {
    const { home, library } = await two();
    const before = rowsOf(home);
    const sides = [
      { dataset: await opened(library, 'reef'), plan: wholeDataset('reef') },
      { dataset: await opened(library, 'other'), plan: wholeDataset('other') },
    ] as const;
    await mergeIntoNew(library, 'both', sides, { rules: RULES, statement: 'merge', job: testJob() });
    await merged(library, 'reef', 'other');
    expect(await samplesOf(library, 'both')).toEqual(await samplesOf(library, 'reef'));
    expect(await (await opened(library, 'both')).digests()).toEqual(await (await opened(library, 'reef')).digests());
    await library.undo('reef', { statement: 'undo', job: testJob() });
    expect(rowsOf(home)['label']).toEqual(before['label']);
  });
});
