import type { Sql } from '../statement.ts';
import type { LabelsTerm, Term } from '../term.ts';
import type { Reading, Relation } from './reading.ts';

/** Rows of labels `l`: what picks those of the current sample, and what picks among these. */
export type LabelRows = {
  readonly relation: Relation;
  readonly from: Sql;
  readonly owner: Sql;
  readonly where: readonly Sql[];
};

/** How terms are printed; handed to what prints the parts of a term, so that they need not import each other. */
export type Printer = {
  readonly reading: Reading;
  /** An expression whose NULL counts as false: for `where`. */
  readonly condition: (term: Term) => Sql;
  /** An expression for the value, NULL where missing; conditions are 0 or 1; lists are JSON. */
  readonly value: (term: Term) => Sql;
  /** The labels of the current sample. */
  readonly labels: (term: LabelsTerm) => LabelRows;
};
