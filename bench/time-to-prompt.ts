import pty from '@lydell/node-pty';

/** Milliseconds from the start of the process to the first prompt on its terminal. */
export async function timeToPrompt(
  [file, ...args]: readonly [string, ...string[]],
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const start = performance.now();
  const child = pty.spawn(file, args, {
    cols: 80,
    rows: 24,
    env: { ...env, CI: 'false', TERM: 'xterm-256color' },
  });
  const { promise, resolve } = Promise.withResolvers<number>();
  let seen = '';
  child.onData((data) => {
    seen += data;
    if (/demo\S*>|ds>/u.test(seen)) resolve(performance.now() - start);
  });
  const ms = await promise;
  child.kill('SIGKILL');
  return ms;
}
