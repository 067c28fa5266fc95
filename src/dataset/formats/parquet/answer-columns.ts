import type { Answer, Value } from '../../query/answer.ts';
import { answerTable } from '../tables/answer-table.ts';
import { cellOf } from './cell-of.ts';
import type { ColumnType } from './column-type.ts';
import type { ParquetTable } from './parquet-table.ts';

/**
 * The result of a query: a column is of the type that all its values have, else JSON. Of columns with one name the later get a number.
 *
 * @throws UserError `bad-argument` for a view
 */
export function answerParquet(answer: Answer): ParquetTable {
  const { columns, rows } = answerTable(answer);
  const values = [...(rows() as Iterable<readonly Value[]>)];
  const types = columns.map((_, i) => typeOfAll(values.map((row) => row[i] ?? null)));
  return {
    columns: Object.fromEntries(distinct(columns).map((name, i) => [name, types[i] ?? { kind: 'json' }])),
    rows: () => values.map((row) => ({ of: 'the result', values: row, weight: row.length, labels: 0 })),
  };
}

const KINDS = ['int', 'float', 'string', 'bool', 'date'] as const;

function typeOfAll(values: readonly Value[]): ColumnType {
  if (values.every((value) => value === null)) return { kind: 'string' };
  const types = KINDS.map((kind): ColumnType => ({ kind }));
  return types.find((type) => values.every((value) => cellOf(value, type) !== undefined)) ?? { kind: 'json' };
}

function distinct(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let n = 2; taken.has(free); n++) free = `${name}_${String(n)}`;
    taken.add(free);
    return free;
  });
}
