import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';

const runner = new URL('../../../src/dataset/store/child-runner.ts', import.meta.url).href;

/** A process that asks for something that never ends. */
const ASKS = `
  import { childRunner } from '${runner}';
  const endless = 'with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n';
  const asked = childRunner(process.argv[1], process.execPath).all({ text: endless, params: [] }, new AbortController().signal);
  console.log('asked');
  await asked;
`;

test.skipIf(!existsSync('/proc/self/task'))('a query does not outlive a shell that was killed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'quadrat-orphan-'));
  const file = join(folder, 'any.sqlite');
  new Database(file).exec('create table t(x)').close();
  const shell = spawn(process.execPath, ['--input-type=module', '-e', ASKS, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(shell.stdout, 'data');
  const pid = String(shell.pid);
  const query = (): string => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  // Its thread is there: from then on it hears.
  await expect.poll(() => isThreaded(query())).toBe(true);
  const asked = query();
  shell.kill('SIGKILL');
  await once(shell, 'exit');
  await expect.poll(() => isRunning(asked), { timeout: 5_000 }).toBe(false);
  await rm(folder, { recursive: true, force: true });
});

/** Whether the process runs the thread that listens: it holds the pipe open and waits in a read. */
function isThreaded(pid: string): boolean {
  if (pid === '') return false;
  const threads = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/Threads:\s*(\d+)/u.exec(threads)?.[1]) > 0 && existsSync(`/proc/${pid}/fd/3`);
}

function isRunning(pid: string): boolean {
  return existsSync(`/proc/${pid}`) && !/State:\s*Z/u.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
}
