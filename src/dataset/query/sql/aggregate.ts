import type { Answer, Value } from '../answer.ts';
import { type ByKind, byKind } from '../by-kind.ts';
import type { Aggregation } from '../plan.ts';
import { readerOf } from '../read-value.ts';
import type { Row, Sql } from '../statement.ts';
import { call, type Term } from '../term.ts';
import { columnTypeOf, FLOAT, type Type } from '../type.ts';
import { param, raw, sql, withAll } from './fragment.ts';
import { compileHistogram } from './histogram.ts';
import { printerFor } from './print-term.ts';
import { isWhole } from './reading.ts';
import { compileSchema } from './schema.ts';
import { labelCount, selectRows, valueRows } from './value-rows.ts';
import { fromSamples, orderOf, type View } from './view.ts';

/** A statement and how to read its rows. */
export type Compiled = { readonly sql: Sql; readonly read: (rows: readonly Row[]) => Answer };

/** The statement that answers a question about a view. */
export function compileAggregation(aggregation: Countable, view: View): Compiled {
  return byKind(COMPILERS, aggregation, view);
}

type Countable = Exclude<Aggregation, { readonly kind: 'samples' }>;

const COMPILERS: ByKind<Countable, View, Compiled> = {
  count: ({ of }, view) => compileCount(of, view),
  'count-values': ({ of, name }, view) => compileCountValues(of, name, view),
  distinct: ({ of }, view) => compileDistinct(of, view),
  bounds: ({ of }, view) => compileBounds(of, view),
  min: ({ of }, view) => compileFold('min', of, view),
  max: ({ of }, view) => compileFold('max', of, view),
  sum: ({ of }, view) => compileFold('sum', of, view),
  mean: ({ of }, view) => compileFold('mean', of, view),
  values: ({ of, unwind }, view) => compileValues(of, unwind, view),
  'histogram-values': compileHistogram,
  schema: (_, view) => compileSchema(view),
};

function compileCount(of: Term | null, view: View): Compiled {
  return { sql: sql`${withAll(view.tables)}${counted(of, view)}`, read: readScalar };
}

/** A field of labels is counted where it is there; written as a list of labels, its labels are counted. */
function counted(of: Term | null, view: View): Sql {
  if (of === null) return sql`select count(*) ${fromSamples(view)}`;
  if (of.kind === 'labels' && of.each) return sql`select ${labelCount(of.field, of.where, view)}`;
  if (of.kind === 'labels') {
    const there = printerFor(view).condition(call('exists', [of], { kind: 'bool' }));
    return sql`select count(*) ${fromSamples(view, [there])}`;
  }
  const kept = classCounts(of, view);
  if (kept !== undefined) return sql`select coalesce(sum(labels), 0) ${kept} and class is not null`;
  const rows = valueRows(of, view);
  return selectRows([sql`count(${rows.value})`], rows);
}

function readScalar(rows: readonly Row[]): Answer {
  const value = rows[0]?.[0];
  return { kind: 'scalar', value: value === undefined ? null : readerOf(FLOAT)(value) };
}

function compileCountValues(of: Term, name: string, view: View): Compiled {
  const rows = valueRows(of, view);
  const { type } = rows;
  const kept = classCounts(of, view);
  const counts =
    kept === undefined
      ? selectRows([sql`${rows.output} as value`, raw('count(*) as n')], rows, raw(' group by 1'))
      : sql`select class as value, labels as n ${kept}`;
  const ordering = type.kind === 'any' ? ANY_ORDER : 'value';
  const text = sql`${withAll(view.tables)}${counts} order by value is null, n desc, ${raw(ordering)}`;
  return {
    sql: text,
    read: (found) => {
      const read = readerOf(type);
      const table = found.map(([value, n]) => [read(value), Number(n)] as const);
      return {
        kind: 'table',
        columns: [
          { name, type: columnTypeOf(type) },
          { name: 'count', type: 'int', role: 'count' },
        ],
        rows: table,
        total: table.length,
        of: { what: whatIsCounted(of), total: table.reduce((sum, [, n]) => sum + n, 0) },
      };
    },
  };
}

function whatIsCounted(of: Term): string {
  if (of.kind === 'tags') return 'tags';
  if (of.kind === 'leaves' && !of.labels.single) return of.value.kind === 'tags' ? 'tags' : 'labels';
  return of.type.kind === 'list' ? 'values' : 'samples';
}

/** The class names of a whole field and their numbers, which the store keeps; undefined for anything else. */
function classCounts(of: Term, view: View): Sql | undefined {
  if (of.kind !== 'leaves' || of.labels.single || of.value.kind !== 'property' || of.value.name !== 'label')
    return undefined;
  const field = view.catalog.fields.find(({ name }) => name === of.labels.field);
  if (field === undefined || !isWhole(of.labels, view) || !view.everySample || view.where.length > 0) return undefined;
  return sql`from label_count where field_id = ${param(field.id)} and labels > 0`;
}

function compileDistinct(of: Term, view: View): Compiled {
  const rows = valueRows(of, view);
  const ordering = rows.type.kind === 'any' ? ANY_ORDER : 'value';
  const kept = classCounts(of, view);
  const inner =
    kept === undefined ? selectRows([sql`distinct ${rows.output} as value`], rows) : sql`select class as value ${kept}`;
  return {
    sql: sql`${withAll(view.tables)}select value from (${inner}) where value is not null order by ${raw(ordering)}`,
    read: (found) => ({ kind: 'list', values: found.map(([value]) => readerOf(rows.type)(value)) }),
  };
}

function compileBounds(of: Term, view: View): Compiled {
  const rows = valueRows(of, view);
  const read = readerOf(rows.type.kind === 'any' ? FLOAT : rows.type);
  return {
    sql: sql`${withAll(view.tables)}${selectRows([sql`min(${rows.value})`, sql`max(${rows.value})`], rows)}`,
    read: (found) => ({ kind: 'list', values: [read(found[0]?.[0]), read(found[0]?.[1])] }),
  };
}

const FOLDS = { min: 'min', max: 'max', sum: 'sum', mean: 'avg' } as const;

function compileFold(kind: keyof typeof FOLDS, of: Term, view: View): Compiled {
  const rows = valueRows(of, view);
  const numbers = kind === 'sum' || kind === 'mean';
  const value = numbers && rows.type.kind === 'any' ? numberOnly(rows.value) : rows.value;
  const folded = sql`${raw(FOLDS[kind])}(${value})`;
  // A sum of infinities is no number, and so missing; only a sum of nothing is 0.
  const column = kind === 'sum' ? sql`case when count(${value}) = 0 then 0 else ${folded} end` : folded;
  const read = readerOf(numbers || rows.type.kind === 'any' ? FLOAT : rows.type);
  return {
    sql: sql`${withAll(view.tables)}${selectRows([column], rows)}`,
    read: (found) => ({ kind: 'scalar', value: read(found[0]?.[0]) }),
  };
}

function numberOnly(value: Sql): Sql {
  return sql`case when typeof(${value}) in ('integer', 'real') then ${value} end`;
}

/** One value a sample, in the order of the view; lists stay lists. */
function compileValues(of: Term, unwind: boolean, view: View): Compiled {
  const printer = printerFor(view);
  const output = of.type.kind === 'any' ? valueRows(of, view).output : printer.value(of);
  const read = readerOf(of.type);
  return {
    sql: sql`${withAll(view.tables)}select ${output} ${fromSamples(view)} ${orderOf(view)}`,
    read: (found) => {
      const values = found.map(([value]) => read(value));
      return { kind: 'list', values: unwind ? unwound(values, of.type) : values };
    },
  };
}

/** All values in one list. Missing lists hold nothing; missing members of lists stay. */
function unwound(values: readonly Value[], type: Type): readonly Value[] {
  if (type.kind !== 'list') return values;
  return values.flatMap((value) => (Array.isArray(value) ? unwound(value, type.element) : []));
}

/** Values of unknown type, as JSON: numbers, then text, objects, lists, truth values, as MongoDB orders them. */
const ANY_ORDER =
  "case json_type(value) when 'text' then 1 when 'object' then 2 when 'array' then 3 when 'true' then 4 when 'false' then 4 " +
  "else 0 end, value ->> '$', value";
