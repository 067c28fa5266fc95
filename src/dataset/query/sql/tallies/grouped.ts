import type { Aggregation } from '../../plan.ts';
import { readerOf } from '../../read-value.ts';
import { columnTypeOf } from '../../type.ts';
import type { Compiled } from '../compiled.ts';
import { join, raw, sql, withAll } from '../fragment.ts';
import { outputOf } from '../json.ts';
import { printerFor } from '../print-term.ts';
import { rowsWithSample } from '../value-rows.ts';
import type { View } from '../view.ts';
import { commas, foldColumns } from './fold.ts';

type Grouped = Extract<Aggregation, { readonly kind: 'grouped' }>;

/** A fold for each group of samples, by key, missing last. */
export function compileGrouped({ by, of, name }: Grouped, view: View): Compiled {
  const rows = rowsWithSample(of.of, view);
  const { columns, read, type } = foldColumns(of, rows);
  const keys = by.map((key, i) => sql`${outputOf(key.of, printerFor(view))} as ${raw(`key_${String(i)}`)}`);
  const names = by.map((_, i) => raw(`key_${String(i)}`));
  const sorted = names.map((each) => sql`${each} is null, ${each}`);
  return {
    sql: sql`${withAll(view.tables)}select ${join([...keys, commas(columns)], ', ')} ${rows.from} group by ${join(names, ', ')} order by ${join(sorted, ', ')}`,
    width: by.length + columns.length,
    read: (found) => ({
      kind: 'table',
      columns: [
        ...by.map((key) => ({ name: key.name, type: columnTypeOf(key.of.type) })),
        { name, type: columnTypeOf(type) },
      ],
      rows: found.map((row) => [...by.map((key, i) => readerOf(key.of.type)(row[i])), read(row.slice(by.length))]),
      total: found.length,
    }),
  };
}
