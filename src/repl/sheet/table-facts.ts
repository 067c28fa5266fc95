import type { TableAnswer } from '../../commands/output-rows.ts';
import type { Value } from '../../dataset/query/answer.ts';
import { formatValue } from '../../render/value.ts';
import { compareCells } from './compare-cells.ts';
import type { SheetColumn, SheetRow } from './sheet-source.ts';

/** How often each value occurs, most frequent first, missing last. */
export function frequencyTable(name: string, values: readonly Value[]): TableAnswer {
  const counts = new Map<string, { readonly value: Value; n: number }>();
  for (const value of values) {
    const key = `${typeof value} ${formatValue(value, { unicode: true })}`;
    const found = counts.get(key);
    if (found === undefined) counts.set(key, { value, n: 1 });
    else found.n += 1;
  }
  const rows = [...counts.values()]
    .toSorted(
      (a, b) => Number(a.value === null) - Number(b.value === null) || b.n - a.n || compareCells(a.value, b.value),
    )
    .map(({ value, n }) => [value, n]);
  return {
    kind: 'table',
    columns: [
      { name, type: 'mixed' },
      { name: 'count', type: 'int', role: 'count' },
    ],
    rows,
    total: rows.length,
    of: { what: 'rows', total: values.length },
  };
}

/** A row for each column: its type, how many values are missing, how many there are, the least, the largest, the mean. */
export function describedTable(columns: readonly SheetColumn[], rows: readonly SheetRow[]): TableAnswer {
  const described = columns.map(({ name, type }, i) => [
    name,
    type,
    ...factsOf(rows.map(({ cells }) => cells[i] ?? null)),
  ]);
  const head = (title: string, type: 'string' | 'int' | 'mixed' | 'float') => ({ name: title, type });
  return {
    kind: 'table',
    columns: [
      head('column', 'string'),
      head('type', 'string'),
      head('missing', 'int'),
      head('distinct', 'int'),
      head('min', 'mixed'),
      head('max', 'mixed'),
      head('mean', 'float'),
    ],
    rows: described,
    total: described.length,
  };
}

function factsOf(values: readonly Value[]): readonly Value[] {
  const present = values.filter((value) => value !== null);
  const distinct = new Set(present.map((value) => formatValue(value, { unicode: true }))).size;
  const sorted = present.toSorted(compareCells);
  const numbers = present.filter((value) => typeof value === 'number');
  const mean = numbers.length === 0 ? null : numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
  return [values.length - present.length, distinct, sorted[0] ?? null, sorted.at(-1) ?? null, mean];
}
