import { describe, expect, test } from 'vitest';
import type { Library } from '../../src/dataset/library.ts';
import type { Sample } from '../../src/dataset/model/sample.ts';
import { type Plan, wholeDataset } from '../../src/dataset/query/plan.ts';
import { bindText } from '../../src/repl/evaluate-expression.ts';
import { changeReef, importSamples, rowsOf, testJob } from './library-fixture.ts';
import { query, reefLibrary } from './reef-fixture.ts';

const { signal } = new AbortController();

async function planOf(library: Library, text: string): Promise<Plan> {
  const dataset = await library.open('reef', { runner: 'in-place' });
  const { bound } = await bindText(text, {
    current: 'reef',
    variables: new Map(),
    params: {},
    chainable: new Set(),
    dataset: () => Promise.resolve(dataset),
  });
  await dataset.close();
  if (bound.kind !== 'view') throw new Error(`no view: ${text}`);
  return bound.plan;
}

async function samplesOf(library: Library, plan: Plan): Promise<readonly Sample[]> {
  const dataset = await library.open(plan.dataset, { runner: 'in-place' });
  const samples: Sample[] = [];
  for await (const sample of dataset.samples(plan, signal)) samples.push(sample);
  await dataset.close();
  return samples;
}

async function digestsOf(library: Library, name: string): Promise<unknown> {
  const dataset = await library.open(name, { runner: 'in-place' });
  const digests = await dataset.digests();
  await dataset.close();
  return digests;
}

describe('a view that is saved', () => {
  test.each([
    "ds.mapLabels('gt', { Porites: 'P', Pavona: 'Q' })",
    "ds.mapLabels('gt', { Porites: 'Pavona', Pavona: 'Porites' }).mapLabels('gt', { Porites: null, Fungia: 'F' })",
    "ds.sortBy(year, true).limit(1).mapLabels('gt', { Porites: 'P' }).mapLabels('scene', { slope: 'flat' })",
    "ds.mapLabels('gt', { Porites: 'P' }).matchLabels({ filter: label == 'P' })",
    "ds.taxonomy({ map: { Porites: 'massive' }, default: 'other' }, 'gt')",
    "ds.mapLabels('gt', { Porites: 'P' }).setField('gt.label', label.lower())",
    "ds.filterLabels('gt', label == 'Porites', false)",
    "ds.filterLabels('gt', label == 'Porites').limit(1)",
    "ds.filterLabels('gt', label != 'Porites').mapLabels('gt', { Pavona: null })",
    "ds.filterLabels('gt', label.isIn(['Porites', 'Fungia']), false).filterLabels('scene', label != 'slope', false)",
    "ds.filterLabels('scene', label != 'slope', false)",
    "ds.filterLabels('gt', label == 'Porites' || label == 'Fungia', false)",
    "ds.taxonomy({ map: { Porites: 'massive', Pavona: null }, unmapped: 'keep' }, 'gt')",
    "ds.limitLabels('gt', 1)",
    "ds.limit(2).setField('year', year + 0.5)",
    "ds.setField('year', null)",
    "ds.setField('tags', ['a', 'b'])",
    "ds.limit(2).setField('gt.label', label.upper())",
    "ds.setField('gt.confidence', 0.25)",
    "ds.setField('gt.closed', false)",
    "ds.setField('gt.tags', ['seen'])",
    "ds.skip(1).setField('gt', null)",
    "ds.sortBy(year, true).limit(1).mapLabels('gt', { Porites: 'P' }).filterLabels('gt', label != 'Fungia')",
    "ds.excludeLabels({ tags: 'old' })",
    'ds.where(year > 2020)',
  ])('is what it showed, and the rest as it was: %s', async (text) => {
    const { home, library } = await reefLibrary();
    const before = rowsOf(home);
    const all = await samplesOf(library, wholeDataset('reef'));
    const plan = await planOf(library, text);
    const shown = new Map((await samplesOf(library, plan)).map((sample) => [sample.id, sample]));
    const changed = await changeReef(library, (edit) => edit.save(plan));

    const expected = all.map((sample) => shown.get(sample.id) ?? sample);
    expect(await samplesOf(library, wholeDataset('reef'))).toEqual(expected);
    await importSamples(library, 'fresh', expected);
    expect(await digestsOf(library, 'reef')).toEqual(await digestsOf(library, 'fresh'));
    if (changed.undo === null) return;
    await library.undo('reef', { statement: 'undo', job: testJob() });
    expect(rowsOf(home)).toEqual(before);
  });

  test('keeps the fields that it does not select', async () => {
    const { library } = await reefLibrary();
    const all = await samplesOf(library, wholeDataset('reef'));
    const plan = await planOf(library, "ds.setField('year', year + 1).selectFields('year')");
    await changeReef(library, (edit) => edit.save(plan));
    const expected = all.map((sample) => ({ ...sample, fields: { year: Number(sample.fields['year']) + 1 } }));
    expect(await samplesOf(library, wholeDataset('reef'))).toEqual(expected);
  });

  test('leaves what was never annotated missing, and what is empty empty', async () => {
    const { home, library } = await reefLibrary();
    const plan = await planOf(library, "ds.filterLabels('later', label == 'x', false)");
    const changed = await changeReef(library, (edit) => edit.save(plan));
    expect(changed).toMatchObject({ samples: { changed: 0 }, undo: null });
    expect(query(home, 'SELECT later FROM sample')).toEqual([[0], [null], [null]]);
  });

  test.each(["ds.toPatches('gt')", 'ds.concat(ds)'])('%s is refused', async (text) => {
    const { library } = await reefLibrary();
    const plan = await planOf(library, text);
    await expect(changeReef(library, (edit) => edit.save(plan))).rejects.toMatchObject({ code: 'unsupported' });
  });
});

describe('the class list of a field after a save', () => {
  const LIST = ['Porites', 'Unused', 'Fungia', 'Pavona'];
  const TWO =
    "{ map: { Porites: 'massive', Pavona: 'leafy', Fungia: null }, classes: ['leafy', 'massive', 'branching'] }";

  test.each<readonly [string, readonly string[], readonly string[]]>([
    // A taxonomy's classes in its order, used or not.
    [`ds.taxonomy(${TWO}, 'gt')`, ['leafy', 'massive', 'branching'], []],
    // Of a part of the samples: what is left besides comes behind.
    [
      `ds.limit(1).taxonomy(${TWO}, 'gt')`,
      ['leafy', 'massive', 'branching', 'Porites', 'Fungia', 'Pavona'],
      ['gt has labels of 3 other classes than this taxonomy, listed behind its own: Porites, Fungia, Pavona'],
    ],
    // A new name takes the place of the old one, and comes behind where the old one is still there.
    ["ds.mapLabels('gt', { Porites: 'P', Unused: 'U' })", ['P', 'U', 'Fungia', 'Pavona'], []],
    ["ds.mapLabels('gt', { Pavona: 'Fungia' })", ['Porites', 'Unused', 'Fungia'], []],
    ["ds.limit(1).mapLabels('gt', { Porites: 'P' })", ['Porites', 'Unused', 'Fungia', 'Pavona', 'P'], []],
    ["ds.mapLabels('gt', { Porites: 'Pavona', Pavona: 'Porites' })", LIST, []],
    ["ds.mapLabels('gt', { Porites: null })", ['Unused', 'Fungia', 'Pavona'], []],
    // Names that are computed are known once they are there.
    ["ds.limit(1).setField('gt.label', label.upper())", [...LIST, 'FUNGIA', 'PAVONA', 'PORITES'], []],
    // Stages that choose say nothing of classes.
    ["ds.filterLabels('gt', label == 'Porites')", LIST, []],
  ])('%s', async (text, list, notes) => {
    const { library } = await reefLibrary();
    await changeReef(library, (edit) => {
      edit.setClasses('gt', LIST);
    });
    const lists = async () => (await library.open('reef', { runner: 'in-place' })).classLists();
    const changed = await changeReef(library, async (edit) => edit.save(await planOf(library, text)));
    expect(await lists()).toEqual({ gt: list });
    expect(changed.notes).toEqual(notes);
    await library.undo('reef', { statement: 'undo', job: testJob() });
    expect(await lists()).toEqual({ gt: LIST });
  });

  test('is that of a taxonomy where there was none, and none where classes are only renamed', async () => {
    const { library } = await reefLibrary();
    const lists = async () => (await library.open('reef', { runner: 'in-place' })).classLists();
    await changeReef(library, async (edit) => edit.save(await planOf(library, "ds.mapLabels('gt', { Porites: 'P' })")));
    expect(await lists()).toEqual({});
    const plan = await planOf(library, "ds.taxonomy('agnostic', { fields: 'gt', unmapped: 'coral' })");
    await changeReef(library, (edit) => edit.save(plan));
    expect(await lists()).toEqual({ gt: ['coral'] });
  });

  test('stays where the field is not among those that are saved', async () => {
    const { library } = await reefLibrary();
    await changeReef(library, (edit) => {
      edit.setClasses('gt', LIST);
    });
    const plan = await planOf(library, `ds.taxonomy(${TWO}, 'gt').setField('year', 1)`);
    await changeReef(library, (edit) => edit.save(plan, ['year']));
    expect(await (await library.open('reef', { runner: 'in-place' })).classLists()).toEqual({ gt: LIST });
  });
});
