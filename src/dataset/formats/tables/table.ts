import type { Value } from '../../query/answer.ts';

/** A table of any length: names of columns, and rows as long. A missing value is null. */
export type Table = {
  readonly columns: readonly string[];
  readonly rows: () => AsyncIterable<readonly Value[]> | Iterable<readonly Value[]>;
};
