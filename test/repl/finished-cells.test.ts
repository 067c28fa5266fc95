import { expect, test } from 'vitest';
import type { Output } from '../../src/output.ts';
import { finishedCells, KEPT_RESULTS } from '../../src/repl/finished-cells.ts';
import type { Cell } from '../../src/repl/session-events.ts';
import { openDemoSession } from '../demo-session.ts';

function cell(number: number, output: Output = { kind: 'scalar', value: number }): Cell {
  const statement = `ds.limit(${String(number)}).count()`;
  return { number, statement, state: 'done', output, error: undefined, ms: 1, comparable: true };
}

function log(): ReturnType<typeof finishedCells> {
  return finishedCells(({ number, statement }) => ({ number, statement, evidence: undefined }));
}

test('the latest results are kept, and of the others what a script says', () => {
  const finished = log();
  const gone = Array.from({ length: KEPT_RESULTS + 3 }, (_, i) => finished.add(cell(i + 1))).flat();
  expect(gone).toEqual([1, 2, 3]);
  expect([finished.isLetGo(3), finished.isLetGo(4)]).toEqual([true, false]);
  expect(finished.steps().map(({ number }) => number)).toEqual(
    Array.from({ length: KEPT_RESULTS + 3 }, (_, i) => i + 1),
  );
});

test('large results are let go sooner, but never the latest', () => {
  const finished = log();
  const large: Output = { kind: 'list', values: Array.from({ length: 1_500_000 }, (_, i) => i) };
  expect(finished.add(cell(1, large))).toEqual([]);
  expect(finished.add(cell(2))).toEqual([]);
  expect(finished.add(cell(3, large))).toEqual([1]);
  expect(finished.add(cell(4, { kind: 'list', values: [large.values, large.values] }))).toEqual([2, 3]);
});

test('a result that is no longer kept says so; names, and the script of the session, stay', async () => {
  await using demo = await openDemoSession({ samples: 2 });
  const { session } = demo;
  await session.submit('ds.count()');
  await session.submit('v = ds.limit(1)');
  for (let i = 0; i < KEPT_RESULTS; i++) await session.submit('jobs');
  expect((await session.submit('_1')).error).toMatchObject({
    code: 'not-found',
    message: 'the result of statement 1 is no longer kept',
    span: { start: 0, end: 2 },
  });
  expect((await session.submit('v.count()')).output).toMatchObject({ value: 1 });
  expect((await session.submit('_99999')).error).toMatchObject({ code: 'unknown-name' });
  await session.submit('save session.quadrat');
  const text = await session.ports.readText(session.ports.paths.read('session.quadrat'));
  expect(text).toMatch(/^ds\.count\(\)\n#= 2\n#@ sha256:\w+$/mu);
});
