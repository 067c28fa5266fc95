import { describe, expect, test } from 'vitest';
import type { Label } from '../../src/dataset/model/label.ts';
import type { Sample } from '../../src/dataset/model/sample.ts';
import { wholeDataset } from '../../src/dataset/query/plan.ts';
import { touchTask } from '../support/cvat-server/reef-world.ts';
import { cvatFixture } from './cvat-fixture.ts';

const NAME = 'reef_finegrained';

const cvat = cvatFixture({ pulled: `pull ${NAME}` });
const { outputOf } = cvat;

async function rowsOf(line: string): Promise<unknown> {
  const output = await outputOf(line);
  return output.kind === 'table' ? output.rows : output;
}

async function samples(): Promise<readonly Sample[]> {
  const dataset = await cvat.session.session.dataset(NAME);
  const all: Sample[] = [];
  for await (const sample of dataset.samples(wholeDataset(NAME), new AbortController().signal)) all.push(sample);
  return all;
}

/** Puts other outlines on a picture of the first task. */
async function correct(picture: number, change: (labels: readonly Label[]) => readonly Label[]): Promise<void> {
  const sample = (await samples())[picture];
  const job = { signal: new AbortController().signal, report: () => undefined };
  await cvat.session.session.ports.library.change(NAME, { statement: 'a person', job }, (edit) => {
    edit.updateSample(sample?.id ?? '', { labels: { gt_polylines: change(sample?.labels['gt_polylines'] ?? []) } });
    return Promise.resolve();
  });
}

const PUSH = `push "open('${NAME}')" --labels`;
const rename = (labels: readonly Label[]): readonly Label[] =>
  labels.map((label, i) => (i === 0 ? { ...label, label: 'Porites' } : label));

const shapes = (task: number, frame: number): readonly Record<string, unknown>[] =>
  (cvat.server.world.annotations.get(task) as { readonly shapes: readonly Record<string, unknown>[] }).shapes
    .filter((one) => one['frame'] === frame)
    .toSorted((a, b) => Number(a['id']) - Number(b['id']));

test('nothing differs after a pull', async () => {
  expect(await rowsOf(PUSH)).toEqual([]);
});

test('without --yes differences are shown, and nothing is written', async () => {
  await correct(0, rename);
  await correct(1, (labels) => labels.slice(1));
  await correct(2, (labels) => [...labels, { ...(labels[0] as Label), id: 'b'.repeat(24) }]);
  expect(await rowsOf(PUSH)).toEqual([
    ['train_batch_01', 0, '1/MooreaE2B_2020_001.jpg', 0, 1, 0, null],
    ['train_batch_01', 1, '1/MooreaE2B_2021_002.jpg', 0, 0, 1, null],
    ['train_batch_01', 2, '1/MooreaE2B_2022_003.jpg', 1, 0, 0, null],
  ]);
  expect(cvat.server.requests.filter((line) => !line.startsWith('GET'))).toEqual([]);
});

test('what is written keeps its ids, and nothing differs afterwards', async () => {
  await correct(0, rename);
  const before = shapes(1, 0).map(({ id }) => id);
  expect(await outputOf(`${PUSH} --yes`)).toMatchObject({
    samples: 1,
    what: { 'pictures written': 1, 'labels created': 0, 'labels updated': 1, 'labels removed': 0 },
    skipped: [],
  });
  expect(shapes(1, 0).map(({ id }) => id)).toEqual(before);
  expect(shapes(1, 0).map((one) => one['label_id'])).toEqual([4, 2, 3]);
  expect(await rowsOf(PUSH)).toEqual([]);
});

test('a pull after it changes no label', async () => {
  await correct(0, rename);
  await correct(1, () => []);
  await outputOf(`${PUSH} --yes`);
  touchTask(cvat.server.world, 1);
  const labels = async (): Promise<string> => (await (await cvat.session.session.dataset(NAME)).digests()).labels;
  const before = await labels();
  expect(await outputOf(`pull ${NAME}`)).toMatchObject({
    what: { 'labels changed': 0, 'labels added': 0, 'labels removed': 0 },
  });
  expect(await labels()).toBe(before);
});

describe('what is left out', () => {
  test('a picture whose labels were changed on the server since the pull', async () => {
    await correct(0, rename);
    const [first] = shapes(1, 0);
    if (first !== undefined) first['points'] = [1, 1, 30, 1, 30, 30];
    expect(await outputOf(`${PUSH} --yes`)).toMatchObject({
      samples: 0,
      skipped: [
        {
          reason: 'picture whose labels were changed on the server since the pull: pull first',
          examples: ['1/MooreaE2B_2020_001.jpg'],
        },
      ],
    });
    expect(shapes(1, 0)[0]?.['points']).toEqual([1, 1, 30, 1, 30, 30]);
  });

  test('a picture with a class that the project does not have: none of its labels is removed', async () => {
    await correct(0, (labels) => labels.map((label) => ({ ...label, label: 'Unknown' })));
    expect(await outputOf(`${PUSH} --yes`)).toMatchObject({ samples: 0, skipped: [{ count: 3 }] });
    expect(shapes(1, 0)).toHaveLength(3);
  });

  test('labels that a view does not show are not removed', async () => {
    expect(await rowsOf(`push "open('${NAME}').filterLabels('gt_polylines', label == 'Porites')" --labels`)).toEqual(
      [],
    );
  });

  test('pictures that were not pulled from there', async () => {
    const { error } = await cvat.session.session.submit(`push "open('demo')" --labels`);
    expect(error).toMatchObject({ code: 'not-found' });
    const { error: both } = await cvat.session.session.submit(`push "open('${NAME}')" --labels --project x`);
    expect(both).toMatchObject({ code: 'usage' });
  });
});
