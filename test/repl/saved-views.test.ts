import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Output } from '../../src/output.ts';
import { type DemoSession, openDemoSession } from '../demo-session.ts';

let demo: DemoSession;

beforeEach(async () => {
  demo = await openDemoSession();
});

afterEach(async () => {
  await demo[Symbol.asyncDispose]();
});

async function run(statement: string): Promise<Output | undefined> {
  const { error, output } = await demo.session.submit(statement);
  if (error !== undefined) throw error instanceof Error ? error : new Error('no error that can be read');
  return output;
}

async function rows(statement: string): Promise<unknown> {
  const output = await run(statement);
  return output?.kind === 'table' ? output.rows : output;
}

async function states(): Promise<unknown> {
  const output = await run('views');
  return output?.kind === 'table' ? output.rows.map(([name, state]) => [name, state]) : output;
}

describe('saved views', () => {
  test('keep what variables and parameters stood for, and follow the data', async () => {
    await run("v = ds.matchTags('train')");
    await run('w = v.where(year >= 2021)');
    await run("w.saveView('recent')");
    expect(await rows('views')).toEqual([['recent', 'live', "ds.matchTags('train').where(year >= 2021)", null]]);
    const before = await run('recent.count()');
    await run('w.limit(2).untag("train")');
    expect(await run("ds.load_saved_view('Recent').count()")).toEqual({
      kind: 'scalar',
      value: (before as { readonly value: number }).value - 2,
    });
  });

  test('are saved as in FiftyOne, renamed, replaced, deleted, and undone', async () => {
    await run("ds.save_view('to check', ds.limit(3), description='look again')");
    expect(await rows('ds.list_saved_views()')).toEqual([['to check', 'live', 'ds.limit(3)', 'look again']]);
    await expect(run("ds.save_view('To Check', ds.limit(4))")).rejects.toThrow(
      'there is a saved view To Check already',
    );
    await run("ds.save_view('to check', ds.limit(4), overwrite=True)");
    expect(await run("ds.loadSavedView('to check').count()")).toEqual({ kind: 'scalar', value: 4 });
    await run("renameView 'to check' four");
    expect(await run('ds.skip(58).concat(four).count()')).toEqual({ kind: 'scalar', value: 6 });
    await run('deleteView four');
    await expect(run('four.count()')).rejects.toThrow('there is no variable four');
    await run('undo');
    expect(await run('len(four)')).toEqual({ kind: 'scalar', value: 4 });
  });

  test('stand for views in commands', async () => {
    await run("ds.limit(2).saveView('two of them')");
    expect(await run("explain ds.loadSavedView('two of them')")).toMatchObject({ kind: 'text' });
    expect(await run("export coco out --media none --view 'two of them'")).toMatchObject({ kind: 'files' });
  });

  test('may load others, but not themselves', async () => {
    await run("ds.limit(5).saveView('five')");
    await run("five.skip(1).saveView('four')");
    expect(await run('len(four)')).toEqual({ kind: 'scalar', value: 4 });
    await run("four.saveView('five', { overwrite: true })");
    await expect(run('len(four)')).rejects.toThrow('load each other without end');
  });

  test('whose fields are gone are named in the error', async () => {
    await run("ds.save_view('broken', ds.selectFields('area'))");
    await expect(run("ds.loadSavedView('broken').where(year > 2020)")).rejects.toThrow('no field year');
    await expect(run("ds.loadSavedView('brokn')")).rejects.toThrow('there is no saved view "brokn"');
  });
});

describe('frozen views', () => {
  test('keep their samples in order, and tell when these change', async () => {
    await run("ds.matchTags('val').sortBy(year, true).freeze('val set')");
    const ids = await run("ds.loadSavedView('val set').ids()");
    expect(await run("ds.matchTags('val').sortBy(year, true).ids()")).toEqual(ids);
    expect(await states()).toEqual([['val set', 'frozen']]);
    await run("ds.limit(3).tag('val')");
    expect(await run("ds.loadSavedView('val set').ids()")).toEqual(ids);
    expect(await states()).toEqual([['val set', 'frozen']]);
    await run("ds.loadSavedView('val set').limit(1).tag('seen')");
    expect(await states()).toEqual([['val set', 'frozen, fields changed']]);
    await run("ds.loadSavedView('val set').limit(1).deleteLabels()");
    expect(await states()).toEqual([['val set', 'frozen, labels and fields changed']]);
  });

  test('tell when samples are gone', async () => {
    await run("ds.limit(3).freeze('three')");
    await run('three.limit(1).deleteSamples()');
    expect(await states()).toEqual([['three', 'frozen, 1 of 3 samples gone']]);
    await expect(run("ds.concat(ds).freeze('twice')")).rejects.toThrow('cannot be frozen twice');
  });

  test('are of the dataset that a command names', async () => {
    await run('import demo --name other --samples 5 --no-media');
    await run("saveView two 'ds.limit(2)' -d other");
    expect(await states()).toEqual([]);
    expect(await rows('views -d other')).toEqual([['two', 'live', 'ds.limit(2)', null]]);
  });

  test('are of samples', async () => {
    await expect(run("ds.toPatches('gt_polylines').freeze('x')")).rejects.toThrow('only samples are frozen');
  });
});
