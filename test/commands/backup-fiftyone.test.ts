import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { wholeDataset } from '../../src/dataset/query/plan.ts';
import type { Output } from '../../src/output.ts';
import { outline, sampleOf, testJob } from '../dataset/library-fixture.ts';
import { type DemoSession, openDemoSession } from '../demo-session.ts';

let demo: DemoSession;

beforeEach(async () => {
  demo = await openDemoSession({ samples: 4, media: true });
});

afterEach(async () => {
  await demo[Symbol.asyncDispose]();
});

async function outputOf(line: string): Promise<Output> {
  const { output, error } = await demo.session.submit(line);
  if (error !== undefined) throw error as Error;
  if (output === undefined) throw new Error(`${line} yields nothing`);
  return output;
}

async function notesOf(line: string): Promise<readonly string[]> {
  const output = await outputOf(line);
  return output.kind === 'files' || output.kind === 'change' ? output.notes : [];
}

const library = () => demo.session.ports.library;

async function digestsOf(name: string) {
  const dataset = await library().open(name, { runner: 'in-place' });
  const digests = await dataset.digests();
  await dataset.close();
  return digests;
}

describe('a backup as a FiftyOneDataset', () => {
  test('has samples, labels and pictures, and is restored to a dataset that stands on its own', async () => {
    await outputOf("ds.limit(1).tag('checked')");
    await outputOf("note source 'divers'");
    await outputOf('backup out --format fiftyone');
    await outputOf('restore out --name again');
    await rm(join(demo.home, 'out'), { recursive: true });
    // The demo's outlines are in pixels; from here on nothing is otherwise.
    expect(await digestsOf('again')).toMatchObject({ fields: (await digestsOf('demo')).fields });
    expect(await notesOf('backup out --format fiftyone -d again')).toContain(
      'read back and compared with the dataset: the same',
    );
    await outputOf('restore out --name thrice');
    expect(await outputOf('diff again thrice')).toMatchObject({ diff: { total: 0, about: [] } });
    expect(await digestsOf('thrice')).toEqual(await digestsOf('again'));
    expect(existsSync(join(library().mediaRoot('again'), 'MooreaE2B_2019_01.jpg'))).toBe(true);
    expect(await library().check('again', testJob())).toEqual([]);
  });

  test('restored, differs by rounding only, which is told apart from what has moved', async () => {
    await outputOf('backup out --format fiftyone');
    await outputOf('restore out --name again');
    const dataset = await library().open('demo', { runner: 'in-place' });
    const { labels } = await dataset.info();
    await dataset.close();
    const all = await outputOf('diff demo again');
    if (all.kind !== 'diff') throw new Error('a comparison is one');
    expect(all.diff).toMatchObject({
      samples: { added: 0, removed: 0, changed: 0, rounded: 2 },
      labels: { moved: 0, rounded: labels, relabelled: 0, changed: 0 },
      fields: [],
      total: labels,
    });
    await expect(outputOf('saveDiff differing demo again')).rejects.toMatchObject({
      code: 'not-found',
      message: 'no sample of again differs by more than rounding: there is nothing to look at',
    });
    await outputOf("open('again').limit(1).tag('checked')");
    expect(await notesOf('saveDiff differing demo again')).toEqual([
      'differing: 1 samples',
      'samples that differ by rounding only are not in it: 1',
    ]);
  });

  test('is written without pictures where these are not wanted, and leaves what is there alone', async () => {
    expect(await notesOf('backup out --format fiftyone --no-media')).toContain('without pictures');
    expect(existsSync(join(demo.home, 'out', 'data'))).toBe(false);
    await expect(outputOf('backup out --format fiftyone')).rejects.toMatchObject({ code: 'exists' });
    await outputOf('backup out --format fiftyone --overwrite');
    expect(existsSync(join(demo.home, 'out', 'data'))).toBe(true);
  });

  test('names what the format does not carry', async () => {
    const ring = [10, 10, 90, 10, 90, 70];
    const whole = outline('Porites', ring);
    const hole = {
      ...whole,
      rings: [
        { xy: ring, hole: false },
        { xy: [20, 12, 30, 12, 30, 16], hole: true },
      ],
    };
    await library().create('odd', { statement: 'import', job: testJob() }, (writer) => {
      writer.setDetail('info', { source: 'divers' });
      writer.write([
        sampleOf('a/1.jpg', { labels: { gt: [whole, hole] } }),
        sampleOf('b/1.jpg', { labels: { gt: [] } }),
      ]);
      return Promise.resolve();
    });
    await outputOf("open('odd').saveView('all')");
    const notes = await notesOf('backup out --format fiftyone -d odd');
    expect(notes).toContain('read back and compared with the dataset: the same, but for what follows');
    expect(notes).toContain('the points of 2 labels are fractions of the picture, no pixels');
    expect(notes).toContain(
      'not in it: the log, snapshots, 1 saved views, the folders of pictures; an archive has all of it',
    );
    expect(notes.filter((note) => note.startsWith('labels of gt '))).toEqual([
      expect.stringMatching(
        /^labels of gt with rounded points, or holes that are not marked as such: 1, such as a\/1\.jpg, /u,
      ),
    ]);
    await outputOf('restore out --name odd-again');
    const dataset = await library().open('odd-again', { runner: 'in-place' });
    expect(await dataset.details()).toMatchObject({ info: { source: 'divers' } });
    await dataset.close();
  });

  test('that was changed or is incomplete is not restored', async () => {
    await outputOf('backup out --format fiftyone');
    const samples = join(demo.home, 'out', 'samples.json');
    const before = await readFile(samples);
    await writeFile(samples, before.toString().replace('Porites', 'Porotes'));
    await expect(outputOf('restore out --name again')).rejects.toMatchObject({
      code: 'unreadable',
      message: 'out is not as it was backed up: samples.json is not what was written',
    });
    await writeFile(samples, before);
    await rm(join(demo.home, 'out', 'data', 'MooreaE2B_2019_01.jpg'));
    await expect(outputOf('restore out --name again')).rejects.toMatchObject({
      message: 'out is not as it was backed up: data/MooreaE2B_2019_01.jpg was written and is gone',
    });
    expect(await library().has('again')).toBe(false);
  });
});

test('restore takes a FiftyOneDataset of anybody, and says that there is nothing to compare it with', async () => {
  await outputOf('backup out --format fiftyone');
  await rm(join(demo.home, 'out', 'quadrat-manifest.json'));
  await mkdir(join(demo.home, 'out', 'data', 'more'));
  await appendFile(join(demo.home, 'out', 'data', 'more', 'x.txt'), 'x');
  const [first] = await notesOf('restore out --name foreign');
  expect(first).toBe('from out, where it was called demo; no backup of Quadrat: there is nothing to compare it with');
  expect(await digestsOf('foreign')).toMatchObject({ fields: (await digestsOf('demo')).fields });
  await expect(outputOf('restore out')).rejects.toMatchObject({ code: 'exists' });
});

test('pictures of one name in `data` and beside it each come with their own sample', async () => {
  await outputOf('backup out --format fiftyone');
  const out = join(demo.home, 'out');
  await rm(join(out, 'quadrat-manifest.json'));
  const document = JSON.parse(await readFile(join(out, 'samples.json'), 'utf8')) as {
    samples: { filepath: string }[];
  };
  const [first, second] = document.samples;
  if (first === undefined || second === undefined) throw new Error('there are four samples');
  const [one, two] = [await readFile(join(out, first.filepath)), await readFile(join(out, second.filepath))];
  second.filepath = first.filepath.replace('data/', '');
  await writeFile(join(out, second.filepath), two);
  await writeFile(join(out, 'samples.json'), JSON.stringify(document));
  await outputOf('restore out --name foreign');
  const dataset = await library().open('foreign', { runner: 'in-place' });
  const pictures: Buffer[] = [];
  for await (const sample of dataset.samples(wholeDataset('foreign'), new AbortController().signal)) {
    pictures.push(await readFile(dataset.mediaPath(sample)));
  }
  await dataset.close();
  expect(pictures.slice(0, 2).map((picture) => picture.equals(one))).toEqual([true, false]);
  expect(pictures[1]?.equals(two)).toBe(true);
});
