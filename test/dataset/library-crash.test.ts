import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { importSamples, sampleOf, temporaryFolder, testLibrary } from './library-fixture.ts';

const LIBRARY = new URL('../../src/dataset/library.ts', import.meta.url).href;

/** A program that imports into `home` until it is stopped, or `samples` samples; it prints a line after the first batch. */
function importer(home: string, samples: number): string {
  return `
    import { openLibrary } from ${JSON.stringify(LIBRARY)};
    const library = openLibrary({ home: ${JSON.stringify(home)}, reserved: new Set(), execPath: process.execPath, pid: process.pid });
    const job = { signal: new AbortController().signal, report: () => undefined };
    const xy = Array.from({ length: 40 }, (_, i) => i / 7);
    const label = { kind: 'polyline', units: 'pixel', rings: [{ xy, hole: false }], closed: true, filled: true, label: 'a', confidence: null, tags: [], attributes: {} };
    try {
      await library.create('reef', { statement: 'import', job }, async (writer) => {
        for (let i = 0; i < ${String(samples)}; i++) {
          writer.write([{ filepath: i + '.jpg', width: 9, height: 9, tags: [], fields: {}, labels: { gt: Array(50).fill(label) } }]);
          if (i === 100) console.log('importing');
          if (i % 100 === 0) await new Promise(setImmediate);
        }
      });
      console.log('done');
    } catch (error) {
      console.log(JSON.stringify({ name: error.name, code: error.code, message: error.message, hint: error.hint }));
    }
  `;
}

function start(program: string): ChildProcess {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

describe('kill -9 during an import', () => {
  test('leaves the library as before, and the import runs again', async () => {
    const home = temporaryFolder();
    await importSamples(testLibrary(home), 'other', [sampleOf('1.jpg')]);
    const other = readFileSync(join(home, 'datasets', 'other.sqlite'));
    const child = start(importer(home, 1e9));
    await once(child.stdout ?? child, 'data');

    testLibrary(home); // one that is still running is not taken for a leftover
    expect(readdirSync(join(home, 'tmp'))).toHaveLength(1);

    child.kill('SIGKILL');
    await once(child, 'close');
    expect(readdirSync(join(home, 'tmp'))).toHaveLength(1);
    const library = testLibrary(home);
    expect(readdirSync(join(home, 'tmp'))).toEqual([]);
    expect((await library.list()).map(({ name }) => name)).toEqual(['other']);
    expect(readFileSync(join(home, 'datasets', 'other.sqlite')).equals(other)).toBe(true);
    await importSamples(library, 'reef', [sampleOf('1.jpg')]);
    expect(await library.list()).toMatchObject([{ name: 'other' }, { name: 'reef', samples: 1 }]);
  }, 30_000);
});

describe.skipIf(!existsSync('/bin/sh'))('a disk that fills up during an import', () => {
  test('is reported, and nothing is left', () => {
    const home = temporaryFolder();
    // A limit on the size of files fails the same writes as a full disk does.
    const script = `ulimit -f 16000; exec "$0" --input-type=module -e "$1"`;
    const { stdout } = spawnSync('/bin/sh', ['-c', script, process.execPath, importer(home, 20_000)], {
      encoding: 'utf8',
    });
    const [first, last] = stdout.trim().split('\n');
    expect(first).toBe('importing');
    expect(JSON.parse(last ?? '')).toMatchObject({
      name: 'UserError',
      code: 'unwritable',
      message: expect.stringMatching(/reef\.sqlite could not be written .*nothing was changed/) as string,
    });
    expect(readdirSync(join(home, 'tmp'))).toEqual([]);
    expect(existsSync(join(home, 'datasets', 'reef.sqlite'))).toBe(false);
  }, 30_000);
});
