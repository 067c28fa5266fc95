import type { Sample } from '../model/sample.ts';

/** What a scalar can be: missing is null, dates are `Date`. */
export type Scalar = null | boolean | number | string | Date;

/** A scalar, a list or a free object, nested as the data is. */
export type Value = Scalar | readonly Value[] | { readonly [key: string]: Value };

/** Type of a column, for alignment and for programs. */
export type ColumnType = 'int' | 'float' | 'string' | 'bool' | 'date' | 'list' | 'dict' | 'mixed';

/**
 * A column of a table. `count` marks the column whose share of the whole is worth showing, `amount` other numbers of things, and
 * `moment` when something was done, of which people read the minute.
 */
export type Column = {
  readonly name: string;
  readonly type: ColumnType;
  readonly role?: 'count' | 'amount' | 'moment';
};

/** What a query yields. */
export type Answer =
  | { readonly kind: 'view'; readonly samples: number; readonly labels: Readonly<Record<string, number>> }
  | { readonly kind: 'scalar'; readonly value: Value }
  | { readonly kind: 'list'; readonly values: readonly Value[] }
  | {
      readonly kind: 'table';
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly Value[])[];
      /** Rows before any cap. */
      readonly total: number;
      /** What the counts are of, e.g. `samples`, `labels`; and how many there are altogether. */
      readonly of?: { readonly what: string; readonly total: number };
      /** The rows are combinations of two values with their count, which a person reads best with the second ones side by side. */
      readonly crosstab?: true;
      /** Of a histogram: values that lie in none of the bins, missing ones among them. */
      readonly other?: number;
    }
  | { readonly kind: 'sample'; readonly sample: Sample }
  | { readonly kind: 'samples'; readonly samples: readonly Sample[] };
