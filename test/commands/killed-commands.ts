import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Library, openLibrary } from '../../src/dataset/library.ts';
import { wholeDataset } from '../../src/dataset/query/plan.ts';

/** A command of the built product that is killed. */
export type KilledCommand = {
  /** Folder of all datasets as it is before the command; copied for each try. */
  readonly template: string;
  readonly words: readonly string[];
  /** The dataset that it makes or changes. */
  readonly dataset: string;
  readonly env?: Readonly<Record<string, string>>;
};

/** Where the product runs. `killAfter`: milliseconds. `largestFile`: blocks of 512 bytes, beyond which writing fails as on a full disk. */
export type RunOptions = {
  readonly home: string;
  readonly env?: KilledCommand['env'] | undefined;
  readonly killAfter?: number;
  readonly largestFile?: number;
};

/** How it ended; `code` is null where it was killed. */
export type Run = { readonly code: number | null; readonly said: string; readonly ms: number };

/** The command as it runs to its end: what the dataset was and is, when its work began at the latest, and when it ended. */
export type WholeRun = {
  readonly before: string;
  readonly after: string;
  readonly start: number;
  readonly end: number;
};

/** What came of a kill. */
export type Killed = {
  /** Whether it had ended by itself before. */
  readonly ended: boolean;
  /** Whether it had reported that it is done. */
  readonly said: boolean;
  readonly left: 'before' | 'after' | 'neither';
  readonly wrong: readonly string[];
};

/** Runs the product in the folder of all datasets, and kills it where a time is given. */
export async function runProduct(words: readonly string[], options: RunOptions): Promise<Run> {
  const { home, env, killAfter, largestFile } = options;
  const started = performance.now();
  const command = [process.execPath, CLI, ...words, '--json'];
  const limit = largestFile === undefined ? '' : `ulimit -f ${String(largestFile)}; `;
  const child = spawn('/bin/sh', ['-c', `${limit}exec "$0" "$@"`, ...command], {
    env: { ...process.env, ...env, QUADRAT_HOME: home, NO_COLOR: '1' },
    cwd: home,
    stdio: ['ignore', 'pipe', 'pipe'],
    killSignal: 'SIGKILL',
    ...(killAfter !== undefined && { timeout: Math.max(1, Math.round(killAfter)) }),
  });
  let said = '';
  const hear = (text: Buffer): void => {
    said += text.toString();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  await once(child, 'close');
  return { code: child.exitCode, said, ms: performance.now() - started };
}

/** Runs a command to its end; its work begins after the time that a command takes which does next to nothing. */
export async function wholeRun({ template, env, words, dataset }: KilledCommand, home: string): Promise<WholeRun> {
  place(template, home);
  const before = await stateOf(home, dataset);
  const start = (await runProduct(['datasets'], { home, env })).ms;
  const { code, said, ms } = await runProduct(words, { home, env });
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${String(code)}: ${said}`);
  const after = await stateOf(home, dataset);
  if (after === before) throw new Error(`${words.join(' ')} changes nothing`);
  return { before, after, start: Math.min(start, ms / 2), end: ms };
}

/**
 * Kills a command after so many milliseconds. Then the dataset must be as before it or as after it, after it where it had said
 * that it is done, and everything in the folder whole; the same command must then do what is missing, and `undo` take it back.
 */
export async function killedCommand(
  command: KilledCommand,
  home: string,
  { killAfter, whole }: { readonly killAfter: number; readonly whole: WholeRun },
): Promise<Killed> {
  const { template, env, words, dataset } = command;
  place(template, home);
  const { said, code } = await runProduct(words, { home, env, killAfter });
  const isSaid = said.includes('"kind":"change"');
  const wrong = await wrongIn(home);
  const state = await stateOf(home, dataset);
  const left = state === whole.before ? 'before' : state === whole.after ? 'after' : 'neither';
  if (left === 'neither') wrong.push(`neither as before nor as after: ${state}`);
  if (isSaid && left !== 'after') wrong.push('lost: it was reported done');
  if (!isSaid && code === 0) wrong.push(`it ended and said nothing: ${said}`);
  wrong.push(...(await again(command, home, { left, whole })));
  return { ended: code !== null, left, said: isSaid, wrong };
}

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

const ABSENT = 'absent';

/** A copy of a folder of all datasets, in the place of what was there. */
export function place(template: string, home: string): void {
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  cpSync(template, home, { recursive: true });
}

/** The command once more, to its end: it finds nothing in its way. */
async function again(
  { env, words, dataset }: KilledCommand,
  home: string,
  { left, whole }: { readonly left: Killed['left']; readonly whole: WholeRun },
): Promise<readonly string[]> {
  const { code, said } = await runProduct(words, { home, env });
  const wrong = await wrongIn(home);
  if (left === 'before' && code !== 0) wrong.push(`again, it ended with ${String(code)}: ${said}`);
  if ((await stateOf(home, dataset)) !== whole.after) wrong.push('again, it does not come out the same');
  if (whole.before === ABSENT) return wrong;
  const undo = await runProduct(['undo', '-d', dataset], { home, env });
  if (undo.code !== 0) wrong.push(`undo ended with ${String(undo.code)}: ${undo.said}`);
  if ((await stateOf(home, dataset)) !== whole.before) wrong.push('undo does not bring back what was');
  return wrong;
}

function libraryOf(home: string): Library {
  return openLibrary({ home, reserved: new Set(), execPath: process.execPath, pid: process.pid });
}

/** What is not whole in the folder of all datasets once it has been opened. */
export async function wrongIn(home: string): Promise<string[]> {
  const library = libraryOf(home);
  const job = { signal: new AbortController().signal, report: () => undefined };
  const wrong: string[] = [];
  for (const { name } of await library.list()) {
    wrong.push(...(await library.check(name, job)).map((problem) => `${name}: ${problem}`));
  }
  const left = existsSync(join(home, 'tmp')) ? readdirSync(join(home, 'tmp')) : [];
  return [...wrong, ...left.map((name) => `left in tmp: ${name}`)];
}

/** The digests of a dataset, and how many of its pictures are there. */
export async function stateOf(home: string, name: string): Promise<string> {
  const library = libraryOf(home);
  if (!(await library.has(name))) return ABSENT;
  const dataset = await library.open(name, { runner: 'in-place' });
  const digests = await dataset.digests();
  let pictures = 0;
  for await (const { filepath } of dataset.samples(wholeDataset(name), new AbortController().signal)) {
    if (existsSync(join(dataset.mediaRoot, filepath))) pictures += 1;
  }
  await dataset.close();
  return JSON.stringify({ ...digests, pictures });
}
