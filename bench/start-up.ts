import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareProcesses, reportLine, timesOf } from './measure.ts';
import { timeToPrompt } from './time-to-prompt.ts';

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
  const prompts: number[] = [];
  for (let run = 0; run <= RUNS; run++) {
    const ms = await timeToPrompt([node, cli, 'demo'], env);
    if (run > 0) prompts.push(ms);
  }
  console.log('| start-up | median | times bare node |\n|---|---|---|');
  console.log(reportLine('`node -e 1`', bare, bare));
  console.log(reportLine('`python3 -c "import json"`', python, bare));
  console.log(reportLine('`quadrat info demo`', info, bare));
  console.log(reportLine("`quadrat -d demo -c 'ds.count()'`", count, bare));
  console.log(reportLine('first prompt', timesOf(prompts), bare));
} finally {
  rmSync(home, { recursive: true, force: true });
}
