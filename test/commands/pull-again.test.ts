import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Sample } from '../../src/dataset/model/sample.ts';
import { wholeDataset } from '../../src/dataset/query/plan.ts';
import { isFailing } from '../../src/output.ts';
import { addProject, addTask, shape, touchTask } from '../support/cvat-server/reef-world.ts';
import { cvatFixture } from './cvat-fixture.ts';

const NAME = 'reef_finegrained';

const cvat = cvatFixture({ pulled: `pull ${NAME}` });
const { outputOf } = cvat;

/** What a pull counts, without what is zero. */
async function whatOf(line: string): Promise<Readonly<Record<string, number>>> {
  const output = await outputOf(line);
  if (output.kind !== 'change') throw new Error(`no change: ${output.kind}`);
  return Object.fromEntries(Object.entries(output.what).filter(([, count]) => count > 0));
}

async function notesOf(line: string): Promise<readonly string[]> {
  const output = await outputOf(line);
  return output.kind === 'change' ? output.notes : [];
}

async function samples(): Promise<readonly Sample[]> {
  const dataset = await cvat.session.session.dataset(NAME);
  const all: Sample[] = [];
  for await (const sample of dataset.samples(wholeDataset(NAME), new AbortController().signal)) all.push(sample);
  return all;
}

async function digests(): Promise<unknown> {
  return (await cvat.session.session.dataset(NAME)).digests();
}

/** Shapes of a task, to be changed in place. */
function shapesOf(task: number): Record<string, unknown>[] {
  return (cvat.server.world.annotations.get(task) as { readonly shapes: Record<string, unknown>[] }).shapes;
}

const JOB = { signal: new AbortController().signal, report: () => undefined };
const change = { statement: 'a person', job: JOB };
const library = () => cvat.session.session.ports.library;

test('nothing is fetched where nothing has changed', async () => {
  const before = await digests();
  expect(await whatOf(`pull ${NAME}`)).toEqual({});
  expect(cvat.server.requests).toHaveLength(11);
  expect(cvat.server.requests.filter((line) => /annotations|type=chunk/u.test(line))).toEqual([]);
  expect(await digests()).toEqual(before);
});

describe('sync', () => {
  test('says exactly what changed: one task changed and one added', async () => {
    shapesOf(2).push(shape({ label: 1, frame: 1, points: [40, 2, 60, 4, 50, 20] }));
    touchTask(cvat.server.world, 2);
    addTask(cvat.server.world, 1, { name: 'train_batch_04', subset: 'train', frames: ['MooreaE2B_2021_900.jpg'] });
    expect(await whatOf(`pull ${NAME}`)).toEqual({
      'tasks added': 1,
      'tasks changed': 1,
      'samples added': 1,
      'samples changed': 6,
      'labels added': 4,
    });
    expect(await whatOf(`pull ${NAME}`)).toEqual({});
  });

  test('is compared by what it changed, and when that came is told apart', async () => {
    await outputOf(`snapshot before -d ${NAME}`);
    touchTask(cvat.server.world, 1);
    await outputOf(`pull ${NAME}`);
    const untouched = await outputOf(`diff ${NAME}@before ${NAME}`);
    expect(untouched).toMatchObject({
      diff: { total: 0, about: [], fetched: { samples: 6, fields: [{ name: 'cvat_updated', samples: 6 }] } },
    });
    expect(isFailing(untouched)).toBe(false);
    expect(isFailing(await outputOf(`diff ${NAME}@before ${NAME} --all-fields`))).toBe(true);
    shapesOf(1).push(shape({ label: 1, frame: 1, points: [40, 2, 60, 4, 50, 20] }));
    touchTask(cvat.server.world, 1);
    await outputOf(`pull ${NAME}`);
    const changed = await outputOf(`diff ${NAME}@before ${NAME}`);
    expect(changed).toMatchObject({ diff: { samples: { changed: 1 }, labels: { added: 1 }, fetched: { samples: 5 } } });
    expect(isFailing(changed)).toBe(true);
  });

  test('is one step that undo takes back whole', async () => {
    const before = await digests();
    shapesOf(1).pop();
    touchTask(cvat.server.world, 1);
    cvat.server.world.tasks.delete(5);
    const output = await outputOf(`pull ${NAME}`);
    expect(output).toMatchObject({
      undo: `pull ${NAME}`,
      what: { 'tasks removed': 1, 'samples removed': 2, 'labels removed': 7 },
    });
    await library().undo(NAME, change);
    expect(await digests()).toEqual(before);
    expect(await whatOf(`pull ${NAME}`)).toMatchObject({ 'tasks removed': 1, 'tasks changed': 1 });
  });

  test('frames that were deleted on the server go, though no date moves', async () => {
    const meta = cvat.server.world.meta.get(1);
    if (meta !== undefined) meta['deleted_frames'] = [2];
    expect(await whatOf(`pull ${NAME}`)).toEqual({ 'tasks changed': 1, 'samples removed': 1, 'labels removed': 3 });
    if (meta !== undefined) meta['deleted_frames'] = [];
    expect(await whatOf(`pull ${NAME}`)).toMatchObject({ 'samples added': 1, 'labels added': 3 });
    expect(cvat.server.requests.filter((line) => line.includes('type=chunk'))).toEqual([]);
  });

  test('another subset is another tag', async () => {
    const task = cvat.server.world.tasks.get(4);
    if (task !== undefined) task['subset'] = 'test';
    touchTask(cvat.server.world, 4);
    expect(await whatOf(`pull ${NAME}`)).toEqual({ 'tasks changed': 1, 'samples changed': 4 });
    expect((await samples()).find(({ fields }) => fields['cvat_task_id'] === 4)?.tags).toEqual(['test']);
  });

  test('a task that was reopened stays as it is, and is named', async () => {
    const job = cvat.server.world.jobs.get(3);
    if (job !== undefined) job['state'] = 'in progress';
    expect(await notesOf(`pull ${NAME}`)).toContain('kept as they are here, being left out now: train_batch_03');
    expect(await samples()).toHaveLength(20);
  });

  test('pictures that somebody removed come again', async () => {
    const path = join(cvat.session.home, 'media', NAME, '2', 'MooreaE2B_2022_008.jpg');
    await rm(path);
    expect(await whatOf(`pull ${NAME}`)).toEqual({});
    expect(existsSync(path)).toBe(true);
    expect(cvat.server.requests.filter((line) => line.includes('annotations'))).toEqual([]);
  });

  test('a dataset that is not of this project is left alone', async () => {
    addProject(cvat.server.world, 'another', ['Porites']);
    addTask(cvat.server.world, 2, { name: 'x', subset: 'train', frames: ['x.jpg'] });
    const { error } = await cvat.session.session.submit(`pull another --name ${NAME}`);
    expect(error).toMatchObject({ code: 'exists', hint: 'pull into another one with --name NAME' });
  });
});

describe('what a person did survives', () => {
  /** A tag on a sample, a field, a prediction, and a tag on a label of the first sample. */
  async function work(): Promise<Sample> {
    const [first] = await samples();
    if (first?.id === undefined) throw new Error('no sample');
    const { id } = first;
    const outlines = first.labels['gt_polylines'] ?? [];
    await library().change(NAME, change, (edit) => {
      edit.updateSample(id, {
        tags: [...first.tags, 'checked'],
        fields: { remark: 'bleached', area: 'Opunohu' },
        labels: {
          gt_polylines: outlines.map((label, i) => (i === 1 ? { ...label, tags: ['doubtful'] } : label)),
          predictions: outlines.slice(0, 1).map((label) => ({ ...label, id: 'a'.repeat(24), confidence: 0.5 })),
        },
      });
      return Promise.resolve();
    });
    return first;
  }

  test('through a change on the server of the very picture', async () => {
    await work();
    const [moved] = shapesOf(1).filter(({ frame }) => frame === 0);
    if (moved !== undefined) moved['points'] = [1, 1, 20, 1, 20, 20];
    touchTask(cvat.server.world, 1);
    await outputOf(`pull ${NAME}`);
    const [now] = await samples();
    expect(now).toMatchObject({ tags: ['train', 'checked'], fields: { remark: 'bleached', area: 'Opunohu' } });
    expect(now?.labels['predictions']).toHaveLength(1);
    expect(now?.labels['gt_polylines']?.map(({ tags }) => tags)).toEqual([[], ['doubtful'], []]);
  });

  test('and shapes that the server gave new ids keep theirs here', async () => {
    const before = await work();
    for (const [n, one] of shapesOf(1).entries()) one['id'] = 90_000 - n;
    const [first] = shapesOf(1).filter(({ frame }) => frame === 0);
    if (first !== undefined) first['points'] = (first['points'] as number[]).map((value) => value + 0.5);
    touchTask(cvat.server.world, 1);
    expect(await whatOf(`pull ${NAME}`)).toEqual({ 'tasks changed': 1, 'samples changed': 6, 'labels changed': 1 });
    const [now] = await samples();
    const ids = (sample: Sample | undefined): unknown => sample?.labels['gt_polylines']?.map(({ id }) => id).sort();
    expect(ids(now)).toEqual(ids(before));
    expect(now?.labels['gt_polylines']?.filter(({ tags }) => tags.includes('doubtful'))).toHaveLength(1);
  });

  test('labels that were changed here and there are those of the server, and it is said', async () => {
    const first = await work();
    await library().change(NAME, change, (edit) => {
      const [outline] = first.labels['gt_polylines'] ?? [];
      if (outline !== undefined) edit.putLabel(first.id ?? '', 'gt_polylines', { ...outline, label: 'Unknown' });
      return Promise.resolve();
    });
    touchTask(cvat.server.world, 1);
    expect((await notesOf(`pull ${NAME}`))[0]).not.toMatch(/changed here/u);
    shapesOf(1).push(shape({ label: 2, frame: 0, points: [40, 2, 60, 4, 50, 20] }));
    touchTask(cvat.server.world, 1);
    expect((await notesOf(`pull ${NAME}`))[0]).toMatch(
      /^labels changed here and on the server.*: 1\/MooreaE2B_2020_001.jpg$/u,
    );
  });
});

describe('other modes', () => {
  test('task_tracking takes new tasks and names those that changed', async () => {
    touchTask(cvat.server.world, 2);
    addTask(cvat.server.world, 1, { name: 'train_batch_04', subset: 'train', frames: ['a.jpg'] });
    const output = await outputOf(`pull ${NAME} --mode task_tracking`);
    expect(output).toMatchObject({ what: { 'tasks added': 1, 'tasks changed': 0, 'samples added': 1 } });
    expect(output.kind === 'change' && output.notes[0]).toBe(
      'changed on the server and left as they are here: train_batch_02',
    );
  });

  test('skip_existing adds pictures that are not here, and touches no other', async () => {
    const before = await samples();
    await library().change(NAME, change, (edit) => {
      edit.removeSample(before[0]?.id ?? '');
      return Promise.resolve();
    });
    shapesOf(1).length = 0;
    touchTask(cvat.server.world, 1);
    expect(await whatOf(`pull ${NAME} --mode skip_existing`)).toEqual({ 'tasks changed': 1, 'samples added': 1 });
    expect((await samples()).find(({ id }) => id === before[1]?.id)).toEqual(before[1]);
  });

  test('force_refresh fetches all anew, and undo brings back what was', async () => {
    const path = join(cvat.session.home, 'media', NAME, '1', 'MooreaE2B_2020_001.jpg');
    await writeFile(path, 'broken');
    const [first] = await samples();
    await library().change(NAME, change, (edit) => {
      edit.updateSample(first?.id ?? '', { labels: { gt_polylines: [] } });
      return Promise.resolve();
    });
    const before = await digests();
    expect(await whatOf(`pull ${NAME} --mode force_refresh`)).toEqual({
      'tasks changed': 5,
      'samples changed': 1,
      'labels added': 3,
    });
    expect((await readFile(path)).equals(await cvat.server.world.picture(1, 0))).toBe(true);
    await library().undo(NAME, change);
    expect(await digests()).toEqual(before);
  });

  test('skip_if_exist opens what is there and asks nobody', async () => {
    expect(await outputOf(`pull ${NAME} --mode skip_if_exist`)).toEqual({
      kind: 'text',
      text: `${NAME} is there and was left as it is`,
    });
    expect(cvat.server.requests).toEqual([]);
    expect(cvat.session.session.current).toBe(NAME);
    const { error } = await cvat.session.session.submit('pull another --mode skip_if_exist');
    expect(error).toMatchObject({ code: 'not-found' });
  });

  test('--plan says what sync would do', async () => {
    touchTask(cvat.server.world, 2);
    addTask(cvat.server.world, 1, { name: 'new', subset: 'val', frames: ['a.jpg', 'b.jpg'] });
    cvat.server.world.tasks.delete(5);
    expect(await outputOf(`pull ${NAME} --plan`)).toMatchObject({
      rows: [
        ['update', 2, 'train_batch_02', 'Train', 6],
        ['add', 6, 'new', 'val', 2],
        ['remove', 5, 'test_batch_01', '', 2],
      ],
    });
  });
});

test('many small pulls end where one large one does', async () => {
  shapesOf(2).push(shape({ label: 1, frame: 1, points: [40, 2, 60, 4, 50, 20] }));
  touchTask(cvat.server.world, 2);
  await outputOf(`pull ${NAME}`);
  shapesOf(4).splice(0, 5);
  touchTask(cvat.server.world, 4);
  addTask(cvat.server.world, 1, { name: 'late', subset: 'val', frames: ['a.jpg', 'b.jpg'] });
  await outputOf(`pull ${NAME}`);
  await outputOf(`pull ${NAME} --name afresh`);
  const afresh = await cvat.session.session.dataset('afresh');
  expect(await afresh.digests()).toMatchObject({ labels: ((await digests()) as { readonly labels: string }).labels });
});

test('a stopped pull changes nothing, and the next goes on from there', async () => {
  const before = await digests();
  for (const task of [1, 2]) {
    shapesOf(task).pop();
    touchTask(cvat.server.world, task);
  }
  cvat.server.before(/tasks\/2\/annotations/u, () => {
    cvat.session.session.interrupt('now');
  });
  expect((await cvat.session.session.submit(`pull ${NAME}`)).error).toMatchObject({ code: 'cancelled' });
  expect(await digests()).toEqual(before);
  cvat.server.requests.length = 0;
  expect(await whatOf(`pull ${NAME}`)).toMatchObject({ 'tasks changed': 2, 'labels removed': 2 });
  expect(cvat.server.requests.filter((line) => line.includes('annotations'))).toHaveLength(1);
});

test('a pull that fails half-way leaves the dataset as it was', async () => {
  const before = await digests();
  touchTask(cvat.server.world, 1);
  shapesOf(1).pop();
  cvat.server.before(/tasks\/2\/annotations/u, () => {
    cvat.server.world.tokens.clear();
  });
  touchTask(cvat.server.world, 2);
  const { error } = await cvat.session.session.submit(`pull ${NAME}`);
  expect(error).toMatchObject({ code: 'denied' });
  expect(await digests()).toEqual(before);
});
