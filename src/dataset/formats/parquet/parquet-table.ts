import type { Value } from '../../query/answer.ts';
import type { ColumnType } from './column-type.ts';

/** A row, with what it is of for messages, how many numbers it holds, and how many labels. */
export type ParquetRow = {
  readonly of: string;
  readonly values: readonly Value[];
  readonly weight: number;
  readonly labels: number;
};

/** A table of any length whose columns have types. */
export type ParquetTable = {
  readonly columns: Readonly<Record<string, ColumnType>>;
  readonly rows: () => AsyncIterable<ParquetRow> | Iterable<ParquetRow>;
};
