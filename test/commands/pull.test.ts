import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Sample } from '../../src/dataset/model/sample.ts';
import type { Output } from '../../src/output.ts';
import { addTask } from '../support/cvat-server/reef-world.ts';
import { cvatFixture } from './cvat-fixture.ts';

const cvat = cvatFixture();
const { outputOf, errorOf } = cvat;

async function valueOf(line: string): Promise<unknown> {
  const output = await outputOf(line);
  return output.kind === 'scalar' ? output.value : output.kind === 'list' ? output.values : output;
}

const chunks = (): number => cvat.server.requests.filter((line) => line.includes('type=chunk')).length;
const media = (): string => join(cvat.session.home, 'media', 'reef_finegrained');

describe('into a new dataset', () => {
  test('tells what came', async () => {
    expect(await outputOf('pull reef_finegrained')).toEqual({
      kind: 'change',
      dataset: 'reef_finegrained',
      samples: 20,
      labels: 60,
      what: { 'tasks added': 5, 'samples added': 20, 'labels in gt_polylines': 60 },
      skipped: [],
      notes: ['4 classes: Acropora, Pavona, Pocillopora, Porites'],
      undo: null,
    });
  });

  test('samples know where they come from and what their file name says', async () => {
    await outputOf('pull reef_finegrained --name reef');
    const [sample] = await samplesOf(`open('reef').limit(1)`);
    expect(sample).toMatchObject({
      filepath: '1/MooreaE2B_2020_001.jpg',
      width: 64,
      height: 48,
      tags: ['train'],
      fields: {
        area: 'Moorea Entre 2 Baies',
        year: 2020,
        quadrat_id: 1,
        cvat_project_name: 'reef_finegrained',
        cvat_project_id: 1,
        cvat_task_id: 1,
        cvat_task_name: 'train_batch_01',
        cvat_subset: 'Train',
        cvat_job_id: 1,
        cvat_frame: 0,
        cvat_url: `${cvat.server.url}/tasks/1/jobs/1?frame=0`,
      },
    });
    expect(sample?.labels['gt_polylines']?.map(({ label }) => label)).toEqual(['Acropora', 'Pavona', 'Pocillopora']);
    expect(sample?.labels['gt_polylines']?.[0]).toMatchObject({
      kind: 'polyline',
      closed: true,
      filled: true,
      attributes: { alive: true, occluded: false, source: 'manual', z_order: 0 },
      rings: [{ xy: [2, 3, 14.5, 4, 7.25, 14.75], hole: false }],
    });
    expect(await valueOf(`open('reef').countValues('tags')`)).toMatchObject({
      rows: [
        ['train', 14],
        ['val', 4],
        ['test', 2],
      ],
    });
  });

  test('pictures are the uploaded bytes, in a folder a task', async () => {
    await outputOf('pull reef_finegrained');
    expect(readdirSync(media()).sort()).toEqual(['1', '2', '3', '4', '5']);
    const picture = await readFile(join(media(), '4', 'MooreaE2B_2019_015.jpg'));
    expect(picture.equals(await cvat.server.world.picture(4, 0))).toBe(true);
    expect(existsSync(join(cvat.session.home, 'pulls'))).toBe(true);
    expect(readdirSync(join(cvat.session.home, 'pulls'))).toEqual([]);
    expect(chunks()).toBe(5);
  });

  test('--export fiftyone leaves a copy where the users’ scripts look for it, and renews it', async () => {
    const copy = join(cvat.session.home, 'data', 'pulled_from_cvat', 'reef_finegrained');
    const output = await outputOf('pull reef_finegrained --export fiftyone');
    expect(output.kind === 'change' && output.notes.at(-1)).toMatch(
      /^a copy as fiftyone is in data\/pulled_from_cvat\/reef_finegrained/u,
    );
    expect(readdirSync(copy)).toEqual(expect.arrayContaining(['metadata.json', 'samples.json']));
    await outputOf('pull reef_finegrained --export fiftyone');
    await outputOf(`import fiftyone ${copy} --name again`);
    const counts = (name: string): Promise<Output> => outputOf(`open('${name}').countValues('gt_polylines.label')`);
    expect(await counts('again')).toEqual(await counts('reef_finegrained'));
  });

  test('an annotated picture without labels is empty, one that nobody has finished is missing', async () => {
    const id = addTask(cvat.server.world, 1, {
      name: 'open',
      subset: 'Train',
      frames: ['a.jpg', 'b.jpg'],
      state: 'new',
      outlines: 0,
    });
    cvat.server.world.annotations.set(1, { version: 0, tags: [], shapes: [], tracks: [] });
    await outputOf('pull reef_finegrained --status any');
    const count = (view: string): Promise<unknown> => valueOf(`open('reef_finegrained').${view}.count()`);
    expect(await count(`where(cvat_task_id == ${String(id)} && missing(gt_polylines))`)).toBe(2);
    expect(await count('where(cvat_task_id == 1 && exists(gt_polylines))')).toBe(6);
  });
});

async function samplesOf(line: string): Promise<readonly Sample[]> {
  const output = await outputOf(`${line}.head(100)`);
  if (output.kind === 'sample') return [output.sample];
  if (output.kind !== 'samples') throw new Error(`no samples: ${output.kind}`);
  return output.samples;
}

describe('which tasks', () => {
  test('subsets are compared without case, and validation is val', async () => {
    expect(await outputOf('pull reef_finegrained --subsets train,VALIDATION')).toMatchObject({
      samples: 18,
      skipped: [{ reason: 'task of subset Test', count: 1, examples: ['test_batch_01 (5)'] }],
    });
  });

  test('a task with a job that is not completed is left out', async () => {
    const job = cvat.server.world.jobs.get(2);
    if (job !== undefined) job['state'] = 'in progress';
    expect(await outputOf('pull reef_finegrained')).toMatchObject({
      skipped: [{ reason: 'task with a job that is not completed', count: 1, examples: ['train_batch_02 (2)'] }],
    });
  });

  test.each([
    ['--subsets nowhere', 'no task is in the subsets nowhere', /there are Test, Train, Validation/u],
    ['--status accepted', 'none of 5 tasks is accepted', /finish its jobs in CVAT/u],
  ])('%s leaves none', async (flags, message, hint) => {
    const error = await errorOf(`pull reef_finegrained ${flags}`);
    expect(error).toMatchObject({ code: 'not-found', message });
    expect((error as { readonly hint: string }).hint).toMatch(hint);
    expect(await valueOf('datasets')).toMatchObject({ total: 1 });
  });

  test('--plan tells and does nothing', async () => {
    expect(await outputOf('pull reef_finegrained --subsets test --plan')).toMatchObject({
      rows: [['add', 5, 'test_batch_01', 'Test', 2]],
    });
    expect(chunks()).toBe(0);
  });
});

describe('when something goes wrong', () => {
  test.each([
    ['a chunk is cut off', { kind: 'cut', after: 300 }],
    ['a chunk is damaged', { kind: 'body', change: (body: Buffer) => body.fill(0, 40, 60) }],
    ['a chunk has other pictures than announced', { kind: 'body', change: (body: Buffer) => body.subarray(0, -30) }],
    ['a chunk is being made', { kind: 'status', status: 429, headers: { 'retry-after': '0' } }],
  ] as const)('%s: it is fetched again', async (_what, fault) => {
    cvat.server.spoil(/tasks\/2\/data\?type=chunk/u, fault);
    expect(await outputOf('pull reef_finegrained')).toMatchObject({ samples: 20, skipped: [] });
    expect(chunks()).toBe(6);
  });

  test('a task that fails is named, and the others come', async () => {
    cvat.server.spoil(/tasks\/2\/annotations/u, { kind: 'status', status: 500 });
    expect(await outputOf('pull reef_finegrained')).toMatchObject({
      samples: 14,
      what: { 'tasks added': 4 },
      failed: [
        `task 2 (train_batch_02) is left out: ${cvat.server.url} failed (500) when asked for annotations of task 2`,
      ],
    });
  });

  test('so is one whose frames cannot be asked for', async () => {
    cvat.server.spoil(/tasks\/2\/data\/meta/u, { kind: 'status', status: 500 });
    expect(await outputOf('pull reef_finegrained')).toMatchObject({
      samples: 14,
      failed: [`task 2 (train_batch_02) is left out: ${cvat.server.url} failed (500) when asked for frames of task 2`],
    });
  });

  test('nothing is there until all is there, and what was fetched is not fetched again', async () => {
    cvat.server.before(/tasks\/4\/annotations/u, () => {
      cvat.server.world.tokens.clear();
    });
    expect(await errorOf('pull reef_finegrained')).toMatchObject({ code: 'denied' });
    expect(await valueOf('datasets')).toMatchObject({ total: 1 });
    cvat.server.world.tokens.add('TOKEN');
    cvat.server.requests.length = 0;
    expect(await outputOf('pull reef_finegrained')).toMatchObject({ samples: 20 });
    const again = cvat.server.requests.filter((line) => /tasks\/[123]\/(?:annotations|data\?)/u.test(line));
    expect(again).toEqual([]);
  });
});
