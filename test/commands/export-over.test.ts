import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DemoSession, openDemoSession } from '../demo-session.ts';

let demo: DemoSession;

beforeEach(async () => {
  demo = await openDemoSession({ samples: 6, media: true });
});

afterEach(async () => {
  await demo[Symbol.asyncDispose]();
});

async function run(line: string): Promise<void> {
  const { error } = await demo.session.submit(line);
  if (error !== undefined) throw error as Error;
}

const files = (folder: string): readonly string[] =>
  readdirSync(join(demo.home, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

/** A set that a dataset is made of, as it comes from elsewhere: without a list. */
async function someonesSet(): Promise<void> {
  await run('export coco set -d demo --media copy');
  rmSync(join(demo.home, 'set/quadrat-manifest.json'));
  await run('import coco set --name own');
}

test.each([
  'export coco set -d own --view ds.limit(2) --overwrite',
  'export coco set -d own --view ds.limit(2) --overwrite --plan',
  'export coco set -d own --view ds.limit(2) --update',
  'export fiftyone set -d own --overwrite',
  'export yolo set -d own --missing empty --overwrite',
  'backup set -d own --format fiftyone --overwrite',
])('%s touches nothing in a folder that no export wrote', async (line) => {
  await someonesSet();
  const before = files('set');
  await expect(run(line)).rejects.toThrow('holds files that no export wrote: it has no quadrat-manifest.json');
  expect(files('set')).toEqual(before);
});

test.each([
  'export coco set -d own --view ds.limit(2) --overwrite',
  'export coco set -d own --view ds.limit(2) --overwrite --plan',
  'export coco set -d own --view ds.limit(2) --update',
  'export coco set -d own --view ds.limit(2) --update --plan',
  'export coco set -d demo --view ds.limit(2) --overwrite',
])('%s keeps the pictures of a dataset that was imported from an export', async (line) => {
  await run('export coco set -d demo --media copy');
  await run('import coco set --name own');
  const before = files('set');
  await expect(run(line)).rejects.toThrow(`the dataset own is made of pictures in ${join(demo.home, 'set')}: data/`);
  expect(files('set')).toEqual(before);
});

test('a dataset is written over the export that it was imported from, and has its pictures still', async () => {
  await run('export coco set -d demo --media copy');
  await run('import coco set --name own');
  const before = files('set');
  await run("ds.limit(1).tag('seen')");
  await run('export coco set -d own --missing empty --overwrite');
  await run('export coco set -d own --missing empty --update');
  expect(files('set')).toEqual(before);
});

test('a backup keeps a file that was put among its pictures', async () => {
  await run('backup out -d demo --format fiftyone');
  const own = join(demo.home, 'out/data/own.jpg');
  writeFileSync(own, 'mine');
  await expect(run('backup out -d demo --format fiftyone --overwrite')).rejects.toThrow(
    'no export wrote: data/own.jpg',
  );
  rmSync(own);
  await run('backup out -d demo --format fiftyone --overwrite');
  expect(existsSync(join(demo.home, 'out/samples.json'))).toBe(true);
});

test('no file is written over a picture of a dataset', async () => {
  await someonesSet();
  const [name = ''] = readdirSync(join(demo.home, 'set/data'));
  const picture = join(demo.home, 'set/data', name);
  const before = readFileSync(picture);
  for (const line of ['export csv', 'export csv --plan', 'backup']) {
    await expect(run(`${line} set/data/${name} -d demo --overwrite`)).rejects.toThrow(
      'is a picture that the dataset own is made of',
    );
  }
  expect(readFileSync(picture)).toEqual(before);
});
