import type { Catalog } from '../catalog.ts';
import { aliasesOf, type ArgumentsOf, type Param } from '../param.ts';
import type { Aggregation, Plan } from '../plan.ts';

/** A question about a view. */
export type Question = { readonly plan: Plan; readonly aggregation: Aggregation };

/** What a verb makes of the view it is chained on: another view, or the question that ends the chain. */
export type Yield = { readonly view: Plan; readonly answer: Question };

/** A verb of the language: pure, chained on a view. Help, completion and checking come from it. */
export type Verb = {
  readonly name: string;
  /** Other names, among them the snake_case of each. */
  readonly aliases: readonly string[];
  readonly yields: keyof Yield;
  /** One sentence. */
  readonly summary: string;
  /** FiftyOne has nothing of the kind. */
  readonly ours?: true;
  readonly params: readonly Param[];
  /** What it does with missing values, in a sentence or a few words; null where it looks at no field. */
  readonly missing: string | null;
  /** Statements with blanks that a dataset fills: see examples.ts. */
  readonly examples: readonly string[];
  readonly apply: (plan: Plan, args: Readonly<Record<string, unknown>>, catalog: Catalog) => Plan | Question;
};

type Definition<Y extends keyof Yield, P extends readonly Param[]> = {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly yields: Y;
  readonly summary: string;
  readonly ours?: true;
  readonly missing: string | null;
  readonly params: P;
  readonly examples: readonly string[];
  readonly apply: (plan: Plan, args: ArgumentsOf<P>, catalog: Catalog) => Yield[Y];
};

/** Defines a verb; the types of its arguments and of its result follow from `params` and `yields`. */
export function defineVerb<Y extends keyof Yield, const P extends readonly Param[]>(
  definition: Definition<Y, P>,
): Verb {
  const { name, aliases = [], apply } = definition;
  return {
    ...definition,
    aliases: aliasesOf(name, aliases),
    // Binding checks arguments by `params`, which is what the types say.
    apply: (plan, args, catalog) => apply(plan, args as ArgumentsOf<P>, catalog),
  };
}

/** The question that `aggregation` is about the view. */
export function ask(plan: Plan, aggregation: Aggregation): Question {
  return { plan, aggregation };
}
