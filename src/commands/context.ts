import type { Dataset } from '../dataset/dataset.ts';
import type { Library } from '../dataset/library.ts';
import type { Job } from '../dataset/model/job.ts';
import type { JsonObject } from '../dataset/model/json-value.ts';
import type { Answer } from '../dataset/query/answer.ts';
import type { BoundQuery } from '../dataset/query/bound.ts';
import type { Plan } from '../dataset/query/plan.ts';
import type { TaxonomyPlaces } from '../dataset/taxonomy/find-taxonomy.ts';
import type { JobInfo, Output, Verdict, Watched } from '../output.ts';
import type { Declaration } from './declaration.ts';
import type { Machine } from './doctor/machine.ts';
import type { StandardOutput } from './standard-output.ts';
import type { PastSession } from './past-session.ts';

/** A dataset and the view of it that a command works on. */
export type Target = {
  readonly dataset: Dataset;
  readonly plan: Plan;
  /** The expression of the view, which stands on its own: `ds` is its dataset. */
  readonly text: string;
};

/** A question about a dataset. */
export type Query = { readonly dataset: Dataset; readonly bound: BoundQuery };

/** What a statement yielded: a view, whose samples are read when they are wanted, or anything else as it was. */
export type Result =
  { readonly kind: 'view'; readonly target: Target } | { readonly kind: 'output'; readonly output: Output };

/** How paths that the user wrote become real ones; replay sends writes to a scratch folder. */
export type Paths = {
  readonly read: (path: string) => string;
  readonly write: (path: string) => string;
};

/** Text files the user names, read and written whole. */
export type TextFiles = {
  /** @throws UserError `unreadable` */
  readonly readText: (path: string) => Promise<string>;
  /** @param replaces whether what is there already may go @throws UserError `exists` where it may not, `unwritable` */
  readonly writeText: (path: string, text: string, replaces: (old: string) => boolean) => Promise<void>;
  /** Writes a file whole or not at all, piece by piece, for its owner only. @throws UserError `unwritable`, or what the pieces throw */
  readonly writePieces: (path: string, pieces: () => AsyncIterable<string>) => Promise<void>;
};

/** A variable: a view with its definition, or a result with the statement that it was kept by, as far as that is known. */
export type KnownVariable =
  | { readonly kind: 'view'; readonly dataset: string; readonly text: string }
  | { readonly kind: 'value'; readonly answer: Answer; readonly statement: string | undefined };

/** What commands may ask of the session that runs them. */
export type SessionPort = {
  /** The session so far as a script. */
  readonly transcript: () => Promise<string>;
  /** Runs a script in a session of its own and compares each step with what the script recorded. */
  readonly replay: (text: string, options: ReplayOptions) => Promise<Replayed>;
  /** The open dataset, for questions that nobody waits for; undefined where none is open or the demo is not made yet. */
  readonly background: () => Promise<Dataset | undefined>;
  /** What an expression yields on the datasets as they are; it is kept under no name. @throws UserError */
  readonly evaluate: (text: string, signal: AbortSignal) => Promise<Answer>;
  /** What the variable of that name is; undefined where there is none. */
  readonly variable: (name: string) => KnownVariable | undefined;
  /** Aborts after so many milliseconds: what nobody waits for any longer. */
  readonly timeLimit: (milliseconds: number) => AbortSignal;
  /** The last result that was shown, or the last that has rows; undefined where there is none. */
  readonly last: (which: 'any' | 'rows') => Promise<Result | undefined>;
  /** What an expression yields, or `_7`, whatever that was. @throws UserError */
  readonly result: (text: string) => Promise<Result>;
  /** Makes `ds` mean another dataset. */
  readonly use: (name: string) => Promise<void>;
  /** Closes a dataset that is about to be renamed or deleted; true where it was the one `ds` means. */
  readonly release: (name: string) => Promise<boolean>;
  readonly history: (search: string) => Promise<readonly string[]>;
  /** Earlier sessions that were written down, the latest first. */
  readonly sessions: () => Promise<readonly PastSession[]>;
  readonly end: () => void;
};

/** What commands may do with statements that go on behind the prompt; without a number it is the latest one. */
export type JobsPort = {
  readonly list: () => readonly JobInfo[];
  /**
   * Asks one to end as an interrupt does.
   * @returns which, and the part of its work after which it ends
   * @throws UserError `not-found`
   */
  readonly cancel: (
    number: number | undefined,
    how: 'gently' | 'now',
  ) => JobInfo & { readonly part: string | undefined };
  /** Resolves when it has ended or was sent behind the prompt again. @throws UserError `not-found` */
  readonly bringToFront: (number: number | undefined) => Promise<void>;
  /** What keeps the session from ending; nothing where that has been told by the statement before. */
  readonly holding: () => readonly JobInfo[];
};

/** What commands may do with questions that are followed while the dataset changes. */
export type WatchesPort = {
  /** Whether there is a prompt that they are drawn above. Without one `follow` is what there is. */
  readonly isLive: boolean;
  readonly list: () => readonly Watched[];
  /** Follows an expression from now on, above the prompt, under the number of the statement. @throws UserError */
  readonly start: (expression: string, dataset: string | undefined) => Promise<void>;
  /** Ends one or all; gives what they were last. @throws UserError `not-found` */
  readonly stop: (which: number | 'all') => readonly Watched[];
  /**
   * Follows an expression until `told` says that it is enough: it hears the first answer, and each that differs.
   * @throws UserError, also `cancelled`
   */
  readonly follow: (
    expression: string,
    options: { readonly dataset: string | undefined; readonly interval: number },
    told: (watched: Watched) => Promise<'on' | 'enough'>,
  ) => Promise<void>;
};

/** A setting as it is now: its value in words, who says so, and what it could be. */
export type SettingRow = {
  readonly name: string;
  readonly value: string;
  readonly origin: string;
  readonly choices: string;
  readonly summary: string;
};

/** The settings of the shell, which stand in the configuration file. */
export type SettingsPort = {
  /** @throws UserError `invalid` where something in the file is wrong */
  readonly list: () => Promise<readonly SettingRow[]>;
  /** Writes a value, or takes what is written out. @throws UserError `usage`, `invalid`, `unwritable` */
  readonly change: (name: string, value: string | undefined) => Promise<SettingRow>;
  /** The configuration file as a JSON Schema. */
  readonly schema: () => Promise<JsonObject>;
  /** Writes a value of a section that is not about the shell. @throws UserError `invalid`, `unwritable` */
  readonly keep: (path: readonly string[], value: string) => Promise<void>;
};

/** What `replay` is asked to do. */
export type ReplayOptions = {
  /** `name=value` pairs. */
  readonly params: readonly string[];
  readonly effects: boolean;
  readonly keepGoing: boolean;
  readonly frozen: boolean;
  readonly update: boolean;
  /** In place of the one that the script names. */
  readonly dataset: string | undefined;
};

/** What a replay found, and the script with the evidence of this run. */
export type Replayed = { readonly verdicts: readonly Verdict[]; readonly updated: string };

/** What a command is handed. It writes to no stream: it returns an output. */
export type Context = {
  readonly library: Library;
  readonly job: Job;
  /** Whether it was called at the end of a chain, `v.export(...)`, not with words. */
  readonly chained: boolean;
  /** Whether the call itself says what it works on: as the end of a chain, with `-d` or with `--view`. */
  readonly targeted: boolean;
  /** Whether `--view` names the view. */
  readonly viewed: boolean;
  /** The line that called it, as the journal records it. */
  readonly statement: string;
  readonly paths: Paths;
  readonly files: TextFiles;
  readonly standardOutput: StandardOutput;
  /** Where taxonomies are looked for. */
  readonly taxonomies: TaxonomyPlaces;
  /** Environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * The view it is chained on, or that `-d` and `--view` name, or all of the session's dataset; with `dataset`, of the one that
   * an argument names in place of `-d`.
   */
  readonly target: (dataset?: string) => Promise<Target>;
  /** The view that an argument names: a variable or an expression. */
  readonly view: (text: string) => Promise<Target>;
  /** What an expression asks, bound but not run. @throws UserError where it asks nothing of a dataset. */
  readonly query: (text: string) => Promise<Query>;
  readonly dataset: (name: string) => Promise<Dataset>;
  readonly session: SessionPort;
  readonly jobs: JobsPort;
  readonly watches: WatchesPort;
  /** That of the statement. */
  readonly number: number;
  /** Shows an output before the one that is returned. */
  readonly show: (output: Output) => void;
  /** Warns of a value that occurs at none of the paths, naming the nearest that does. */
  readonly expectValue: (value: string, paths: readonly string[], dataset: Dataset) => Promise<void>;
  readonly settings: SettingsPort;
  readonly commands: readonly Declaration[];
  /** What the machine and the terminal are like. */
  readonly machine: () => Promise<Machine>;
};
