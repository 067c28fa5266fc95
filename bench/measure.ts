import { spawnSync } from 'node:child_process';

/** Wall times in milliseconds of runs of one thing. */
export type Times = { readonly median: number; readonly min: number; readonly max: number };

/** Medians over `runs` measured runs, after one that is not counted. */
export function timesOf(samples: readonly number[]): Times {
  const sorted = samples.toSorted((a, b) => a - b);
  return { median: sorted[Math.floor(sorted.length / 2)] ?? NaN, min: sorted[0] ?? NaN, max: sorted.at(-1) ?? NaN };
}

/** Whole processes in turn, A B A B ..., so that a drift of the machine hits both; one run of each is not counted. */
export function compareProcesses(
  commands: readonly (readonly string[])[],
  runs: number,
  env: NodeJS.ProcessEnv,
): readonly Times[] {
  const samples: number[][] = commands.map(() => []);
  for (let run = 0; run <= runs; run++) {
    for (const [i, [file = '', ...args]] of commands.entries()) {
      const start = performance.now();
      const { status, stderr } = spawnSync(file, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
      if (status !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${String(status)}: ${stderr}`);
      if (run > 0) samples[i]?.push(performance.now() - start);
    }
  }
  return samples.map(timesOf);
}

/** Asynchronous work in turn, one run of each not counted. */
export async function compareWork(work: readonly (() => unknown)[], runs: number): Promise<readonly Times[]> {
  const samples: number[][] = work.map(() => []);
  for (let run = 0; run <= runs; run++) {
    for (const [i, one] of work.entries()) {
      const start = performance.now();
      await one();
      if (run > 0) samples[i]?.push(performance.now() - start);
    }
  }
  return samples.map(timesOf);
}

/** A line of a report: what, its median, and its ratio to what was run beside it. */
export function reportLine(what: string, { median }: Times, beside: Times): string {
  return `| ${what} | ${median.toFixed(1)} ms | ${(median / beside.median).toPrecision(2)} |`;
}
