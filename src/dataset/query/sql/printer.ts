import type { Sql } from '../statement.ts';
import type { LabelsTerm, Term } from '../term.ts';
import type { Reading } from './reading.ts';

/** How terms are printed; handed to what prints the parts of a term, so that they need not import each other. */
export type Printer = {
  readonly reading: Reading;
  /** An expression whose NULL counts as false: for `where`. */
  readonly condition: (term: Term) => Sql;
  /** An expression for the value, NULL where missing; conditions are 0 or 1; lists are JSON. */
  readonly value: (term: Term) => Sql;
  /** The labels of the current sample: the relation `l`, and what picks them. */
  readonly labels: (term: LabelsTerm) => { readonly from: Sql; readonly where: readonly Sql[] };
};
