import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DatasetWriter, Library } from '../../src/dataset/library.ts';
import { importSamples, outline, sampleOf, temporaryFolder, testJob, testLibrary } from './library-fixture.ts';

const samples = [
  sampleOf('1.jpg', { labels: { gt: [outline('Porites', [0, 0, 1, 0, 1, 1])] } }),
  sampleOf('2.jpg', { labels: { gt: [] } }),
];

/** Every file below a folder with its content, so that two states can be compared. */
function contents(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.endsWith('library.lock'));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(path).toString('base64')]));
}

function createWith(
  library: Library,
  name: string,
  fill: (writer: DatasetWriter) => void,
  signal?: AbortSignal,
): Promise<unknown> {
  return library.create(name, { statement: 'import', job: testJob(signal) }, (writer) => {
    fill(writer);
    return Promise.resolve();
  });
}

describe('creating', () => {
  test('yields counts, and a dataset that can be listed, opened and read', async () => {
    const library = testLibrary(temporaryFolder());
    expect(await library.list()).toEqual([]);
    const created = await library.create('reef', { statement: 'import x', job: testJob() }, (writer) => {
      writer.setClasses('gt', ['Porites', 'Pavona']);
      writer.write(samples);
      writeFileSync(join(writer.mediaOut, '1.jpg'), 'picture');
      expect(writer.counts()).toEqual({ samples: 2, labels: 1 });
      return Promise.resolve();
    });
    expect(created).toEqual({ samples: 2, labels: 1, labelsByField: { gt: 1 }, notes: [] });
    expect(await library.list()).toMatchObject([{ name: 'reef', samples: 2, labels: 1 }]);
    expect(readFileSync(join(library.mediaRoot('reef'), '1.jpg'), 'utf8')).toBe('picture');
    expect(readdirSync(join(library.home, 'tmp'))).toEqual([]);
    const dataset = await library.open('reef', { runner: 'in-place' });
    expect(await dataset.info()).toMatchObject({
      samples: 2,
      labels: 1,
      labelFields: [{ name: 'gt', present: 1, empty: 1, missing: 0, labels: 1, classes: 1 }],
      createdAt: new Date(Date.UTC(2024, 4, 1, 12)),
      changes: [{ statement: 'import x', state: 'base', summary: '2 samples, 1 labels' }],
    });
    expect(await dataset.classLists()).toEqual({ gt: ['Porites', 'Pavona'] });
    await dataset.close();
  });

  test('refuses a name that is taken, whatever its case, before any work', async () => {
    const library = testLibrary(temporaryFolder());
    await importSamples(library, 'reef', samples);
    let filled = false;
    const again = createWith(library, 'Reef', () => {
      filled = true;
    });
    await expect(again).rejects.toMatchObject({ code: 'exists', message: 'there is a dataset reef already' });
    expect(filled).toBe(false);
  });

  test('refuses a name that was taken meanwhile, and keeps what the other one made', async () => {
    const library = testLibrary(temporaryFolder());
    const slow = library.create('reef', { statement: 'slow', job: testJob() }, async (writer) => {
      writer.write(samples.slice(1));
      await importSamples(library, 'reef', samples);
    });
    await expect(slow).rejects.toMatchObject({ code: 'exists' });
    expect(await library.list()).toMatchObject([{ name: 'reef', samples: 2 }]);
    expect(readdirSync(join(library.home, 'tmp'))).toEqual([]);
  });

  test.each(['..', '../up', '/etc/passwd', 'a\u0000', 'import', 'é'.repeat(255)])(
    'refuses the name %j, and makes nothing',
    async (name) => {
      const home = join(temporaryFolder(), 'home');
      await expect(createWith(testLibrary(home), name, () => undefined)).rejects.toMatchObject({ code: 'invalid' });
      expect(existsSync(home)).toBe(false);
    },
  );

  test('names that look like paths or patterns stay inside the home', async () => {
    const home = temporaryFolder();
    const library = testLibrary(home);
    for (const name of ['AUS###20M', 'récif 2', '%2e%2e', '..a', '$(x)']) await importSamples(library, name, samples);
    expect((await library.list()).map(({ name }) => name)).toEqual(['$(x)', '%2e%2e', '..a', 'AUS###20M', 'récif 2']);
    const files = readdirSync(join(home, 'datasets')).filter((file) => file.endsWith('.sqlite'));
    expect(files.sort()).toEqual([
      '%24%28x%29.sqlite',
      '%252e%252e.sqlite',
      '..a.sqlite',
      'AUS%23%23%2320M.sqlite',
      'r%C3%A9cif 2.sqlite',
    ]);
  });

  test('cancelled or failed, it leaves everything as it was', async () => {
    const library = testLibrary(temporaryFolder());
    await importSamples(library, 'reef', samples);
    const before = contents(library.home);
    const controller = new AbortController();
    const cancelled = createWith(
      library,
      'other',
      (writer) => {
        writer.write(samples);
        controller.abort();
        writer.write(samples);
      },
      controller.signal,
    );
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    const late = createWith(
      library,
      'other',
      () => {
        controller.abort();
      },
      controller.signal,
    );
    await expect(late).rejects.toMatchObject({ code: 'cancelled' });
    const failed = createWith(library, 'other', (writer) => {
      writer.write([...samples, ...samples]);
    });
    await expect(failed).rejects.toMatchObject({ code: 'invalid' });
    expect(contents(library.home)).toEqual(before);
    expect(readdirSync(join(library.home, 'tmp'))).toEqual([]);
  });

  test('a media folder without a dataset is not mixed with the new one', async () => {
    const library = testLibrary(temporaryFolder());
    mkdirSync(library.mediaRoot('reef'), { recursive: true });
    writeFileSync(join(library.mediaRoot('reef'), 'mine.jpg'), 'mine');
    await importSamples(library, 'reef', samples);
    expect(existsSync(library.mediaRoot('reef'))).toBe(false);
    const [entry = ''] = readdirSync(join(library.home, 'trash'));
    expect(readFileSync(join(library.home, 'trash', entry, 'media', 'mine.jpg'), 'utf8')).toBe('mine');
  });
});

describe('opening', () => {
  test('says which names there are', async () => {
    const library = testLibrary(temporaryFolder());
    await importSamples(library, 'reef', samples);
    await expect(library.open('reff', { runner: 'in-place' })).rejects.toMatchObject({
      code: 'not-found',
      message: 'there is no dataset "reff" here',
      hint: 'did you mean reef?',
    });
    await expect(library.open('../reef', { runner: 'in-place' })).rejects.toMatchObject({ code: 'not-found' });
    expect(await library.has('reef')).toBe(true);
    expect(await library.has('reff')).toBe(false);
  });

  test('a file that is none of ours is listed with its problem and can be deleted', async () => {
    const library = testLibrary(temporaryFolder());
    mkdirSync(join(library.home, 'datasets'), { recursive: true });
    writeFileSync(join(library.home, 'datasets', 'bad.sqlite'), 'text '.repeat(500));
    expect(await library.list()).toMatchObject([
      { name: 'bad', samples: null, labels: null, problem: expect.stringContaining('is not a SQLite file') as string },
    ]);
    await expect(library.open('bad', { runner: 'child' })).rejects.toMatchObject({ code: 'unreadable' });
    await library.delete('bad');
    expect(await library.list()).toEqual([]);
    await library.restore('bad');
    expect(readFileSync(join(library.home, 'datasets', 'bad.sqlite'), 'utf8')).toBe('text '.repeat(500));
  });
});
