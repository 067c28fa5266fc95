import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { importDemo } from '../src/commands/import-demo.ts';
import { reservedWords } from '../src/commands/index.ts';
import type { Machine } from '../src/commands/doctor/machine.ts';
import { openLibrary } from '../src/dataset/library.ts';
import { listFolder, makeScratch, readTextFile, writeTextFile } from '../src/repl/text-files.ts';
import { openSettings } from '../src/repl/settings/settings-store.ts';
import { Session } from '../src/repl/session.ts';

/** A session on a demo reef without pictures, in a home of its own. */
export type DemoSession = AsyncDisposable & {
  readonly session: Session;
  readonly home: string;
  /** What was remembered as the last dataset. */
  readonly remembered: readonly string[];
};

/** A machine on which nothing is wrong, where the tests say nothing else. */
export function soundMachine(home: string, more: Partial<Machine> = {}): Machine {
  const folder = { path: home, free: 5e10, total: 1e11, network: null, writable: true, mode: 0o700 };
  return {
    tool: 'quadrat test',
    platform: 'linux x64',
    node: { version: '24.0.0', oldest: '22.18', compileCache: '/cache' },
    memory: { free: 4e9, limit: 8e9 },
    home: folder,
    temporary: { ...folder, path: '/tmp' },
    config: undefined,
    terminal: {
      interactive: true,
      columns: 80,
      rows: 24,
      colour: 3,
      unicode: true,
      pictures: 'kitty',
      picturesBecause: 'TERM is xterm-kitty',
      tmux: false,
      roundTrip: 4,
    },
    bugs: [],
    identity: { user: 'diver', host: 'lagoon', folder: '/home/diver' },
    execPath: process.execPath,
    pid: process.pid,
    isAlive: () => false,
    ...more,
  };
}

/** Opens it; the folder goes when it is disposed. `media` makes the pictures too. */
export async function openDemoSession(
  options: {
    readonly media?: boolean;
    readonly samples?: number;
    readonly env?: Readonly<Record<string, string>>;
    readonly machine?: Partial<Machine>;
  } = {},
): Promise<DemoSession> {
  const home = await mkdtemp(join(tmpdir(), 'quadrat-test-'));
  const library = openLibrary({ home, reserved: reservedWords, execPath: process.execPath, pid: process.pid });
  const job = { signal: new AbortController().signal, report: () => undefined };
  const { media = false, samples, env = {} } = options;
  await importDemo('demo', { media, samples }, { library, statement: 'import demo', job });
  const machine = soundMachine(home, options.machine);
  const remembered: string[] = [];
  const session = new Session(
    {
      library,
      runner: 'in-place',
      now: () => 0,
      // However slow the machine is, nothing comes too late.
      timeLimit: () => new AbortController().signal,
      paths: { read: (path) => resolve(home, path), write: (path) => resolve(home, path) },
      tool: 'quadrat test',
      remember: (name) => remembered.push(name),
      history: () => Promise.resolve(['ds.count()']),
      sessions: () => Promise.resolve([]),
      machine: () => Promise.resolve(machine),
      scratch: makeScratch,
      env,
      settings: await openSettings({ home, env, unique: 'test' }),
      readText: readTextFile,
      writeText: writeTextFile,
      listFolder,
    },
    { dataset: 'demo', params: {} },
  );
  return {
    session,
    home,
    remembered,
    [Symbol.asyncDispose]: async () => {
      await session.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}
