import { expect, test } from 'vitest';
import { chooseTasks, type Wanted } from '../../../../src/dataset/cvat/pull/choose-tasks.ts';
import { readJob, readTask } from '../../../../src/dataset/cvat/reply/records.ts';
import { hasRecordings, readExchanges, recordedWorld } from '../../../support/cvat-server/recorded-world.ts';

/** Names of tasks of the recorded project that are chosen. */
function chosen(wanted: Wanted): readonly string[] {
  const world = recordedWorld(readExchanges());
  const tasks = [...world.tasks.values()].map(readTask).filter(({ projectId }) => projectId === 1);
  const jobs = Map.groupBy([...world.jobs.values()].map(readJob), ({ taskId }) => taskId);
  return chooseTasks({ tasks, jobs }, wanted).tasks.map(({ name }) => name);
}

test.skipIf(!hasRecordings)('a task is completed when its annotation jobs are, whatever its own status says', () => {
  // The second was finished in the annotation stage: CVAT still calls it "annotation".
  expect(chosen({ subsets: ['train'], status: 'completed' }).slice(0, 2)).toEqual(['BORA_2021_T01', 'BORA_2021_T02']);
  expect(chosen({ subsets: ['train'], status: 'accepted' })).toEqual(['BORA_2021_T01']);
});

test.skipIf(!hasRecordings)('tasks without pictures are never taken', () => {
  const names = chosen({ subsets: null, status: 'any' });
  expect(names.filter((name) => /nodata|broken/u.test(name))).toEqual([]);
});
