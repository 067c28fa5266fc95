import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { describe, expect, onTestFinished, test } from 'vitest';
import { childRunner } from '../../../src/dataset/store/child-runner.ts';
import { inPlaceRunner, type QueryRunner } from '../../../src/dataset/store/query-runner.ts';
import { importSamples, sampleOf, temporaryFolder, testLibrary } from '../library-fixture.ts';

/** Runs for minutes. */
const ENDLESS = {
  text: 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n LIMIT 1',
  params: [],
};
const COUNT = { text: 'SELECT count(*) FROM sample', params: [] };

async function datasetFile(): Promise<string> {
  const home = temporaryFolder();
  await importSamples(testLibrary(home), 'reef', [sampleOf('1.jpg'), sampleOf('2.jpg')]);
  return join(home, 'datasets', 'reef.sqlite');
}

function closing(runner: QueryRunner): QueryRunner {
  onTestFinished(() => runner.close());
  return runner;
}

const never = new AbortController().signal;

describe('child runner', () => {
  test('a query that runs for minutes is cancelled at once, and the next one answers', async () => {
    const runner = closing(childRunner(await datasetFile(), process.execPath));
    expect(await runner.all(COUNT, never)).toEqual([[2]]);
    const controller = new AbortController();
    const endless = runner.all(ENDLESS, controller.signal);
    const aborted = performance.now();
    controller.abort();
    await expect(endless).rejects.toMatchObject({ name: 'UserError', code: 'cancelled' });
    expect(performance.now() - aborted).toBeLessThan(1_000);
    expect(await runner.all(COUNT, never)).toEqual([[2]]);
  });

  test.runIf(process.platform === 'linux')('statements that are no longer kept take no memory', async () => {
    const file = await datasetFile();
    const runner = new URL('../../../src/dataset/store/child-runner.ts', import.meta.url).href;
    const program = `
      import { readFileSync } from 'node:fs';
      import { childRunner } from ${JSON.stringify(runner)};
      const runner = childRunner(${JSON.stringify(file)}, process.execPath);
      const columns = Array.from({ length: 1000 }, (_, i) => 'max(sample.id) AS c' + i).join(', ');
      const ask = async (from, to) => {
        for (let i = from; i < to; i++) {
          await runner.all({ text: 'SELECT ' + columns + ' FROM sample LIMIT ' + i, params: [] }, new AbortController().signal);
        }
      };
      const megabytes = () => {
        const child = readFileSync('/proc/self/task/' + process.pid + '/children', 'utf8').trim();
        return Number(/VmRSS:\\s+(\\d+)/.exec(readFileSync('/proc/' + child + '/status', 'utf8'))[1]) / 1024;
      };
      await ask(0, 300);
      const before = megabytes();
      await ask(300, 1300);
      console.log(String(Math.round(megabytes() - before)));
      await runner.close();
    `;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(Number(stdout)).toBeLessThan(60);
  });

  test('a process that cancelled a query and closed nothing ends, and quickly', async () => {
    const file = await datasetFile();
    const runner = new URL('../../../src/dataset/store/child-runner.ts', import.meta.url).href;
    const program = `
      import { childRunner } from ${JSON.stringify(runner)};
      const runner = childRunner(${JSON.stringify(file)}, process.execPath);
      await runner.all(${JSON.stringify(COUNT)}, new AbortController().signal);
      const controller = new AbortController();
      const endless = runner.all(${JSON.stringify(ENDLESS)}, controller.signal);
      setTimeout(() => { globalThis.at = performance.now(); controller.abort(); }, 100);
      const code = await endless.catch((error) => error.code);
      const [[count]] = await runner.all(${JSON.stringify(COUNT)}, new AbortController().signal);
      const closing = childRunner(${JSON.stringify(file)}, process.execPath);
      await closing.all(${JSON.stringify(COUNT)}, new AbortController().signal);
      await closing.close();
      process.on('exit', () => console.log(code, String(count) + ' ' + Math.round(performance.now() - globalThis.at)));
    `;
    const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    const [code, count, milliseconds] = stdout.trim().split(' ');
    expect([code, count]).toEqual(['cancelled', '2']);
    expect(Number(milliseconds)).toBeLessThan(3_000);
  });

  test('answers queries in the order in which they were asked', async () => {
    const runner = closing(childRunner(await datasetFile(), process.execPath));
    const ask = (n: number): Promise<unknown> => runner.all({ text: 'SELECT ?', params: [n] }, never);
    expect(await Promise.all([1, 2, 3].map(ask))).toEqual([[[1]], [[2]], [[3]]]);
  });

  test('passes on bytes, texts, missing values and large results', async () => {
    const runner = closing(childRunner(await datasetFile(), process.execPath));
    const [row] = await runner.all({ text: 'SELECT ?, ?, ?, zeroblob(3)', params: [null, 'récif\u0000', 1.5] }, never);
    expect(row?.slice(0, 3)).toEqual([null, 'récif\u0000', 1.5]);
    expect(Buffer.from(row?.[3] as Uint8Array)).toEqual(Buffer.alloc(3));
    const [large] = await runner.all({ text: 'SELECT zeroblob(20000000)', params: [] }, never);
    expect((large?.[0] as Uint8Array).length).toBe(20_000_000);
  });

  test('an error of the file is one of the user, an error of SQL is a bug', async () => {
    const runner = closing(childRunner(join(temporaryFolder(), 'none.sqlite'), process.execPath));
    await expect(runner.all(COUNT, never)).rejects.toMatchObject({ name: 'UserError', code: 'not-found' });
    const other = closing(childRunner(await datasetFile(), process.execPath));
    await expect(other.all({ text: 'SELECT missing_column FROM sample', params: [] }, never)).rejects.toThrow(
      'no such column: missing_column',
    );
    expect(await other.all(COUNT, never)).toEqual([[2]]);
  });

  test('a program that is no Node is reported, not waited for', async () => {
    const runner = closing(childRunner(await datasetFile(), '/nonexistent/node'));
    await expect(runner.all(COUNT, never)).rejects.toThrow('ENOENT');
  });

  test('what waits when the dataset is closed is cancelled', async () => {
    const runner = childRunner(await datasetFile(), process.execPath);
    const endless = runner.all(ENDLESS, never);
    const outcome = endless.catch((error: unknown) => error);
    await runner.all({ text: 'SELECT 1', params: [] }, AbortSignal.abort()).catch(() => undefined);
    await runner.close();
    expect(await outcome).toMatchObject({ code: 'cancelled' });
  }, 10_000);
});

describe('in-place runner', () => {
  test('answers, refuses to write, and does not begin what is cancelled', async () => {
    const runner = closing(inPlaceRunner(await datasetFile()));
    expect(await runner.all(COUNT, never)).toEqual([[2]]);
    await expect(runner.all({ text: 'DELETE FROM sample RETURNING id', params: [] }, never)).rejects.toMatchObject({
      code: 'unwritable',
    });
    await expect(runner.all(ENDLESS, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('searches by JavaScript regular expressions', async () => {
    const runner = closing(inPlaceRunner(await datasetFile()));
    const search = async (pattern: string, flags: string, text: string | null): Promise<unknown> =>
      (await runner.all({ text: 'SELECT regexp_search(?, ?, ?)', params: [pattern, flags, text] }, never))[0]?.[0];
    expect(await search('^por', 'i', 'Porites')).toBe(1);
    expect(await search('^por', '', 'Porites')).toBe(0);
    expect(await search('o', 'g', 'oo')).toBe(1);
    expect(await search('o', 'g', 'oo')).toBe(1);
    expect(await search('o', '', null)).toBeNull();
  });
});
