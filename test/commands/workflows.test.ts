import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Output } from '../../src/output.ts';
import { parseScript } from '../../src/repl/script.ts';
import { addTask, shape, touchTask } from '../support/cvat-server/reef-world.ts';
import { cvatFixture } from './cvat-fixture.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples');

const cvat = cvatFixture();

/** Runs a script; `between` happens before its second pull. What each statement yields, in order. */
async function run(name: string, between: () => void): Promise<readonly (Output | undefined)[]> {
  const outputs: (Output | undefined)[] = [];
  let pulls = 0;
  for (const { statement } of parseScript(readFileSync(join(EXAMPLES, name), 'utf8')).steps) {
    if (statement.startsWith('pull') && ++pulls === 2) between();
    const { output, error } = await cvat.session.session.submit(statement);
    expect(error, statement).toBeUndefined();
    outputs.push(output);
  }
  return outputs;
}

/** Shapes of a task, in place. */
function shapesOf(task: number): Record<string, unknown>[] {
  return (cvat.server.world.annotations.get(task) as { readonly shapes: Record<string, unknown>[] }).shapes;
}

/** As many triangles on a frame as are wanted. */
function redraw(task: number, frame: number, count: number): void {
  const others = shapesOf(task).filter((each) => each['frame'] !== frame);
  const points = (i: number): number[] => [i, 2, i + 8, 4, i + 3, 20];
  const drawn = Array.from({ length: count }, (_, i) => shape({ label: 1, frame, points: points(i) }));
  shapesOf(task).splice(0, Infinity, ...others, ...drawn);
  touchTask(cvat.server.world, task);
}

test('a project is pulled again, and only what has changed is exported', async () => {
  const [pulled, , whole, exported, , again, diff, tags, updated, verified] = await run('incremental.quadrat', () => {
    addTask(cvat.server.world, 1, { name: 'val_batch_02', subset: 'Validation', frames: ['a.jpg', 'b.jpg'] });
    redraw(1, 0, 4);
  });
  expect(pulled).toMatchObject({ kind: 'change', samples: 20, labels: 60 });
  expect(whole).toMatchObject({ samples: 20, labels: { gt_polylines: 60 } });
  expect(exported).toMatchObject({ kind: 'files' });
  expect(again).toMatchObject({ what: { 'tasks added': 1, 'tasks changed': 1, 'samples added': 2 } });
  expect(diff).toMatchObject({ diff: { samples: { total: [20, 22], added: 2, removed: 0 } } });
  expect(tags).toMatchObject({
    rows: [
      ['train', 14],
      ['val', 6],
      ['test', 2],
    ],
  });
  expect(updated).toMatchObject({
    notes: expect.arrayContaining([expect.stringMatching(/2 .*added|added .*2/u)]) as unknown,
  });
  expect(verified).toMatchObject({ kind: 'findings' });
});

test('what is wrong is found, tagged, mended in CVAT, and its tags are resolved', async () => {
  redraw(1, 0, 0);
  redraw(1, 1, 1);
  redraw(2, 0, 30);
  const outputs = await run('first-quality-pass.quadrat', () => {
    redraw(1, 0, 5);
    redraw(1, 1, 5);
    redraw(2, 0, 12);
  });
  const [tags, links] = outputs.slice(8, 10);
  expect(tags).toMatchObject({
    rows: expect.arrayContaining([
      ['to_check', 2],
      ['to_annotate', 1],
    ]) as unknown,
  });
  expect(links).toMatchObject({ values: [expect.stringContaining('/tasks/'), expect.anything(), expect.anything()] });
  expect(outputs.at(12)).toMatchObject({
    diff: { samples: { added: 0, removed: 0 }, labels: { added: 9, removed: 18 } },
  });
  expect(outputs.at(-1)).toMatchObject({ kind: 'view', samples: 0 });
});
