import { expect, test } from 'vitest';
import { openDemoSession } from '../demo-session.ts';

type Demo = Awaited<ReturnType<typeof openDemoSession>>;

async function run({ session }: Demo, line: string): Promise<unknown> {
  const { output, error } = await session.submit(line);
  return error ?? output;
}

const values = async (demo: Demo, line: string): Promise<unknown> =>
  ((await run(demo, line)) as { readonly values?: unknown }).values;

test('a field is added, set, renamed, cloned, cleared and deleted, each in one step', async () => {
  await using demo = await openDemoSession({ samples: 3 });
  const before = await run(demo, 'ds.head(3)');
  const areas = await values(demo, "ds.values('area')");
  const steps: readonly (readonly [string, unknown])[] = [
    ["ds.addSampleField('depth', 'float')", { 'new field depth': 1 }],
    ["ds.limit(1).setField('depth', 2.5).save()", { 'samples changed': 1 }],
    ["ds.rename_sample_field('area', 'site')", { 'field area is called site': 1 }],
    ["ds.cloneSampleField('gt_polylines', 'corrected')", { 'new field corrected': 1 }],
    ["ds.mapLabels('corrected', { Porites: 'P' }).save()", {}],
    ["ds.clearSampleField('depth')", { 'samples changed': 1 }],
    ["ds.deleteSampleField('gt_polylines')", { 'field gt_polylines is gone': 1 }],
  ];
  for (const [line, what] of steps) expect(await run(demo, line)).toMatchObject({ kind: 'change', what });
  expect(await values(demo, "ds.values('site')")).toEqual(areas);
  expect(await values(demo, "ds.values('depth')")).toEqual([null, null, null]);
  expect(await run(demo, "ds.values('gt_polylines.label')")).toMatchObject({ code: 'unknown-field' });
  expect(await run(demo, 'ds')).toMatchObject({ labels: { corrected: expect.any(Number) as number } });
  for (const step of steps) expect([step, await run(demo, 'undo')]).toMatchObject([step, { kind: 'change' }]);
  expect(await run(demo, 'ds.head(3)')).toEqual(before);
});

test('a clone of labels holds the same labels, under the same ids', async () => {
  await using demo = await openDemoSession({ samples: 4 });
  await run(demo, "ds.limit(2).tagLabels('seen')");
  await run(demo, "ds.cloneSampleField('gt_polylines', 'corrected')");
  for (const part of ['id', 'label', 'tags', 'points', 'severity']) {
    const [original, clone] = [
      await values(demo, `ds.values('gt_polylines.${part}')`),
      await values(demo, `ds.values('corrected.${part}')`),
    ];
    expect(clone).toEqual(original);
  }
});

test.each([
  ["ds.addSampleField('year', 'string')", 'wrong-type'],
  ["ds.addSampleField('depth', 'flaot')", 'bad-argument'],
  ["ds.addSampleField('a.b', 'float')", 'invalid'],
  ["ds.addSampleField('tags', 'list')", 'invalid'],
  ["ds.renameSampleField('area', 'year')", 'exists'],
  ["ds.renameSampleField('area', 'filepath')", 'invalid'],
  ["ds.renameSampleField('aera', 'site')", 'unknown-field'],
  ["ds.cloneSampleField('area', 'year')", 'exists'],
  ["ds.clearSampleField('metadata')", 'invalid'],
  ["ds.deleteSampleField('tags')", 'invalid'],
  ["ds.limit(1).deleteSampleField('area')", 'usage'],
])('%s is refused: %s', async (line, code) => {
  await using demo = await openDemoSession({ samples: 2 });
  const before = await run(demo, 'log');
  expect(await run(demo, line)).toMatchObject({ code });
  expect(await run(demo, 'log')).toEqual(before);
});

test('a field that comes or goes without a value changes no sample', async () => {
  await using demo = await openDemoSession({ samples: 2 });
  const what = { samples: 0, labels: 0 };
  expect(await run(demo, "ds.addSampleField('depth', 'float')")).toMatchObject({
    ...what,
    what: { 'new field depth': 1 },
  });
  expect(await run(demo, 'undo')).toMatchObject({ ...what, what: { 'field depth is gone': 1 } });
});

test('types may be named as in FiftyOne', async () => {
  await using demo = await openDemoSession({ samples: 2 });
  await run(demo, 'ds.add_sample_field("seen", fo.BooleanField)');
  await run(demo, "ds.setField('seen', true).save()");
  expect(await values(demo, "ds.values('seen')")).toEqual([true, true]);
  await run(demo, "ds.addSampleField('predictions', 'polylines')");
  expect(await values(demo, "ds.values('predictions.label')")).toEqual([null, null]);
});

test('saved views that name a field are told of when it goes', async () => {
  await using demo = await openDemoSession({ samples: 2 });
  await run(demo, "saveView moorea ds.where(area.startsWith('Moorea'))");
  await run(demo, 'saveView later ds.where(year > 2020)');
  expect(await run(demo, "ds.deleteSampleField('area', { plan: true })")).toMatchObject({
    notes: expect.arrayContaining(['saved views name area, and cannot be opened without it: moorea']) as string[],
  });
  expect(await run(demo, "ds.clearSampleField('area')")).toMatchObject({ notes: [] });
});

test('a field that is not there is added first', async () => {
  await using demo = await openDemoSession({ samples: 2 });
  expect(await run(demo, "ds.setField('checked', true)")).toMatchObject({
    code: 'unknown-field',
    hint: "a new field is added first: addSampleField('checked', 'float'), or int, string, bool, date, ...",
  });
  expect(await run(demo, "ds.setField('yaer', 1)")).toMatchObject({ hint: 'did you mean year?' });
});
