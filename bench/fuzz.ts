import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { Report } from './fuzz-worker.ts';

// node bench/fuzz.ts 1000000 [FIRST SEED]      statements made at random; exits with 1 where one ends in a bug or hangs
const COUNT = Number(process.argv[2] ?? 100_000);
const FIRST = Number(process.argv[3] ?? 0);
/** Milliseconds after which an input counts as one that hangs. */
const PATIENCE = 20_000;
const FAILED = 'fuzz-failures.jsonl';

type Failure = { readonly seed: number; readonly text: string; readonly what: string };
const outcomes: Record<string, number> = {};
const failures: Failure[] = [];
let slowest: { readonly ms: number; readonly text: string }[] = [];
const started = performance.now();
for (let next = FIRST; next < FIRST + COUNT;) next = await runFrom(next);
summarise();

/** Tries inputs until all are done or one ends the process; resolves to the seed to go on with. */
function runFrom(first: number): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const worker = fork(new URL('./fuzz-worker.ts', import.meta.url), [String(first), String(FIRST + COUNT)], {
    serialization: 'advanced',
  });
  let last: { readonly seed: number; readonly text: string } = { seed: first, text: '' };
  let hung = false;
  let watch = setTimeout(giveUp, PATIENCE);
  function giveUp(): void {
    hung = true;
    worker.kill('SIGKILL');
  }
  worker.on('message', (message) => {
    const report = message as Report;
    if (report.kind === 'trying') last = report;
    else note(report);
    clearTimeout(watch);
    watch = setTimeout(giveUp, PATIENCE);
  });
  worker.on('exit', (code) => {
    clearTimeout(watch);
    if (code === 0) {
      resolve(FIRST + COUNT);
      return;
    }
    failures.push({
      ...last,
      what: hung ? `nothing after ${String(PATIENCE)} ms` : `the process ended: ${String(code)}`,
    });
    resolve(last.seed + 1);
  });
  return promise;
}

function note(report: Exclude<Report, { kind: 'trying' }>): void {
  if (report.kind === 'bug') failures.push(report);
  else if (report.kind === 'slow') slowest = [...slowest, report].toSorted((a, b) => b.ms - a.ms).slice(0, 10);
  else for (const [kind, count] of Object.entries(report.outcomes)) outcomes[kind] = (outcomes[kind] ?? 0) + count;
}

function summarise(): void {
  const seconds = (performance.now() - started) / 1000;
  const tried = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  console.log(`${String(COUNT)} statements in ${seconds.toFixed(0)} s, ${(tried / seconds).toFixed(0)} a second`);
  for (const [kind, count] of Object.entries(outcomes)) console.log(`${kind.padEnd(9)} ${String(count)}`);
  console.log('slowest, in milliseconds');
  for (const { ms, text } of slowest)
    console.log(`${ms.toFixed(0).padStart(6)}  ${JSON.stringify(text.slice(0, 150))}`);
  if (failures.length === 0) return;
  writeFileSync(FAILED, failures.map((failure) => `${JSON.stringify(failure)}\n`).join(''));
  console.log(`${String(failures.length)} failed: see ${FAILED}`);
  for (const { seed, what } of failures.slice(0, 10)) console.log(`seed ${String(seed)}: ${what.slice(0, 200)}`);
  process.exitCode = 1;
}
