/** A format that can be read, written or verified. */
export type FormatUse = 'read-format' | 'write-format' | 'verify-format';

/**
 * What a word of a command means; drives checking and completion. `source`: a dataset, a snapshot, or a view of any dataset;
 * `snapshot`: one of the dataset, or the name of a new one; `state`: one, or a past state such as `~1`; `trashed`: a dataset in
 * the trash.
 */
export type ParamType =
  | 'string'
  | 'int'
  | 'bool'
  | 'path'
  | 'dataset'
  | 'sample'
  | FormatUse
  | 'view'
  | 'source'
  | 'snapshot'
  | 'state'
  | 'trashed'
  | 'command'
  | 'entry'
  | 'taxonomy';

/** A word after the command's name, by position; the last may be a list. */
export type Param = {
  readonly name: string;
  readonly type: ParamType;
  readonly optional?: boolean;
  readonly list?: boolean;
  /** What it can be; the command checks it. */
  readonly choices?: readonly string[];
  /** A word that looks like an option is one of its own: the command has no options. */
  readonly verbatim?: true;
  readonly summary?: string;
};

/** `--name value`, or `--name` alone for type `bool`. A chained call gives it as an option in camel case. */
export type Flag = {
  readonly name: string;
  readonly type: ParamType;
  readonly short?: string;
  /** Other names, such as FiftyOne's. */
  readonly aliases?: readonly string[];
  readonly choices?: readonly string[];
  /** May be given several times; the value is a list. */
  readonly list?: boolean;
  readonly summary: string;
};

/** Where a command gets the samples it works on. */
export type Scope = 'none' | 'dataset' | 'view';

/**
 * What calling a command does to the world; replay compares `nothing`, redirects `files`, and skips `data` unless asked, and
 * `settings`, which are the user's and in no script that is saved, always.
 */
export type Effect = 'nothing' | 'files' | 'data' | 'session' | 'settings';

/** All of a command but its behaviour: parsing, help and completion come from it. */
export type Declaration<P extends readonly Param[] = readonly Param[], F extends readonly Flag[] = readonly Flag[]> = {
  readonly name: string;
  /** Other names, such as FiftyOne's; the snake_case of each is accepted, too. */
  readonly aliases?: readonly string[];
  readonly summary: string;
  readonly params: P;
  readonly flags: F;
  /** `dataset` accepts `-d NAME`, `view` also `--view EXPR`, and both may end a chain: `v.export('yolo', 'out/')`. */
  readonly scope: Scope;
  readonly effect: Effect;
  readonly examples: readonly string[];
  /** Promised and not there yet: whatever its words, it answers `unsupported`. */
  readonly later?: true;
};
