import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, resolve } from 'node:path';
import envPaths from 'env-paths';
import type { Paths } from '../commands/context.ts';
import type { StandardOutput } from '../commands/standard-output.ts';
import { reservedWords } from '../commands/index.ts';
import { UserError } from '../diagnostics.ts';
import { type Library, openLibrary } from '../dataset/library.ts';
import type { Scalar } from '../dataset/query/answer.ts';
import type { Invocation } from './argv.ts';
import { DEMO, withDemo } from './demo-library.ts';
import type { SessionPorts } from './engine.ts';
import { type HistoryEntry, lastDataset, readHistory, rememberDataset } from './home.ts';
import type { Host, Run } from './host.ts';
import type { ProgressLine } from './progress-line.ts';
import { Session } from './session.ts';
import { listFolder, makeScratch, readTextFile, writeTextFile } from './text-files.ts';
import { VERSION } from './version.ts';

/** What a run knows before its session is open. */
export type Opening = {
  readonly dataset: string | undefined;
  readonly params: Readonly<Record<string, Scalar>>;
  readonly runner: SessionPorts['runner'];
  readonly progress: ProgressLine;
  readonly prompt?: boolean;
  /** Where documents go; left out for a screen. */
  readonly standardOutput?: StandardOutput;
  /** How long the terminal takes to answer, where a screen is open; else it is asked directly. */
  readonly roundTrip?: () => Promise<number | undefined>;
};

/** Folder of all state: `QUADRAT_HOME`, else the platform's data folder. */
export function homeOf({ env, cwd }: Pick<Host, 'env' | 'cwd'>): string {
  const home = env['QUADRAT_HOME'];
  return home === undefined || home === '' ? envPaths('quadrat', { suffix: '' }).data : absolutePath(home, cwd);
}

/** A path as one that does not depend on the working folder, which may be gone where it is not needed. */
export function absolutePath(path: string, cwd: Host['cwd']): string {
  return isAbsolute(path) ? resolve(path) : resolve(cwd(), path);
}

/**
 * Refuses a home that is, or lies under, a file: it would look as if there were no datasets. The doctor says so itself.
 * @throws UserError `unwritable`
 */
export function expectFolder(home: string, mode: Invocation['mode']): void {
  if (mode.kind === 'version' || mode.kind === 'help' || (mode.kind === 'command' && mode.words[0] === 'doctor'))
    return;
  let there = home;
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
  if (!existsSync(there) || statSync(there).isDirectory()) return;
  throw new UserError('unwritable', `${there} is no folder, so datasets cannot lie in ${home}`, {
    hint: 'QUADRAT_HOME names the folder of all state',
  });
}

/** A session on the dataset named, else the last one, else the demo reef, which is made when it is first needed. */
export async function openSession(
  host: Run,
  { dataset, params, runner, progress, prompt = false, standardOutput, roundTrip }: Opening,
): Promise<Session> {
  const home = homeOf(host);
  const library = withDemo(
    openLibrary({
      home,
      reserved: reservedWords,
      execPath: host.execPath,
      pid: host.pid,
      isAlive: host.runtime.isAlive,
    }),
    progress,
  );
  const ports: SessionPorts = {
    library,
    runner,
    now: host.now,
    timeLimit: (milliseconds) => AbortSignal.timeout(milliseconds),
    paths: pathsFrom(host.cwd),
    tool: `quadrat ${VERSION}`,
    remember: (name) => {
      rememberDataset(home, name);
    },
    history: (search) =>
      Promise.resolve(linesContaining(search, readHistory(home, host.settings.now().history).entries)),
    sessions: async () => {
      const { readSessions, sessionsFolder } = await import('./past-sessions.ts');
      return readSessions(sessionsFolder(home), host.runtime.isAlive);
    },
    machine: async () => {
      const [{ machineFacts }, { probeOnce }] = await Promise.all([
        import('./machine-facts.ts'),
        import('./probe-once.ts'),
      ]);
      const known = { home, tool: `quadrat ${VERSION}`, roundTrip: roundTrip ?? (() => probeOnce(host)) };
      return machineFacts(host, known);
    },
    scratch: makeScratch,
    settings: host.settings,
    env: host.env,
    readText: readTextFile,
    writeText: writeTextFile,
    listFolder,
    prompt,
    ...(standardOutput !== undefined && { standardOutput }),
  };
  return new Session(ports, { dataset: dataset ?? (await lastOpen(home, library)) ?? DEMO, params });
}

/** The dataset of the session before, where it is still there. */
export async function lastOpen(home: string, library: Library): Promise<string | undefined> {
  const last = lastDataset(home);
  return last !== undefined && (await library.has(last)) ? last : undefined;
}

function pathsFrom(cwd: Host['cwd']): Paths {
  const absolute = (path: string): string => absolutePath(path.replace(/^~(?=\/|$)/u, homedir()), cwd);
  return { read: absolute, write: absolute };
}

function linesContaining(search: string, entries: readonly HistoryEntry[]): readonly string[] {
  return entries
    .map(({ line }) => line)
    .filter((line) => line.includes(search))
    .reverse();
}
