import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DemoSession, openDemoSession } from '../demo-session.ts';

let demo: DemoSession;
beforeAll(async () => {
  demo = await openDemoSession({ samples: 12 });
}, 60_000);
afterAll(() => demo[Symbol.asyncDispose]());

test.each([
  "ds.limit(2).snapshot('s')",
  'ds.limit(1).undo()',
  "ds.mapLabels('gt_polylines', { a: 'b' }).revert({ to: 's' })",
])('%s is refused: what is about a dataset is about all of it', async (statement) => {
  await demo.session.submit("ds.limit(1).tag('kept')");
  const { error } = await demo.session.submit(statement);
  expect(error).toMatchObject({ code: 'usage', message: expect.stringContaining('not about a view') as string });
  expect((await demo.session.submit("ds.matchTags('kept').count()")).output).toMatchObject({ value: 1 });
});

test('of the whole dataset it is taken, and a view is saved as one', async () => {
  expect((await demo.session.submit("ds.snapshot('s')")).state).toBe('done');
  expect((await demo.session.submit("ds.limit(2).saveView('two')")).state).toBe('done');
});
