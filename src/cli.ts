import { enableCompileCache, getCompileCacheDir } from 'node:module';
import { totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { UserError } from './diagnostics.ts';
import { watchOutput } from './repl/lost-output.ts';

const OLDEST = [22, 18] as const;

/** The only place, beside the screen, that knows the process: everything below is handed what it needs. */
async function start(): Promise<number> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    process.stderr.write(`Quadrat needs Node ${OLDEST.join('.')} or newer; this is ${process.versions.node}\n`);
    return 1;
  }
  // Before anything large is imported: the second start finds it compiled.
  enableCompileCache(fileURLToPath(new URL('.compile-cache', import.meta.url)));
  const { main } = await import('./repl/main.ts');
  return main({
    argv: process.argv.slice(2),
    env: process.env,
    cwd: workingFolder,
    pid: process.pid,
    execPath: process.execPath,
    root: fileURLToPath(new URL('..', import.meta.url)),
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    now: () => performance.now(),
    runtime: {
      node: process.versions.node,
      oldestNode: OLDEST.join('.'),
      compileCache: getCompileCacheDir(),
      freeMemory: () => process.availableMemory(),
      memoryLimit: () => Math.min(process.constrainedMemory() || totalmem(), totalmem()),
      isAlive,
    },
    onInterrupt: (listener) => process.on('SIGINT', listener),
    output,
    openScreen: async (options) => {
      hasScreen = true;
      const { mount } = await import('./repl/ui/mount.tsx');
      return mount(options);
    },
  });
}

/** Asked only where a path depends on it: it may be gone. */
function workingFolder(): string {
  try {
    return process.cwd();
  } catch (cause) {
    throw new UserError('not-found', 'the working folder is gone', { hint: 'cd to one that is there', cause });
  }
}

/** Whether a process of this machine runs; one of another user may not be signalled, and runs. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

let hasScreen = false;
// The screen has to do with the terminal itself.
const output = watchOutput(process.stdout, () => hasScreen);
// Narration that nobody reads ends nothing.
process.stderr.on('error', (error) => {
  if (hasScreen) throw error;
});

process.exitCode = await start();
