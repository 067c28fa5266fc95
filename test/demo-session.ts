import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { importDemo } from '../src/commands/import-demo.ts';
import { reservedWords } from '../src/commands/index.ts';
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

/** Opens it; the folder goes when it is disposed. `media` makes the pictures too. */
export async function openDemoSession(
  options: {
    readonly media?: boolean;
    readonly samples?: number;
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): Promise<DemoSession> {
  const home = await mkdtemp(join(tmpdir(), 'quadrat-test-'));
  const library = openLibrary({ home, reserved: reservedWords, execPath: process.execPath, pid: process.pid });
  const job = { signal: new AbortController().signal, report: () => undefined };
  const { media = false, samples, env = {} } = options;
  await importDemo('demo', { media, samples }, { library, statement: 'import demo', job });
  const remembered: string[] = [];
  const session = new Session(
    {
      library,
      runner: 'in-place',
      now: () => 0,
      paths: { read: (path) => resolve(home, path), write: (path) => resolve(home, path) },
      tool: 'quadrat test',
      remember: (name) => remembered.push(name),
      history: () => Promise.resolve(['ds.count()']),
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
