import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Output } from '../../src/output.ts';
import { cvatFixture } from './cvat-fixture.ts';

const cvat = cvatFixture({ demo: { samples: 2, media: true }, pulled: 'pull reef_finegrained --name reef' });
const { outputOf } = cvat;

async function labelsDigest(name: string): Promise<string> {
  return (await (await cvat.session.session.dataset(name)).digests()).labels;
}

const PUSH = `push "open('reef')" --project corrected`;

test('what is pushed to a new project and pulled again is the same', async () => {
  expect(await outputOf(PUSH)).toMatchObject({
    samples: 20,
    labels: 60,
    what: { 'tasks made': 5, 'pictures sent': 20, 'labels sent': 60 },
    skipped: [],
  });
  const pulled = await outputOf('pull corrected');
  expect(pulled).toMatchObject({ samples: 20, labels: 60, what: { 'tasks added': 5 } });
  expect(await labelsDigest('corrected')).toBe(await labelsDigest('reef'));
});

test('--plan says what would be made, and asks nobody', async () => {
  expect(await outputOf(`${PUSH} --plan`)).toMatchObject({
    rows: [
      ['make', 'train_batch_01', 'Train', 6, 18, 'completed'],
      ['make', 'train_batch_02', 'Train', 6, 18, 'completed'],
      ['make', 'train_batch_03', 'Train', 2, 6, 'completed'],
      ['make', 'val_batch_01', 'Validation', 4, 12, 'completed'],
      ['make', 'test_batch_01', 'Test', 2, 6, 'completed'],
    ],
  });
  expect(cvat.server.requests).toEqual([]);
});

test('a view is pushed as it is', async () => {
  const view = `open('reef').matchTags('val').filterLabels('gt_polylines', label == 'Porites')`;
  await outputOf(`${view}.push({ project: 'porites' })`);
  await outputOf('pull porites');
  const labels = async (of: string): Promise<Output> => outputOf(`${of}.countValues('gt_polylines.label')`);
  expect(await labels(`open('porites')`)).toEqual(await labels(view));
  expect(await outputOf(`open('porites').count()`)).toEqual(await outputOf(`${view}.count()`));
});

test('with a taxonomy the project has its classes, in its order, and its tasks', async () => {
  const view = `open('demo')`;
  const pushed = await outputOf(
    `${view}.push({ project: 'criobe_extended_annotated', taxonomy: 'extended', unmapped: 'drop' })`,
  );
  expect(pushed).toMatchObject({ notes: ['classes of the taxonomy extended', expect.stringMatching(/^labels of/u)] });
  await outputOf('pull criobe_extended_annotated --name extended_again --subsets all --status any');
  const classes = (of: string): Promise<Output> => outputOf(`${of}.getClasses('gt_polylines')`);
  expect(await classes(`open('extended_again')`)).toEqual(
    await classes(`${view}.taxonomy('extended', { unmapped: 'drop' })`),
  );
  const counts = (of: string): Promise<Output> => outputOf(`${of}.countValues('gt_polylines.label')`);
  expect(await counts(`open('extended_again')`)).toEqual(
    await counts(`${view}.taxonomy('extended', { unmapped: 'drop' })`),
  );
});

test('a dataset that came from elsewhere, with fields to choose', async () => {
  await outputOf(`push "open('demo')" --project demo_reef --field gt_polylines`);
  const pulled = await outputOf('pull demo_reef --name again --subsets all --status any');
  expect(pulled).toMatchObject({ samples: 2 });
  const count = async (name: string): Promise<Output> => outputOf(`open('${name}').count('gt_polylines.label')`);
  expect(await count('again')).toEqual(await count('demo'));
});

describe('when something goes wrong', () => {
  test.each([
    ['while pictures are sent', /POST \/api\/tasks\/8\/data$/u],
    ['before the annotations', /PUT \/api\/tasks\/8\/annotations/u],
    ['before the jobs', /PATCH \/api\/jobs/u],
  ])('%s, pushing again goes on and makes nothing twice', async (_what, pattern) => {
    cvat.server.spoil(pattern, { kind: 'status', status: 500 });
    expect((await cvat.session.session.submit(PUSH)).error).toMatchObject({ code: 'unreachable' });
    await outputOf(PUSH);
    const made = [...cvat.server.world.projects.values()].filter(({ name }) => name === 'corrected');
    expect(made).toHaveLength(1);
    const tasks = [...cvat.server.world.tasks.values()].filter((task) => task['project_id'] === made[0]?.id);
    expect(tasks.map(({ name }) => name).sort()).toEqual([
      ...['test_batch_01', 'train_batch_01', 'train_batch_02', 'train_batch_03', 'val_batch_01'],
    ]);
    await outputOf('pull corrected');
    expect(await labelsDigest('corrected')).toBe(await labelsDigest('reef'));
    expect(readdirSync(join(cvat.session.home, 'pushes'))).toEqual([]);
  });

  test('a picture whose sending is cut off goes on from there', async () => {
    cvat.server.spoil(/PATCH \/api\/tasks\/6\/data\//u, { kind: 'cut' }, 2);
    await outputOf(PUSH);
    expect(cvat.server.requests.filter((line) => line.startsWith('HEAD'))).toHaveLength(2);
    await outputOf('pull corrected');
    expect(await labelsDigest('corrected')).toBe(await labelsDigest('reef'));
  });

  test('a project of that name is never written to', async () => {
    const { error } = await cvat.session.session.submit(`push "open('reef')" --project reef_finegrained`);
    expect(error).toMatchObject({
      code: 'exists',
      message: `there is a project reef_finegrained (1) at ${cvat.server.url} already`,
    });
    expect(cvat.server.requests.filter((line) => !line.startsWith('GET'))).toEqual([]);
  });

  test('labels that the server did not keep are noticed', async () => {
    cvat.server.before(/GET \/api\/tasks\/6\/annotations/u, () => {
      (cvat.server.world.annotations.get(6) as { readonly shapes: unknown[] }).shapes.pop();
    });
    expect((await cvat.session.session.submit(PUSH)).error).toMatchObject({
      code: 'invalid',
      message: 'the server kept 17 of 18 labels of train_batch_01',
    });
  });

  test.each([
    ['push', 'push needs the name of the new project'],
    [`push "open('reef')" --project x --field nothing`, 'there is no label field nothing'],
    [`push "open('reef').limit(0)" --project x`, 'the view has no picture that can be pushed'],
  ])('%s', async (line, message) => {
    expect((await cvat.session.session.submit(line)).error).toMatchObject({ message });
  });
});
