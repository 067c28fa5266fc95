import type { Value } from '../../answer.ts';
import type { Fold } from '../../plan.ts';
import { readerOf } from '../../read-value.ts';
import type { Sql, SqlValue } from '../../statement.ts';
import { call, type Term } from '../../term.ts';
import { BOOL, FLOAT, INT, type Type } from '../../type.ts';
import { raw, sql, withAll } from '../fragment.ts';
import { printerFor } from '../print-term.ts';
import type { Compiled } from '../compiled.ts';
import { finite, labelCount, type ValueRows, valueRows, windowRows } from '../value-rows.ts';
import { fromSamples, type View } from '../view.ts';
import { classCounts } from './class-counts.ts';

/** What a fold selects: columns over rows, and how to read them. */
export type FoldParts = {
  readonly columns: readonly Sql[];
  /** `from ... where ...`; nothing where the columns stand alone. */
  readonly from: Sql;
  readonly type: Type;
  readonly read: (row: readonly (SqlValue | undefined)[]) => Value;
};

/** One number of all values, or a pair. */
export function compileFold(fold: Fold, view: View): Compiled {
  const { columns, from, read } = foldParts(fold, view);
  return {
    sql: sql`${withAll(view.tables)}select ${commas(columns)}${from}`,
    width: columns.length,
    read: ([row = []]) => {
      const value = read(row);
      return Array.isArray(value) ? { kind: 'list', values: value } : { kind: 'scalar', value };
    },
  };
}

/** The pieces with commas between them. */
export function commas(columns: readonly Sql[]): Sql {
  return columns.reduce((list, column) => sql`${list}, ${column}`);
}

/** The columns of a fold over all rows of the view. */
export function foldParts(fold: Fold, view: View): FoldParts {
  if (fold.kind === 'count') return countParts(fold.of, fold.safe, view);
  const rows = valueRows(fold.of, view);
  return { ...foldColumns(fold, rows), from: sql` ${rows.from}` };
}

/** A fold of values, without the term that yields them. */
export type FoldKind =
  | { readonly kind: 'count' | 'min' | 'max' | 'mean' | 'sum' | 'bounds'; readonly safe: boolean }
  | { readonly kind: 'std'; readonly safe: boolean; readonly sample: boolean };

/** The columns of a fold over some rows; a group of them where the statement groups. */
export function foldColumns(fold: FoldKind, rows: ValueRows): Omit<FoldParts, 'from'> {
  const typed = NUMBERS.has(fold.kind) && rows.type.kind === 'any' ? numberOnly(rows.value) : rows.value;
  const value = fold.safe ? finite(typed) : typed;
  const type = rows.type.kind === 'any' ? FLOAT : rows.type;
  if (fold.kind === 'std') return scalar(deviation(value, fold.sample, rows), FLOAT);
  return COLUMNS[fold.kind](value, type);
}

const NUMBERS: ReadonlySet<FoldKind['kind']> = new Set(['sum', 'mean', 'std']);

const COLUMNS: Readonly<Record<Exclude<FoldKind['kind'], 'std'>, (value: Sql, type: Type) => Omit<FoldParts, 'from'>>> =
  {
    count: (value) => scalar(sql`count(${value})`, INT),
    min: (value, type) => scalar(sql`min(${value})`, type),
    max: (value, type) => scalar(sql`max(${value})`, type),
    mean: (value) => scalar(sql`avg(${value})`, FLOAT),
    // A sum of infinities is no number, and so missing; only a sum of nothing is 0.
    sum: (value, type) =>
      scalar(sql`case when count(${value}) = 0 then 0 else sum(${value}) end`, type.kind === 'int' ? INT : FLOAT),
    bounds: (value, type) => ({
      columns: [sql`min(${value})`, sql`max(${value})`],
      type: { kind: 'list', element: type },
      read: ([least, greatest]) => [readerOf(type)(least), readerOf(type)(greatest)],
    }),
  };

function scalar(column: Sql, type: Type): Omit<FoldParts, 'from'> {
  const read = readerOf(type);
  return { columns: [column], type, read: ([value]) => read(value) };
}

/** Deviations from the mean of all rows, so that nothing is lost where values are large and close together. */
function deviation(value: Sql, sample: boolean, { from }: ValueRows): Sql {
  const around = sql`(${value} - (select avg(${value}) ${from}))`;
  const variance = sql`max(avg(${around} * ${around}) - avg(${around}) * avg(${around}), 0)`;
  if (!sample) return sql`sqrt(${variance})`;
  return sql`sqrt(${variance} * count(${value}) / nullif(count(${value}) - 1, 0))`;
}

function numberOnly(value: Sql): Sql {
  return sql`case when typeof(${value}) in ('integer', 'real') then ${value} end`;
}

/** A field of labels is counted where it is there; written as a list of labels, its labels are counted. */
function countParts(of: Term | null, safe: boolean, view: View): FoldParts {
  const count = (column: Sql, from: Sql): FoldParts => ({ ...scalar(column, INT), from });
  if (of === null) return count(raw('count(*)'), sql` ${fromSamples(view)}`);
  if (of.kind === 'labels' && of.each && of.window === undefined)
    return count(labelCount(of.field, of.where, view), raw(''));
  if (of.kind === 'labels' && of.each) return countRows(windowRows(of, view), safe);
  if (of.kind === 'labels') {
    const there = printerFor(view).condition(call('exists', [of], BOOL));
    return count(raw('count(*)'), sql` ${fromSamples(view, [there])}`);
  }
  const kept = classCounts(of, view);
  if (kept !== undefined) return count(raw('coalesce(sum(labels), 0)'), sql` ${kept} and class is not null`);
  return countRows(valueRows(of, view), safe);
}

function countRows(rows: ValueRows, safe: boolean): FoldParts {
  return { ...foldColumns({ kind: 'count', safe }, rows), from: sql` ${rows.from}` };
}
