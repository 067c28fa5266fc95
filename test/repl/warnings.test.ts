import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DemoSession, openDemoSession } from '../demo-session.ts';

let demo: DemoSession;

beforeAll(async () => {
  demo = await openDemoSession({ samples: 12 });
});
afterAll(() => demo[Symbol.asyncDispose]());

/** What is warned of while a statement runs, which must succeed. */
async function warned(statement: string): Promise<readonly string[]> {
  const warnings: string[] = [];
  const stop = demo.session.on((event) => {
    if (event.type === 'cell:warning') warnings.push([event.warning.message, event.warning.hint].join(' | '));
  });
  const { error } = await demo.session.submit(statement);
  stop();
  expect(error).toBeUndefined();
  return warnings;
}

const PORITES = /^no value "Porittes" in gt_polylines\.label \| did you mean "Porites", \d+ labels\?$/u;

test.each([
  "ds.mapLabels('gt_polylines', { Porittes: 'x' })",
  "ds.mapValues('gt_polylines.label', { Porittes: 'x' })",
  "ds.where(gt_polylines.label.contains('Porittes'))",
  "ds.filterLabels('gt_polylines', label.contains('Porittes'))",
  "ds.filterLabels('gt_polylines', label.isIn(['Porites', 'Porittes']))",
  "ds.taxonomy({ Porittes: 'x' }, { unmapped: 'keep' })",
  "ds.taxonomy({ map: { Porittes: 'x' }, unmapped: 'keep' })",
  "ds.filterLabels('gt_polylines', label == 'Porittes').tag('seen')",
  "ds.matchLabels({ labels: ['Porites', 'Porittes'] })",
  "ds.selectLabels({ labels: 'Porittes', fields: 'gt_polylines' })",
])('a value that does not occur is warned of: %s', async (statement) => {
  expect(await warned(statement)).toEqual([expect.stringMatching(PORITES)]);
});

test('tags that are taken away and that nothing has are warned of', async () => {
  await demo.session.submit('tag checked');
  expect(await warned('untag chekced')).toEqual(['no value "chekced" in tags | did you mean "checked", 12 samples?']);
  expect(await warned("ds.untag('chekced')")).toHaveLength(1);
  expect(await warned('untag checked')).toEqual([]);
  expect(await warned('untagLabels chekced')).toEqual(['no value "chekced" in gt_polylines.tags | ']);
});

test('what occurs, or is a part of what does, is not', async () => {
  expect(await warned("ds.mapLabels('gt_polylines', { Porites: 'x' })")).toEqual([]);
  expect(await warned("ds.filterLabels('gt_polylines', label.contains('orit'))")).toEqual([]);
  expect(await warned("ds.where(area.contains('nowhere'))")).toEqual([]);
});

test('a value that is taken for a condition, as in FiftyOne, is told of', async () => {
  expect(await warned('ds.where(year).count()')).toEqual([
    'a number is taken for a condition: that it is there and not 0 | compare it, as in year > 2020, or write exists(...)',
  ]);
  expect(await warned("ds.match(F('area')).count()")).toEqual([
    'text is taken for a condition: that it is there | compare it, or write exists(...)',
  ]);
  expect(await warned('ds.where(year > 2020).count()')).toEqual([]);
});

test.each([
  ['ds.where([year > 2020]).count()', 'this is a list', 'join conditions with && or ||'],
  ['ds.where(year + 1).count()', 'this is a number', 'compare it: year + 1 > 2020'],
  ["ds.filterLabels('gt_polylines', vertices() * 2)", 'this is a number', 'compare it: year + 1 > 2020'],
])('a list or a computed value is no condition: %s', async (statement, message, hint) => {
  const { error } = await demo.session.submit(statement);
  expect(error).toMatchObject({ code: 'wrong-type', message: expect.stringContaining(message) as string, hint });
});

test.each([
  ["ds.groupBy(area).countValues('gt_polylines.label')", "countBy('area', 'gt_polylines.label')"],
  ['ds.groupBy(area).histogramValues(year, { bins: 2 })', "countBy('area', 'year')"],
  ["ds.groupBy('area').aggregate([countValues('year'), count()])", "countBy('area', 'year')"],
])('of groups only the first sample is looked at, which is said: %s', async (statement, instead) => {
  expect(await warned(statement)).toEqual([
    'of each group only the first sample is looked at, as in FiftyOne' +
      ` | ${instead} counts in each group, mean(...), sum(...) and the like fold each`,
  ]);
});

test.each([
  'ds.groupBy(area).mean(year)',
  'ds.groupBy(area).count()',
  "ds.groupBy(area, { flat: true }).distinct('year')",
])('nothing is said where that is not so: %s', async (statement) => {
  expect(await warned(statement)).toEqual([]);
});

test.each(["ds.select('reef_03')", "ds.exclude(['reef_03'])", "ds.selectLabels({ ids: 'reef_03' })"])(
  'what can be no id is warned of: %s',
  async (statement) => {
    expect(await warned(statement)).toEqual([
      '"reef_03" is no id: nothing has it | ids() lists them; by its name a sample is found with where(filepath.contains("reef_03"))',
    ]);
  },
);
