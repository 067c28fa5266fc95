import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Derivation, SheetSource } from '../../../src/repl/sheet/sheet-source.ts';
import { type DemoSession, openDemoSession } from '../../demo-session.ts';
import { demoView } from './sheet-source-fixture.ts';

let demo: DemoSession;
const { signal } = new AbortController();

beforeAll(async () => {
  demo = await openDemoSession();
});

afterAll(async () => {
  await demo[Symbol.asyncDispose]();
});

const samples = (source?: string): Promise<SheetSource> => demoView(demo, source);

async function derived(...derivations: readonly Derivation[]): Promise<SheetSource> {
  let source = await samples();
  for (const derivation of derivations) source = await source.derive(derivation, signal);
  return source;
}

const columnOf = (source: SheetSource, name: string): number => source.columns.findIndex((each) => each.name === name);
const valuesOf = (source: SheetSource, name: string) => source.first.map(({ cells }) => cells[columnOf(source, name)]);

async function answer(text: string): Promise<unknown> {
  const { error, output } = await demo.session.submit(text);
  expect(error).toBeUndefined();
  return output;
}

test('rows are those of the view, wherever they are read', async () => {
  const source = await samples();
  expect(source.total).toBe(60);
  const ids = await answer("ds.values('id')");
  const rows = [...(await source.rows(0, 30, signal)), ...(await source.rows(30, 60, signal))];
  expect(ids).toMatchObject({ values: rows.map(({ key }) => key) });
});

test('a filter, an order and a selection are expressions that yield the same samples', async () => {
  const all = await samples();
  const year = columnOf(all, 'year');
  const source = await derived(
    { kind: 'filter', text: "year > 2020 && area == 'Moorea Haapiti'" },
    { kind: 'sort', column: year, descending: true },
    { kind: 'sort', column: columnOf(all, 'gt_polylines'), descending: false },
  );
  expect(source.title).toBe("ds.where(year > 2020 && area == 'Moorea Haapiti').sortBy(gt_polylines.length())");
  const taken = source.expression({ selected: [], pattern: null, row: source.first[0], column: 0 });
  expect(taken).toBe(source.title);
  expect(await answer(`${taken}.values('id')`)).toMatchObject({ values: source.first.map(({ key }) => key) });
  const two = source.expression({ selected: source.first.slice(0, 2), pattern: null, row: undefined, column: 0 });
  expect(await answer(`${two}.count()`)).toMatchObject({ value: 2 });
  const kept = await source.derive({ kind: 'keep', rows: source.first.slice(0, 2), pattern: null }, signal);
  expect(valuesOf(kept, 'id')).toEqual(valuesOf(source, 'id').slice(0, 2));
});

test('every column can be sorted by, and counted', async () => {
  const all = await samples();
  for (const [column, { name }] of all.columns.entries()) {
    const sorted = await all.derive({ kind: 'sort', column, descending: false }, signal);
    expect([name, sorted.total]).toEqual([name, 60]);
    const counts = await all.derive({ kind: 'frequency', column }, signal);
    const { cells } = counts.first[0] ?? { cells: [] };
    const where = counts.expression({ selected: [], pattern: null, row: counts.first[0], column: 0 });
    expect([where, await answer(`${where}.count()`)]).toEqual([where, { kind: 'scalar', value: cells[1] }]);
  }
});

test('missing values and several values are conditions too', async () => {
  const all = await samples();
  const counts = await all.derive({ kind: 'frequency', column: columnOf(all, 'gt_polylines') }, signal);
  const rows = counts.first.filter(({ cells }) => cells[0] === null || cells[0] === 12);
  const where = counts.expression({ selected: rows, pattern: null, row: undefined, column: 0 });
  const total = rows.reduce((sum, { cells }) => sum + Number(cells[1]), 0);
  expect(await answer(`${where}.count()`)).toMatchObject({ value: total });
});

test('describing is the schema; a mistake in a filter is an error with its hint', async () => {
  const schema = await derived({ kind: 'describe' });
  expect(schema.title).toBe('ds.schema()');
  expect(schema.columns.map(({ name }) => name)).toContain('missing');
  await expect(derived({ kind: 'filter', text: 'yaer > 2020' })).rejects.toMatchObject({
    code: 'unknown-field',
    hint: 'did you mean year?',
  });
  await expect(derived({ kind: 'filter', text: 'year > 2020).count(' })).rejects.toThrow();
});

test('where another dataset is open, the expression opens this one', async () => {
  const source = await samples("open('demo')");
  const taken = source.expression({ selected: source.first.slice(0, 1), pattern: null, row: undefined, column: 0 });
  expect(taken).toMatch(/^open\('demo'\)\.select\('[\da-f]{24}'\)$/u);
  expect(await answer(`${taken}.count()`)).toMatchObject({ value: 1 });
});
