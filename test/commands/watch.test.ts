import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'quadrat-watch-'));
const env = { ...process.env, QUADRAT_HOME: home };

beforeAll(() => {
  quadrat('import', 'demo', '--name', 'reef', '--no-media', '--samples', '12');
}, 60_000);

afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

function quadrat(...args: readonly string[]): void {
  execFileSync(process.execPath, [CLI, ...args], { env, stdio: 'ignore' });
}

type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

/** Watches; `heard` is called after each line that it prints. */
function watch(
  args: readonly string[],
  heard: (lines: number, stop: () => void) => void = () => undefined,
): Promise<Ended> {
  const child = spawn(process.execPath, [CLI, 'watch', ...args, '-d', 'reef', '--color', 'never'], { env });
  let [out, err, lines] = ['', '', 0];
  child.stdout.on('data', (text) => {
    out += String(text);
    const now = out.split('\n').length - 1;
    if (now === lines) return;
    lines = now;
    heard(lines, () => child.kill('SIGINT'));
  });
  child.stderr.on('data', (text) => (err += String(text)));
  return new Promise((resolve) => {
    child.once('close', (code) => {
      resolve({ code, out, err });
    });
  });
}

test('JSON: a document for the first answer and one whenever it is another, until so many changes', async () => {
  const { code, out, err } = await watch(["ds.countValues('tags')", '--json', '--changes', '2'], (lines) => {
    if (lines === 1) {
      quadrat('-d', 'reef', '-c', "ds.saveView('nothing that is counted')");
      quadrat('-d', 'reef', '-c', "ds.limit(3).tag('seen')");
    } else if (lines === 2) quadrat('-d', 'reef', '-c', "ds.limit(1).untag('seen')");
  });
  expect(code, err).toBe(0);
  const documents = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly changes: number; readonly changed: readonly unknown[] });
  expect(documents.map(({ changes, changed }) => [changes, changed])).toEqual([
    [0, []],
    [1, [{ key: ['seen'], values: [3], change: 'new', by: [null] }]],
    [2, [{ key: ['seen'], values: [2], change: 'changed', by: [-1] }]],
  ]);
}, 60_000);

test('it goes on until a condition holds', async () => {
  const { code, out, err } = await watch(
    ["ds.matchTags('done').count()", '--until', "ds.matchTags('done').count() >= 2"],
    (lines) => {
      quadrat('-d', 'reef', '-c', `ds.limit(${String(lines)}).tag('done')`);
    },
  );
  expect(code, err).toBe(0);
  expect(out.trimEnd().split('\n')).toEqual([
    "[1] ds.matchTags('done').count()  0",
    "[1] ds.matchTags('done').count()  1  +1  1 change",
    "[1] ds.matchTags('done').count()  2  +1  2 changes",
  ]);
}, 60_000);

test('an interrupt ends it with 130', async () => {
  const { code, out } = await watch(['ds'], (_lines, stop) => {
    stop();
  });
  expect(code).toBe(130);
  expect(out).toContain('samples          12');
}, 60_000);

test.each([
  [['ds.first()'], 1, 'there is nothing to follow'],
  [['ds.nothing()'], 1, 'unknown-verb'],
  [['1 + 1'], 1, 'a statement starts from a dataset or a variable'],
  [[], 2, 'watch needs EXPRESSION'],
  [['ds', '--interval', '0.1'], 2, '--interval is a number of seconds from 0.5 on'],
  [['--stop', 'x'], 2, '--stop is the number of a watch'],
  [['--stop', '3'], 1, 'there is no watch 3'],
])('%j is refused', async (args, status, message) => {
  const { code, out, err } = await watch(args);
  expect([code, out]).toEqual([status, '']);
  expect(err).toContain(message);
});
