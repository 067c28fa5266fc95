import type { UserError } from '../../diagnostics.ts';
import type { Taxonomy } from '../model/taxonomy.ts';
import type { Answer, Scalar, Value } from './answer.ts';
import type { Expr } from './ast.ts';
import type { Mention, Note } from './bind/context.ts';
import type { Catalog } from './catalog.ts';
import type { Aggregation, Plan } from './plan.ts';

/** What names mean where an expression is bound. */
export type Scope = {
  /** The dataset that `ds` means; null where none is open. */
  readonly current: string | null;
  readonly catalog: (dataset: string) => Catalog | undefined;
  readonly variable: (name: string) => Plan | Answer | undefined;
  /** Names of the commands that may end a chain. */
  readonly commands: ReadonlySet<string>;
  /** For commands that take a view as an argument: the text as which it is handed on. */
  readonly viewText?: (command: string) => ((expr: Expr) => string) | undefined;
  /** The view that is saved under a name. */
  readonly savedView?: (name: string) => Plan | undefined;
  /** The taxonomy of that name or file, or what is wrong with it. */
  readonly taxonomy?: (name: string) => Taxonomy | UserError | undefined;
  /** Values of `$name`. */
  readonly params: Readonly<Record<string, Scalar>>;
};

/** An expression whose names are known: a view, a question about one, a command on one, or a value that is there already. */
export type Bound =
  | { readonly kind: 'view'; readonly plan: Plan; readonly mentions: readonly (Mention | Note)[] }
  | {
      readonly kind: 'aggregate';
      readonly plan: Plan;
      readonly aggregation: Aggregation;
      readonly mentions: readonly (Mention | Note)[];
    }
  | {
      readonly kind: 'command';
      readonly plan: Plan;
      readonly command: string;
      readonly args: readonly Value[];
      readonly options: Readonly<Record<string, Value>>;
      readonly mentions: readonly (Mention | Note)[];
    }
  | { readonly kind: 'value'; readonly answer: Answer };

/** What a chain that ends in a view or a question is bound to. */
export type BoundQuery = Extract<Bound, { readonly kind: 'view' | 'aggregate' }>;
