import type { JobsPort, Paths, SettingsPort, TextFiles, WatchesPort } from '../commands/context.ts';
import type { AnyCommand } from '../commands/define-command.ts';
import type { StandardOutput } from '../commands/standard-output.ts';
import type { Machine } from '../commands/doctor/machine.ts';
import type { PastSession } from '../commands/past-session.ts';
import type { Dataset } from '../dataset/dataset.ts';
import type { Library, OpenOptions } from '../dataset/library.ts';
import type { Scalar } from '../dataset/query/answer.ts';
import type { Output } from '../output.ts';
import type { Environment } from './evaluate-expression.ts';
import type { FinishedCells } from './finished-cells.ts';
import type { Cell } from './session-events.ts';

/** What a session is given: everything it knows of the world outside. */
export type SessionPorts = {
  readonly library: Library;
  /** A child process can be interrupted; in place starts faster. */
  readonly runner: OpenOptions['runner'];
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** Aborts after so many milliseconds: what nobody waits for any longer. */
  readonly timeLimit: (milliseconds: number) => AbortSignal;
  readonly paths: Paths;
  /** Name and version, e.g. `quadrat 0.1.0`. */
  readonly tool: string;
  /** Called when `ds` comes to mean another dataset. */
  readonly remember: (dataset: string) => void;
  /** Lines typed before that contain the text, newest first. */
  readonly history: (search: string) => Promise<readonly string[]>;
  /** Earlier sessions that were written down, the latest first. */
  readonly sessions: () => Promise<readonly PastSession[]>;
  /** What the machine and the terminal are like. */
  readonly machine: () => Promise<Machine>;
  /** Makes an empty folder for a replay; the second function removes it. */
  readonly scratch: () => Promise<{ readonly folder: string; readonly remove: () => Promise<void> }>;
  readonly settings: SettingsPort;
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readText: (path: string) => Promise<string>;
  readonly writeText: TextFiles['writeText'];
  /** Where documents go; left out where there is a screen. */
  readonly standardOutput?: StandardOutput;
  /** What is in a folder: at most some thousands of entries, none where it cannot be read. */
  readonly listFolder: (path: string) => Promise<readonly FolderEntry[]>;
  /** Whether there is a prompt, behind which work may go on and above which questions may be followed. */
  readonly prompt?: boolean;
};

/** A file or folder in a folder. */
export type FolderEntry = { readonly name: string; readonly isFolder: boolean };

/** Options of a session that a script brings along. */
export type SessionOptions = {
  readonly dataset: string | undefined;
  readonly params: Readonly<Record<string, Scalar>>;
};

/** What a statement came to. */
export type Evaluated = { readonly output: Output | undefined; readonly comparable: boolean };

/** What running a command, a transcript or a replay asks of the session. */
export type Engine = {
  readonly ports: SessionPorts;
  readonly commands: readonly AnyCommand[];
  readonly finished: Pick<FinishedCells, 'isLetGo' | 'recent' | 'steps'>;
  readonly current: string | undefined;
  environment(): Environment;
  dataset(name: string): Promise<Dataset>;
  background(name: string): Promise<Dataset>;
  use(name: string): Promise<void>;
  release(name: string): Promise<boolean>;
  submit(statement: string): Promise<Cell>;
  interrupt(how?: 'gently' | 'now'): 'gently' | 'now';
  close(): Promise<void>;
  end(): void;
  fork(options: SessionOptions, paths: Paths): Engine;
};

/** The session as one of its statements sees it. */
export type StatementEngine = Engine & { readonly jobs: JobsPort; readonly watches: WatchesPort };
