import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const quadrat = join(import.meta.dirname, '..', 'bin', 'quadrat');

let home: string;
let env: Record<string, string | undefined>;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'quadrat-interrupt-'));
  env = { PATH: process.env['PATH'], HOME: home, QUADRAT_HOME: join(home, 'state') };
  spawnSync(quadrat, ['import', 'demo', '--name', 'demo', '--samples', '6', '--no-media'], { env });
  writeFileSync(join(home, 'many.quadrat'), 'ds.count()\n'.repeat(5000));
}, 60_000);

afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

/** Interrupts when the first result has come. */
function interrupted(args: readonly string[]): Promise<{ readonly status: number | null; readonly stdout: string }> {
  return new Promise((resolve) => {
    const child = spawn(quadrat, [...args, '--json'], { cwd: home, env });
    let stdout = '';
    child.stdout.once('data', () => child.kill('SIGINT'));
    child.stdout.on('data', (chunk) => (stdout += String(chunk)));
    child.once('close', (status) => {
      resolve({ status, stdout });
    });
  });
}

test.each([
  ['run', ['run', 'many.quadrat']],
  ['replay', ['-c', 'ds.count()', '-c', 'replay many.quadrat']],
])('ends %s with a document', async (_, args) => {
  const { status, stdout } = await interrupted(args);
  expect(status).toBe(130);
  const documents = stdout.trimEnd().split('\n');
  expect(documents.length).toBeLessThan(5000);
  expect(JSON.parse(documents.at(-1) ?? '')).toMatchObject({
    step: documents.length,
    kind: 'error',
    code: 'cancelled',
  });
});
