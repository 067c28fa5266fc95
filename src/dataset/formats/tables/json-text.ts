import type { Json } from '../../model/label.ts';
import type { Value } from '../../query/answer.ts';
import type { TableText } from './write-table.ts';

/** A list of objects, one a line, whose members are the columns. */
export const jsonText: TableText = {
  head: () => '[',
  row: (values, columns) => `\n${JSON.stringify(jsonOf(rowObject(values, columns)))}`,
  between: ',',
  tail: '\n]\n',
};

/** A row as an object. */
export function rowObject(values: readonly Value[], columns: readonly string[]): Value {
  return Object.fromEntries(columns.map((name, i) => [name, values[i] ?? null]));
}

/** A value as JSON: dates are ISO 8601, NaN and infinities `{"$float": "NaN"}`. */
export function jsonOf(value: Value): Json {
  if (typeof value === 'number') return Number.isFinite(value) ? value : { $float: String(value) };
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (Array.isArray(value)) return (value as readonly Value[]).map(jsonOf);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, jsonOf(inner)]));
}
