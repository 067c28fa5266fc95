import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DemoSession, openDemoSession } from '../demo-session.ts';

let demo: DemoSession;

beforeAll(async () => {
  demo = await openDemoSession({ samples: 4 });
});

afterAll(async () => {
  await demo[Symbol.asyncDispose]();
});

test('lists what was changed, the latest first, with the line that made each', async () => {
  for (const line of ["ds.limit(1).tag('x')", "ds.tag_samples('y')", 'undo', "ds.limit(9).tag('x', { plan: true })"]) {
    expect((await demo.session.submit(line)).error).toBeUndefined();
  }
  const rows = async (line: string): Promise<unknown> => {
    const { output } = await demo.session.submit(line);
    return output?.kind === 'table' ? output.rows.map(([at, ...rest]) => [at instanceof Date, ...rest]) : output;
  };
  const all = [
    [true, 'undone', '4 samples changed', "ds.tag_samples('y')"],
    [true, 'done', '1 sample changed', "ds.limit(1).tag('x')"],
    [true, 'made', '4 samples, 48 labels', 'import demo'],
  ];
  expect(await rows('log')).toEqual(all);
  expect(await rows('log -d demo --limit 2')).toEqual(all.slice(0, 2));
  expect((await demo.session.submit('log --limit 0')).error).toMatchObject({ code: 'usage' });
});

test('a plan says so in JSON, too', async () => {
  const { output } = await demo.session.submit('deleteSamples --plan');
  expect(output).toMatchObject({ kind: 'change', planned: true, samples: 4, undo: null });
});
