import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Counted, countedSource } from '../../../src/repl/sheet/counted-source.ts';
import type { SheetSource } from '../../../src/repl/sheet/sheet-source.ts';
import { countedIn } from '../../../src/repl/sheet/view-counts.ts';
import { type DemoSession, openDemoSession } from '../../demo-session.ts';
import { demoPorts } from './sheet-source-fixture.ts';

let demo: DemoSession;
const { signal } = new AbortController();

beforeAll(async () => {
  demo = await openDemoSession();
});

afterAll(async () => {
  await demo[Symbol.asyncDispose]();
});

/** As it would be of a million values, though these are few. */
async function byPlace(by: string, view = 'ds'): Promise<{ readonly source: SheetSource; readonly counted: Counted }> {
  const counted = await countedIn(view, by, await demoPorts(demo), signal);
  return { counted, source: await countedSource(counted, signal) };
}

/** The same as the language answers it. */
async function answered(text: string): Promise<readonly (readonly unknown[])[]> {
  const { error, output } = await demo.session.submit(text);
  expect(error).toBeUndefined();
  return output?.kind === 'table' ? output.rows : [];
}

const cells = (source: SheetSource) => source.first.map((row) => row.cells);

const SOME_MISSING = "ds.setField('area', (year > 2020).ifElse(null, area.upper()))";

test.each([
  ['filepath', 'ds'],
  ['area', 'ds'],
  ['year', 'ds.where(year > 2019)'],
  ['tags', 'ds'],
  ['gt_polylines.length()', 'ds'],
  ['area', 'ds.limit(7).concat(ds.limit(3))'],
  ['tags', 'ds.limit(7).concat(ds.limit(3))'],
  ['area', SOME_MISSING],
])('counts of %s in %s by place are those of the language', async (by, view) => {
  const { source } = await byPlace(by, view);
  const rows = await answered(`${view}.countValues(${by})`);
  expect(cells(source).map(([value, count]) => [value, count])).toEqual(rows);
  const all = rows.reduce((sum, [, n]) => sum + Number(n), 0);
  expect(cells(source)[0]?.[2]).toBeCloseTo((100 * Number(rows[0]?.[1])) / all, 3);
});

test('they are sorted either way by values and by counts, missing first ascending', async () => {
  const { source } = await byPlace('area', SOME_MISSING);
  const sorted = async (column: number, descending: boolean) =>
    cells(await source.derive({ kind: 'sort', column, descending }, signal)).map((row) => row[column]);
  const values = await sorted(0, false);
  expect(values[0]).toBeNull();
  expect(values.slice(1)).toEqual(values.slice(1).toSorted());
  expect(await sorted(0, true)).toEqual(values.toReversed());
  const counts = await sorted(1, false);
  expect(counts).toEqual(counts.toSorted((a, b) => Number(a) - Number(b)));
  expect((await sorted(2, true)).map(Number)).toEqual((await sorted(2, true)).map(Number).toSorted((a, b) => b - a));
});

test('they are filtered, selected from by a pattern, kept and drawn; what cannot be done says so', async () => {
  const { source } = await byPlace('filepath');
  const found = await source.derive({ kind: 'filter', text: 'TahitiPun_2019' }, signal);
  const wanted = cells(source).filter(([path]) => typeof path === 'string' && path.includes('TahitiPun_2019'));
  expect(cells(found).map(([path]) => path)).toEqual(wanted.map(([path]) => path));
  const pattern = { column: 0, source: '^TAHITI.*_0[12]' };
  expect(await source.countMatches(pattern, signal)).toBe((await source.matches(pattern, 100, signal)).length);
  const rows = await source.matches(pattern, 100, signal);
  expect(rows.length).toBeGreaterThan(0);
  for (const { key, cells: row } of rows) expect(source.first.find((each) => each.key === key)?.cells[0]).toBe(row[0]);
  await expect(source.matches({ column: 0, source: '' }, 10, signal)).rejects.toThrow('60 rows fit');
  const kept = await source.derive({ kind: 'keep', rows, pattern: null }, signal);
  expect(cells(kept)).toEqual(rows.map((row) => row.cells));
  expect(await source.plot(0, signal)).toMatchObject({ kind: 'table', total: 60, of: { what: 'samples', total: 60 } });
  await expect(source.derive({ kind: 'describe' }, signal)).rejects.toMatchObject({ code: 'unsupported' });
  await expect(source.countMatches({ column: 1, source: '1' }, signal)).rejects.toMatchObject({ code: 'unsupported' });
  const tags = await byPlace('tags');
  await expect(tags.source.countMatches({ column: 0, source: 't' }, signal)).rejects.toMatchObject({
    code: 'unsupported',
  });
});

test('a change of the dataset ends them', async () => {
  const { counted } = await byPlace('area');
  const later = { ...counted.order, revision: 'another' };
  await expect(counted.values.at(later, { from: 0, to: 1 }, signal)).rejects.toMatchObject({ code: 'busy' });
});
