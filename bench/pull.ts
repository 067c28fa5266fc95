import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { timesOf } from './measure.ts';

// node bench/pull.ts [300 16 3]: pulls so many pictures with so many outlines each from a stand-in, so many times, in turn with
// CVAT's own Python client where CVAT_SDK_PYTHON names a Python that has it. Whole processes, first without anything, then
// with all there. `npm run build` first.
const [PICTURES = 300, OUTLINES = 16, RUNS = 3] = process.argv.slice(2).map(Number);
const python = process.env['CVAT_SDK_PYTHON'];
const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

type Run = { readonly ms: number; readonly peak: string };

function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Run {
  const start = performance.now();
  const { status, stderr, stdout } = spawnSync(file, args, { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${file} ended with ${String(status)}: ${stdout}${stderr}`);
  return { ms: performance.now() - start, peak: /peak (\d+ MB)/u.exec(stderr)?.[1] ?? '' };
}

/** In a new folder: once with nothing there, once again. */
function twice(file: string, args: (folder: string) => readonly string[], env: (folder: string) => NodeJS.ProcessEnv) {
  const folder = mkdtempSync(join(tmpdir(), 'quadrat-pull-'));
  try {
    const [first, again] = [0, 1].map(() => run(file, args(folder), env(folder)));
    return { first, again };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function report(what: string, runs: readonly (Run | undefined)[]): void {
  const { median, min, max } = timesOf(runs.map((one) => one?.ms ?? NaN));
  const times = [median, min, max].map((ms) => `${(ms / 1000).toFixed(2)} s`);
  console.log(`| ${what} | ${times.join(' | ')} | ${runs.at(-1)?.peak ?? ''} |`);
}

const server = spawn(process.execPath, [at('cvat-server.ts'), String(PICTURES), String(OUTLINES)], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const [url = ''] = await new Promise<readonly string[]>((resolve) => {
    createInterface(server.stdout).once('line', (line) => {
      resolve([line]);
    });
  });
  const ours = () =>
    twice(
      process.execPath,
      () => ['--import', at('peak-memory.mjs'), at('../dist/cli.js'), 'pull', 'reef'],
      (home) => ({ ...process.env, QUADRAT_HOME: home, CVAT_URL: url, CVAT_API_TOKEN: 'TOKEN' }),
    );
  const theirs = () =>
    twice(
      python ?? '',
      (cache) => [at('pull.py'), url, cache],
      () => process.env,
    );
  const pairs = Array.from({ length: RUNS }, () => ({
    ours: ours(),
    theirs: python === undefined ? undefined : theirs(),
  }));
  console.log('| | median | least | most | peak memory |\n| --- | --- | --- | --- | --- |');
  report(
    'quadrat pull',
    pairs.map((pair) => pair.ours.first),
  );
  report(
    'quadrat pull again',
    pairs.map((pair) => pair.ours.again),
  );
  if (python !== undefined) {
    report(
      'cvat-sdk',
      pairs.map((pair) => pair.theirs?.first),
    );
    report(
      'cvat-sdk again',
      pairs.map((pair) => pair.theirs?.again),
    );
  }
} finally {
  server.kill();
}
