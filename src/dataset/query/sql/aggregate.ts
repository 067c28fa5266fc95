import type { Answer, Value } from '../answer.ts';
import type { Aggregation } from '../plan.ts';
import { readerOf } from '../read-value.ts';
import type { Row, Sql } from '../statement.ts';
import { call, type Term } from '../term.ts';
import { columnTypeOf, FLOAT } from '../type.ts';
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
export function compileAggregation(aggregation: Exclude<Aggregation, { kind: 'samples' }>, view: View): Compiled {
  switch (aggregation.kind) {
    case 'count':
      return compileCount(aggregation.of, view);
    case 'count-values':
      return compileCountValues(aggregation.of, aggregation.name, view);
    case 'distinct':
      return compileDistinct(aggregation.of, view);
    case 'bounds':
      return compileBounds(aggregation.of, view);
    case 'min':
    case 'max':
    case 'sum':
    case 'mean':
      return compileFold(aggregation.kind, aggregation.of, view);
    case 'values':
      return compileValues(aggregation.of, aggregation.unwind, view);
    case 'histogram-values':
      return compileHistogram(aggregation, view);
    case 'schema':
      return compileSchema(view);
  }
}

function compileCount(of: Term | null, view: View): Compiled {
  return { sql: sql`${withAll(view.tables)}select ${counted(of, view)}`, read: readScalar };
}

function counted(of: Term | null, view: View): Sql {
  if (of === null) return sql`(select count(*) ${fromSamples(view)})`;
  if (of.kind === 'labels') {
    if (of.each) return labelCount(of.field, of.where, view);
    return sql`(select count(*) ${fromSamples(view, [printerFor(view).condition(call('exists', [of], { kind: 'bool' }))])})`;
  }
  const rows = valueRows(of, view);
  return sql`(${selectRows([sql`count(${rows.value})`], rows)})`;
}

function readScalar(rows: readonly Row[]): Answer {
  const value = rows[0]?.[0];
  return { kind: 'scalar', value: value === undefined ? null : readerOf(FLOAT)(value) };
}

function compileCountValues(of: Term, name: string, view: View): Compiled {
  const rows = valueRows(of, view);
  const { type } = rows;
  const counts =
    fromCounts(of, view) ?? selectRows([sql`${rows.output} as value`, raw('count(*) as n')], rows, raw(' group by 1'));
  const ordering = type.kind === 'any' ? "value ->> '$', value" : 'value';
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

/** Class counts of a whole field are kept by the store. */
function fromCounts(of: Term, view: View): Sql | undefined {
  if (of.kind !== 'leaves' || of.labels.single || of.value.kind !== 'property' || of.value.name !== 'label')
    return undefined;
  const field = view.catalog.fields.find(({ name }) => name === of.labels.field);
  if (field === undefined || !isWhole(of.labels, view) || !view.everySample || view.where.length > 0) return undefined;
  return sql`select class as value, labels as n from label_count where field_id = ${param(field.id)} and labels > 0`;
}

function compileDistinct(of: Term, view: View): Compiled {
  const rows = valueRows(of, view);
  const ordering = rows.type.kind === 'any' ? "value ->> '$', value" : 'value';
  const inner = selectRows([sql`distinct ${rows.output} as value`], rows);
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
  const read = readerOf(numbers || rows.type.kind === 'any' ? FLOAT : rows.type);
  return {
    sql: sql`${withAll(view.tables)}${selectRows([kind === 'sum' ? sql`coalesce(${folded}, 0)` : folded], rows)}`,
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
      return { kind: 'list', values: unwind ? values.flatMap(leavesOf) : values };
    },
  };
}

function leavesOf(value: Value): readonly Value[] {
  return Array.isArray(value) ? value.flatMap(leavesOf) : [value];
}
