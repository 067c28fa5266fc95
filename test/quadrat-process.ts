import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const QUADRAT = join(import.meta.dirname, '..', 'bin', 'quadrat');

/** How a process ended, and what it printed. */
export type Run = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

/** The built program in a folder of its own, which is its home, too. */
export type QuadratIn = {
  readonly quadrat: (
    args: readonly string[],
    options?: { readonly input?: string; readonly env?: Record<string, string> },
  ) => Run;
  /** What a shell makes of a line, in which `quadrat` is ours. */
  readonly shell: (line: string) => Run;
};

/** Runs it there, 80 columns wide. */
export function quadratIn(home: string): QuadratIn {
  const run = (program: string, args: readonly string[], input: string, more: Record<string, string> = {}): Run => {
    const env = { PATH: process.env['PATH'], HOME: home, QUADRAT_HOME: join(home, 'state'), COLUMNS: '80', ...more };
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: home, encoding: 'utf8', input, env });
    return { status, stdout, stderr };
  };
  return {
    quadrat: (args, { input = '', env = {} } = {}) => run(QUADRAT, args, input, env),
    shell: (line) => run('sh', ['-c', `quadrat() { '${QUADRAT}' "$@"; }\n${line}`], ''),
  };
}
