import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareProcesses, reportLine, timesOf } from './measure.ts';
import { type Prompted, timeToPrompt } from './time-to-prompt.ts';

const cli = new URL('../dist/cli.js', import.meta.url).pathname;
const node = process.execPath;
const RUNS = 11;

/** Prints how long Quadrat takes to start, as ratios to a bare Node run beside it. */
const home = mkdtempSync(join(tmpdir(), 'quadrat-bench-'));
const env = { ...process.env, QUADRAT_HOME: home };
try {
  compareProcesses([[node, cli, 'import', 'demo', '--no-media']], 0, env);
  const [bare, python, info, count] = compareProcesses(
    [
      [node, '-e', '1'],
      ['python3', '-c', 'import json'],
      [node, cli, 'info', 'demo'],
      [node, cli, '-d', 'demo', '-c', 'ds.count()'],
    ],
    RUNS,
    env,
  );
  if (bare === undefined || python === undefined || info === undefined || count === undefined)
    throw new Error('no times');
  const prompted: Prompted[] = [];
  for (let run = 0; run <= RUNS; run++) {
    const moments = await timeToPrompt([node, cli, 'demo'], env);
    if (run > 0) prompted.push(moments);
  }
  console.log('| start-up | median | times bare node |\n|---|---|---|');
  console.log(reportLine('`node -e 1`', bare, bare));
  console.log(reportLine('`python3 -c "import json"`', python, bare));
  console.log(reportLine('`quadrat info demo`', info, bare));
  console.log(reportLine("`quadrat -d demo -c 'ds.count()'`", count, bare));
  for (const [what, moments] of [
    ['first prompt', prompted.map(({ prompt }) => prompt)],
    ['a prompt that takes keys', prompted.map(({ keys }) => keys)],
  ] as const) {
    console.log(reportLine(what, timesOf(moments.map(({ clock }) => clock)), bare));
    console.log(`| ${what}, processor | ${String(timesOf(moments.map(({ processor }) => processor)).median)} ms | |`);
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
