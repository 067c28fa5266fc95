import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { QueryRunner } from '../../../src/dataset/store/query-runner.ts';
import { queryProcesses } from '../../../src/dataset/store/query-processes.ts';
import { importSamples, sampleOf, temporaryFolder, testLibrary } from '../library-fixture.ts';

/** Runs for minutes. */
const ENDLESS = {
  text: 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n LIMIT 1',
  params: [],
};
const COUNT = { text: 'SELECT count(*) FROM sample', params: [] };
const never = new AbortController().signal;

/** Runners of so many datasets, each with a number of samples of its own, that keep two processes. */
async function runners(count: number): Promise<readonly QueryRunner[]> {
  const home = temporaryFolder();
  const open = queryProcesses(process.execPath, 2);
  const made: QueryRunner[] = [];
  for (let i = 0; i < count; i++) {
    const name = `reef${String(i)}`;
    await importSamples(
      testLibrary(home),
      name,
      Array.from({ length: i + 1 }, (_, n) => sampleOf(`${String(n)}.jpg`)),
    );
    made.push(open(join(home, 'datasets', `${name}.sqlite`)));
  }
  onTestFinished(async () => {
    for (const runner of made) await runner.close();
  });
  return made;
}

/** How many query processes of ours there are that have not ended. */
function processes(): number {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/u.test(pid)) return false;
    try {
      const [state = '', parent = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      const isOurs = Number(parent) === process.pid && state !== 'Z';
      return isOurs && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('query-worker');
    } catch {
      return false;
    }
  }).length;
}

const counted = async (runner: QueryRunner | undefined): Promise<unknown> =>
  (await runner?.all(COUNT, never))?.[0]?.[0];

test.runIf(process.platform === 'linux')(
  'only those of the latest datasets stay, and the others start again when asked',
  async () => {
    const all = await runners(4);
    for (const [i, runner] of all.entries()) {
      expect(await counted(runner)).toBe(i + 1);
      await expect.poll(processes).toBe(Math.min(2, i + 1));
    }
    expect(await counted(all[0])).toBe(1);
    expect(await counted(all[1])).toBe(2);
    await expect.poll(processes).toBe(2);
  },
);

test.runIf(process.platform === 'linux')('what runs is let alone, and ends when it has been answered', async () => {
  const [busy, ...others] = await runners(4);
  const stop = new AbortController();
  const endless = busy?.all(ENDLESS, stop.signal);
  const waiting = busy?.all(COUNT, never);
  for (const [i, runner] of others.entries()) expect(await counted(runner)).toBe(i + 2);
  await expect.poll(processes).toBe(3);
  stop.abort();
  await expect(endless).rejects.toMatchObject({ code: 'cancelled' });
  expect((await waiting)?.[0]?.[0]).toBe(1);
  await expect.poll(processes).toBe(2);
});

test('one whose process has been ended is closed all the same', async () => {
  const all = await runners(3);
  for (const runner of all) await counted(runner);
  await all[0]?.close();
  await expect(all[0]?.all(COUNT, never)).rejects.toMatchObject({ code: 'cancelled' });
  expect(await counted(all[1])).toBe(2);
});
