import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { fillDataset } from '../../../src/commands/fill-dataset.ts';
import { UserError } from '../../../src/diagnostics.ts';
import type { Format } from '../../../src/dataset/formats/define-format.ts';
import { formatNamed } from '../../../src/dataset/formats/index.ts';
import { testJob, testLibrary } from '../library-fixture.ts';
import { damage, damagedCopy } from './fuzz/damage.ts';
import { HAS_REAL_SOURCES, realSources, smallSources } from './fuzz/sources.ts';
import { newFolder } from './read-format.ts';
import { job } from './write-options.ts';

/** What is damaged: a folder or a file of each format, whole; and what others wrote. */
let sources: ReadonlyMap<string, string> = new Map();
let real: Awaited<ReturnType<typeof realSources>> = [];

beforeAll(async () => {
  sources = await smallSources(newFolder());
  real = await realSources(newFolder());
});

const NAMES = ['yolo', 'yolo-pose', 'coco', 'cvat', 'fiftyone', 'masks', 'labelme', 'datumaro', 'taglab'];

/** Imports it: the number of samples, or the error, after which there must be no dataset. */
async function imported(format: Format, path: string): Promise<number | UserError> {
  const library = testLibrary(newFolder());
  const job = testJob();
  const options = { path, media: null, field: null, classes: null, background: null };
  try {
    const output = await fillDataset('reef', { library, job, statement: 'import' }, (mediaOut) => {
      if (format.read === undefined) throw new Error(`${format.name} does not read`);
      return format.read({ ...options, mediaOut }, job);
    });
    return output.kind === 'change' ? output.samples : 0;
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    expect(await library.list()).toEqual([]);
    return error as UserError;
  }
}

async function checked(format: Format, path: string): Promise<void> {
  if (format.verify === undefined) return;
  try {
    for await (const { message } of format.verify(path, job())) expect(message).not.toBe('');
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
  }
}

describe('shapes that are called like what every object has', () => {
  const INHERITED = ['__proto__', 'constructor', 'toString', 'valueOf'];

  test.each([
    ['labelme', '"polygon"', (name: string) => JSON.stringify(name)],
    ['datumaro', '"polygon"', (name: string) => JSON.stringify(name)],
    ['cvat', 'polygon', (name: string) => name],
  ] as const)('%s', async (format, word, other) => {
    for (const name of INHERITED) {
      const copy = damagedCopy(sources.get(format) ?? '', [], newFolder());
      const file = { labelme: join(copy, 'a.json'), datumaro: copy, cvat: join(copy, 'annotations.xml') }[format];
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll(word, other(name)));
      expect(await imported(formatNamed(format), copy), name).toEqual(expect.any(Number));
    }
  });
});

describe('damaged files end in words, and in no dataset', () => {
  test.each(NAMES)('%s', { timeout: 60_000 }, async (name) => {
    const source = sources.get(name) ?? '';
    const format = formatNamed(name);
    // Whole, it is one or two samples.
    expect([1, 2]).toContain(await imported(format, source));
    await fc.assert(
      fc.asyncProperty(damage, async (all) => {
        const copy = damagedCopy(source, all, newFolder());
        await imported(format, copy);
        await checked(format, copy);
      }),
      { numRuns: Number(process.env['QUADRAT_FUZZ'] ?? 30) },
    );
  });

  test.skipIf(!HAS_REAL_SOURCES)('real ones of others', { timeout: 120_000 }, async () => {
    for (const [name, source] of real) {
      const format = formatNamed(name);
      expect(await imported(format, source), source).toEqual(expect.any(Number));
      await fc.assert(
        fc.asyncProperty(damage, async (all) => {
          await imported(format, damagedCopy(source, all, newFolder()));
        }),
        { numRuns: 8 },
      );
    }
  });
});
