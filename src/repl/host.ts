import type { ReadStream } from 'node:tty';
import type { Picture } from '../output.ts';
import type { RenderOptions } from '../render/render-options.ts';
import type { LinkProbe } from './link-probe.ts';
import type { LostOutput } from './lost-output.ts';
import type { Journal } from './session-journal.ts';
import type { Session } from './session.ts';
import type { SettingsStore } from './settings/settings-store.ts';
import type { Start } from './start.ts';

/** A stream that text is written to, as far as Quadrat cares. */
export type OutStream = {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  /** False where the reader has not kept up, and the stream says `drain` when it has. */
  readonly write: (text: string) => unknown;
  readonly once?: (event: 'drain', listener: () => void) => unknown;
};

/** What the screen is opened with. */
export type ScreenOptions = {
  readonly session: Session;
  readonly home: string;
  /** How text looks now: settings change it. */
  readonly look: () => RenderOptions;
  readonly settings: SettingsStore;
  readonly drawPicture: (picture: Picture, look: RenderOptions) => Promise<string>;
  /** What the terminal shows by now, above an empty prompt. */
  readonly start: Start;
  readonly journal: Journal;
  readonly probe: LinkProbe;
};

/** What is asked of the process and the system. */
export type Runtime = {
  /** Version of the Node that runs this, and the oldest that will do. */
  readonly node: string;
  readonly oldestNode: string;
  /** Where compiled code is kept for the next start; undefined where it cannot be. */
  readonly compileCache: string | undefined;
  /** Bytes of memory that are free, and that this process may have at most, limits of a container included. */
  readonly freeMemory: () => number;
  readonly memoryLimit: () => number;
  readonly isAlive: (pid: number) => boolean;
};

/** The world outside, as `cli.ts` hands it in. */
export type Host = {
  /** Without the program's own name. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working folder. @throws UserError `not-found` where it is gone */
  readonly cwd: () => string;
  readonly pid: number;
  /** The Node that runs this, for child processes. */
  readonly execPath: string;
  /** Folder of the project. */
  readonly root: string;
  readonly stdin: ReadStream | (NodeJS.ReadableStream & { readonly isTTY?: boolean });
  readonly stdout: OutStream;
  readonly stderr: OutStream;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  readonly runtime: Runtime;
  readonly onInterrupt: (listener: () => void) => void;
  /** What has become of stdout. */
  readonly output: LostOutput;
  /** Resolves when the screen has been left. */
  readonly openScreen: (options: ScreenOptions) => Promise<void>;
};

/** The world outside, and what the user has set. */
export type Run = Host & { readonly settings: SettingsStore };
