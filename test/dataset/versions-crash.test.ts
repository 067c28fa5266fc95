import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { brokenVersions, killedVersions } from './killed-versions.ts';
import { importSamples, outline, sampleOf, temporaryFolder, testJob, testLibrary } from './library-fixture.ts';

const gt = Array.from({ length: 10 }, () => outline('Porites', [1, 1, 5, 1, 5, 5]));
const samples = Array.from({ length: 40 }, (_, i) => sampleOf(`reef/${String(i)}.jpg`, { labels: { gt } }));

describe('kill -9 during clone, snapshot, revert, backup and restore', () => {
  test.each([3, 14, 29, 41, 58, 90, 133])(
    'at progress %i: what was reported done is there and whole, and nothing is half',
    async (progress) => {
      const home = temporaryFolder();
      await importSamples(testLibrary(home), 'reef', samples);
      mkdirSync(join(home, 'media', 'reef', 'reef'), { recursive: true });
      for (let i = 0; i < 40; i++)
        writeFileSync(join(home, 'media', 'reef', 'reef', `${String(i)}.jpg`), `jpg ${String(i)}`);
      const said = await killedVersions(home, join(home, 'out'), progress);
      expect(await brokenVersions(home, said)).toEqual([]);
      // All of it runs again.
      const library = testLibrary(home);
      await library.clone('reef', 'after', { statement: 'clone', job: testJob() });
      await library.snapshot('reef', 'after', { statement: 'snapshot', job: testJob() });
      expect(await library.check('after', testJob())).toEqual([]);
    },
    60_000,
  );
});

describe.skipIf(!existsSync('/bin/sh'))('a disk that fills up', () => {
  test('during a clone is reported, and nothing is left', async () => {
    const home = temporaryFolder();
    const many = Array.from({ length: 800 }, (_, i) => sampleOf(`${String(i)}.jpg`, { labels: { gt } }));
    await importSamples(testLibrary(home), 'reef', many);
    // A limit on the size of files fails the same writes as a full disk does.
    const program = `
      import { openLibrary } from ${JSON.stringify(new URL('../../src/dataset/library.ts', import.meta.url).href)};
      const library = openLibrary({ home: ${JSON.stringify(home)}, reserved: new Set(), execPath: process.execPath, pid: process.pid });
      const job = { signal: new AbortController().signal, report: () => {} };
      const tell = ({ name, code, message }) => console.log(JSON.stringify({ name, code, message }));
      await library.clone('reef', 'copy', { statement: 'clone', job }).catch(tell);
    `;
    const script = `ulimit -f 1000; exec "$0" --input-type=module -e "$1"`;
    const { stdout } = spawnSync('/bin/sh', ['-c', script, process.execPath, program], { encoding: 'utf8' });
    expect(JSON.parse(stdout)).toMatchObject({ name: 'UserError', code: 'unwritable' });
    expect(readdirSync(join(home, 'tmp'))).toEqual([]);
    expect(await testLibrary(home).check('reef', testJob())).toEqual([]);
    expect((await testLibrary(home).list()).map(({ name }) => name)).toEqual(['reef']);
  }, 30_000);
});
