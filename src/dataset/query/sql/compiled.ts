import type { Answer } from '../answer.ts';
import type { Row, Sql } from '../statement.ts';

/** A statement and how to read its rows. */
export type Compiled = {
  readonly sql: Sql;
  /** Number of its columns. */
  readonly width: number;
  readonly read: (rows: readonly Row[]) => Answer;
};
