import type { Output } from '../output.ts';
import type { Context } from './context.ts';

/** What a word of a command means; drives checking and completion. */
export type ParamType = 'string' | 'int' | 'bool' | 'path' | 'dataset' | 'format' | 'view' | 'command' | 'entry';

/** A word after the command's name, by position; the last may be a list. */
export type Param = {
  readonly name: string;
  readonly type: ParamType;
  readonly optional?: boolean;
  readonly list?: boolean;
  readonly summary?: string;
};

/** `--name value`, or `--name` alone for type `bool`. A chained call gives it as an option in camel case. */
export type Flag = {
  readonly name: string;
  readonly type: ParamType;
  readonly short?: string;
  readonly choices?: readonly string[];
  /** May be given several times; the value is a list. */
  readonly list?: boolean;
  readonly summary: string;
};

/** Where a command gets the samples it works on. */
export type Scope = 'none' | 'dataset' | 'view';

/** What calling a command does to the world; replay compares `nothing`, redirects `files`, and skips `data` unless asked. */
export type Effect = 'nothing' | 'files' | 'data' | 'session';

/** Everything about a command in one place: parsing, help, completion and behaviour come from it. */
export type Command<P extends readonly Param[] = readonly Param[], F extends readonly Flag[] = readonly Flag[]> = {
  readonly name: string;
  readonly summary: string;
  readonly params: P;
  readonly flags: F;
  /** `dataset` accepts `-d NAME`, `view` also `--view EXPR`, and both may end a chain: `v.export('yolo', 'out/')`. */
  readonly scope: Scope;
  readonly effect: Effect;
  readonly examples: readonly string[];
  /** Promised and not there yet: whatever its words, it answers `unsupported`. */
  readonly later?: true;
  readonly run: (input: Input<P, F>, context: Context) => Promise<Output | undefined>;
};

type Plain<T extends ParamType> = T extends 'int' ? number : T extends 'bool' ? boolean : string;

type ParamValue<P extends Param> = P extends { readonly list: true }
  ? readonly Plain<P['type']>[]
  : P extends { readonly optional: true }
    ? Plain<P['type']> | undefined
    : Plain<P['type']>;

type FlagValue<F extends Flag> = F extends { readonly choices: readonly (infer C)[] }
  ? C | undefined
  : F extends { readonly list: true }
    ? readonly Plain<F['type']>[] | undefined
    : Plain<F['type']> | undefined;

type Camel<S extends string> = S extends `${infer A}-${infer B}` ? `${A}${Capitalize<Camel<B>>}` : S;

/** Arguments by name, typed by the declarations: `no-media` becomes `noMedia`. */
export type Input<P extends readonly Param[], F extends readonly Flag[]> = {
  readonly [K in P[number] as Camel<K['name']>]: ParamValue<K>;
} & { readonly [K in F[number] as Camel<K['name']>]: FlagValue<K> };

/** A command whose argument types have been checked and may be forgotten: what the registry holds. */
export type AnyCommand = Omit<Command, 'run'> & {
  readonly run: (input: Readonly<Record<string, unknown>>, context: Context) => Promise<Output | undefined>;
};

/** Declares a command; `run` sees arguments typed by `params` and `flags`. */
export function defineCommand<const P extends readonly Param[], const F extends readonly Flag[]>(
  command: Command<P, F>,
): AnyCommand {
  // Arguments are checked against `params` and `flags` before `run` is called: see parse-arguments.ts.
  return command as unknown as AnyCommand;
}
