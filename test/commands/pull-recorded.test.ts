import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Output } from '../../src/output.ts';
import { type DemoSession, openDemoSession } from '../demo-session.ts';
import { hasRecordings, readExchanges, recordedWorld } from '../support/cvat-server/recorded-world.ts';
import { type CvatServer, startCvatServer } from '../support/cvat-server/start-cvat-server.ts';

describe.skipIf(!hasRecordings)('projects of a recorded server', () => {
  const background = { r: 10, g: 90, b: 120 };
  const picture = sharp({ create: { width: 512, height: 512, channels: 3, background } })
    .jpeg()
    .toBuffer();
  let server: CvatServer;
  let session: DemoSession;

  beforeEach(async () => {
    const world = recordedWorld(readExchanges());
    world.picture = () => picture;
    server = await startCvatServer(world);
    session = await openDemoSession({ samples: 1, env: { CVAT_URL: server.url, CVAT_API_TOKEN: 'TOKEN' } });
  });

  afterEach(async () => {
    await session[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  async function pull(line: string): Promise<Extract<Output, { readonly kind: 'change' }>> {
    const { output, error } = await session.session.submit(`pull ${line}`);
    if (output?.kind !== 'change') throw new Error(`no change`, { cause: error });
    return output;
  }

  test('tasks in every state: deleted frames, copies from a pool, films and tasks without pictures stay out', async () => {
    const { what, skipped } = await pull('QUADRATSEG_BORA_2021 --status any --subsets all --name all');
    expect(what).toMatchObject({ 'tasks added': 9, 'samples added': 7 + 5 + 7 + (6 - 2) + 2 + 7 + (9 - 2) + 3 + 5 });
    expect(Object.fromEntries(skipped.map(({ reason, count }) => [reason, count]))).toMatchObject({
      'task without pictures': 2,
    });
  });

  test('by default those whose jobs are completed, though CVAT calls one of them unfinished', async () => {
    expect((await pull('QUADRATSEG_BORA_2021')).what['tasks added']).toBe(2);
  });

  test('every kind of shape', async () => {
    expect((await pull('REEF_TAXONOMY_NESTED --status any')).what).toMatchObject({
      'labels in gt_polylines': 4,
      'labels in gt_detections': 8,
      'labels in gt_keypoints': 5,
      'labels in gt_masks': 3,
      'labels in gt_classifications': 3,
    });
  });

  test.each(['REEF_TAXONOMY_NESTED', 'QUADRAT_CORNERS', 'QUADRAT_GRID_117'])(
    '%s pushed to a new project and pulled again is the same',
    async (name) => {
      await pull(`${name} --status any --name before`);
      const { error } = await session.session.submit(`push "open('before')" --project again`);
      expect(error).toBeUndefined();
      await pull('again --status any --name after');
      const digest = async (dataset: string): Promise<string> =>
        (await (await session.session.dataset(dataset)).digests()).labels;
      expect(await digest('after')).toBe(await digest('before'));
    },
  );

  test('corners and grids: what deviates is named', async () => {
    const corners = await pull('QUADRAT_CORNERS --status any');
    expect(corners.notes).toContainEqual(expect.stringMatching(/not 4 points in 1 pictures: 13\/.*\(3\)/u));
    const grid = await pull('QUADRAT_GRID_117 --status any');
    expect(grid.notes).toContainEqual(expect.stringMatching(/not 117 points in 1 pictures: 14\/.*\(116\)/u));
  });

  test('a name that is several projects’ is not guessed', async () => {
    const { error } = await session.session.submit('pull REEF_SHARED_NAME');
    expect(error).toMatchObject({
      code: 'not-found',
      message: expect.stringMatching(/^3 projects are called/u) as unknown,
    });
  });
});
