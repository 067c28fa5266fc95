import type { Output } from '../output.ts';
import type { Context } from './context.ts';
import type { Declaration, Flag, Param, ParamType } from './declaration.ts';

/** Everything about a command in one place. */
export type Command<P extends readonly Param[], F extends readonly Flag[]> = Declaration<P, F> & {
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
export type AnyCommand = Declaration & {
  readonly run: (input: Readonly<Record<string, unknown>>, context: Context) => Promise<Output | undefined>;
};

/** Declares a command; `run` sees arguments typed by `params` and `flags`. */
export function defineCommand<const P extends readonly Param[], const F extends readonly Flag[]>(
  command: Command<P, F>,
): AnyCommand {
  // Arguments are checked against `params` and `flags` before `run` is called: see parse-arguments.ts.
  return command as unknown as AnyCommand;
}
