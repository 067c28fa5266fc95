import type { Column, Value } from '../dataset/query/answer.ts';
import type { OutputOf, RenderOptions } from './render-options.ts';
import { formatValue } from './value.ts';

type Table = OutputOf<'table'>;

/** More columns are hard to take in, and a list of combinations says the same. */
const MOST_COLUMNS = 12;

/** Whether the rows are combinations of two values with their count, few enough of the second to stand side by side. */
export function isCrosstab({ crosstab, columns, rows, total }: Table): boolean {
  if (crosstab !== true || columns.length !== 3 || rows.length < total) return false;
  return distinct(rows.map(([, second]) => second ?? null)).length <= MOST_COLUMNS;
}

/**
 * The same counts with a row for each first value and a column for each second one, missing last, and a column of sums. What does
 * not occur together is shown as missing.
 */
export function crosstabOf(table: Table, options: RenderOptions): Table {
  const [first, second] = table.columns;
  const across = distinct(table.rows.map(([, value]) => value ?? null)).toSorted(byValue);
  const down = distinct(table.rows.map(([value]) => value ?? null));
  const counts = new Map(table.rows.map(([a, b, count]) => [keyOf([a ?? null, b ?? null]), Number(count)]));
  const rows = down.map((value) => {
    const cells = across.map((other) => counts.get(keyOf([value, other])) ?? null);
    const sum = cells.reduce((total: number, cell) => total + Number(cell), 0);
    return [value, ...cells, sum];
  });
  const columns: readonly Column[] = [
    { name: `${first?.name ?? ''} \\ ${second?.name ?? ''}`, type: first?.type ?? 'mixed' },
    ...across.map((value): Column => ({ name: formatValue(value, options), type: 'int' })),
    { name: 'all', type: 'int' },
  ];
  return { kind: 'table', columns, rows, total: rows.length, ...(table.of && { of: table.of }) };
}

function distinct(values: readonly Value[]): readonly Value[] {
  return [...new Map(values.map((value) => [keyOf(value), value])).values()];
}

function keyOf(value: Value): string {
  return JSON.stringify(value);
}

function byValue(a: Value, b: Value): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return keyOf(a) < keyOf(b) ? -1 : 1;
}
