import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Plot } from '../../src/output.ts';
import { type DemoSession, openDemoSession } from '../demo-session.ts';

let demo: DemoSession;

beforeAll(async () => {
  demo = await openDemoSession({ samples: 30 });
});

afterAll(async () => {
  await demo[Symbol.asyncDispose]();
});

async function run(line: string) {
  const { output, error } = await demo.session.submit(line);
  return { output, error };
}

async function formOf(line: string): Promise<string | undefined> {
  const { output } = await run(line);
  return output?.kind === 'plot' ? output.plot.form : output?.kind;
}

describe('what fits the fields', () => {
  test.each([
    ['plot area', 'table'],
    ["plot 'gt_polylines.length()'", 'table'],
    ['plot gt_polylines.label tags', 'stacked'],
    ['plot area year', 'heat'],
    ["plot year 'gt_polylines.length()'", 'line'],
    ["plot 'gt_polylines.map(area())' 'gt_polylines.map(perimeter())'", 'scatter'],
    ['plot gt_polylines.label tags --kind grouped', 'grouped'],
    ["ds.matchTags('train').plot('area', 'tags')", 'stacked'],
  ])('%s', async (line, form) => {
    expect(await formOf(line)).toBe(form);
  });
});

test('the numbers are those of countBy', async () => {
  const { output } = await run("ds.plot('gt_polylines.label', 'tags')");
  const asked = await run("ds.countBy('gt_polylines.label', 'tags')");
  expect(output).toMatchObject({ plot: { table: asked.output } });
});

async function scatter(line: string): Promise<Plot> {
  const { output } = await run(line);
  if (output?.kind !== 'plot') throw new Error(`no plot: ${line}`);
  return output.plot;
}

test('a scatter counts each label once, in the bin that it lies in', async () => {
  const { table, bounds } = await scatter("plot 'gt_polylines.map(area())' 'gt_polylines.map(vertices())'");
  const { output: count } = await run("ds.count('gt_polylines.label')");
  const { output: areas } = await run('ds.bounds(gt_polylines.map(area()))');
  expect(count).toMatchObject({ value: table.rows.reduce((sum, row) => sum + Number(row[2]), 0) });
  expect(areas).toMatchObject({ values: bounds?.x });
  const [low, high] = bounds?.x ?? [NaN, NaN];
  const edges = table.rows.map(([x]) => Number(x));
  expect(Math.min(...edges)).toBe(low);
  expect(Math.max(...edges)).toBeCloseTo(high - (high - low) / 144, 6);
});

test('one value in all samples is a dot', async () => {
  const { output } = await run("ds.limit(1).plot('year', 'year', { kind: 'scatter' })");
  expect(output).toMatchObject({ plot: { table: { rows: [[expect.any(Number), expect.any(Number), 1]] } } });
});

describe('what cannot be drawn is refused in words', () => {
  test.each([
    ['plot area year --kind scatter', 'bad-argument', 'a plot of kind scatter needs two fields of numbers'],
    ['plot area --kind histogram', 'bad-argument', 'a plot of kind histogram needs numbers'],
    ['plot area --kind heat', 'bad-argument', 'a plot of kind heat needs two fields'],
    ['plot area year --kind bars', 'bad-argument', 'a plot of kind bars needs one field'],
    ['plot year area --kind line', 'bad-argument', 'a plot of kind line needs numbers as the second field'],
    [
      "plot gt_polylines.label 'gt_polylines.map(area())' --kind line",
      'unsupported',
      /^a line goes over values of samples/,
    ],
    ['plot yaer', 'unknown-field', 'the samples of demo have no field yaer'],
    ["plot 'area, year, tags'", 'bad-argument', 'a plot has one or two fields'],
    ["plot 'area) .count('", 'wrong-type', /./],
  ])('%s', async (line, code, message) => {
    const { error } = await run(line);
    expect(error).toMatchObject({ code });
    expect(error).toHaveProperty('message', expect.stringMatching(message));
  });
});

test('a view without samples has an empty table', async () => {
  const { output } = await run("ds.matchTags('nothing').plot('gt_polylines.label', 'tags')");
  expect(output).toMatchObject({ kind: 'plot', plot: { table: { rows: [] } } });
});
