import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { GENERA, usersWorld } from './reef-world.ts';
import { startCvatServer } from './start-cvat-server.ts';

/** A Python that has cvat-sdk; `CVAT_SDK_PYTHON` names another than the usual one. */
const python = process.env['CVAT_SDK_PYTHON'] ?? 'python3';
const hasClient = spawnSync(python, ['-c', 'import cvat_sdk'], { stdio: 'ignore' }).status === 0;

test.skipIf(!hasClient)("CVAT's own Python client takes the stand-in for a server", { timeout: 60_000 }, async () => {
  await using server = await startCvatServer(usersWorld(20));
  const script = join(import.meta.dirname, 'official-client.py');
  const { stdout } = await promisify(execFile)(python, [script, server.url]);
  const picture = await server.world.picture(1, 0);
  expect(JSON.parse(stdout.split('\n').findLast((line) => line.startsWith('{')) ?? '')).toEqual({
    projects: ['reef_finegrained'],
    tasks: [
      ['train_batch_01', 'Train', 6],
      ['train_batch_02', 'Train', 6],
      ['train_batch_03', 'Train', 2],
      ['val_batch_01', 'Validation', 4],
      ['test_batch_01', 'Test', 2],
    ],
    jobs: ['completed'],
    labels: [...GENERA],
    first: 'MooreaE2B_2020_001.jpg',
    shapes: 18,
    bytes: picture.length,
  });
});
