import { readFileSync } from 'node:fs';
import pty from '@lydell/node-pty';

/** Milliseconds since a process was started; `processor` is what it had used of a processor by then, in steps of 10. */
export type Moment = { readonly clock: number; readonly processor: number };

/** When the prompt was first on the terminal, and when it took keys. */
export type Prompted = { readonly prompt: Moment; readonly keys: Moment };

/** Opens a shell on a terminal and ends it when its prompt takes keys. */
export async function timeToPrompt(
  [file, ...args]: readonly [string, ...string[]],
  env: NodeJS.ProcessEnv,
): Promise<Prompted> {
  const start = performance.now();
  const child = pty.spawn(file, args, {
    cols: 80,
    rows: 24,
    env: { ...env, CI: 'false', TERM: 'xterm-256color' },
  });
  const now = (): Moment => ({ clock: performance.now() - start, processor: processorTime(child.pid) });
  const { promise, resolve } = Promise.withResolvers<Prompted>();
  let seen = '';
  let prompt: Moment | undefined;
  child.onData((data) => {
    seen += data;
    if (/demo\S*>|ds>/u.test(seen)) prompt ??= now();
    if (prompt !== undefined && seen.includes(FIRST_FRAME)) resolve({ prompt, keys: now() });
  });
  const prompted = await promise;
  child.kill('SIGKILL');
  return prompted;
}

/** The end of a synchronised update: the screen has drawn the prompt, and reads. */
const FIRST_FRAME = '\x1b[?2026l';

/** User and system time of a process, where the system tells of it: Linux. */
function processorTime(pid: number): number {
  try {
    const [, fields = ''] = readFileSync(`/proc/${String(pid)}/stat`, 'utf8').split(') ');
    const [user = NaN, system = NaN] = fields.split(' ').slice(11, 13).map(Number);
    return (user + system) * 10;
  } catch {
    return NaN;
  }
}
