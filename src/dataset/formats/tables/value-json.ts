import type { Json } from '../../model/label.ts';
import type { Value } from '../../query/answer.ts';

/** A value as JSON without loss: dates are ISO 8601, NaN and infinities `{"$float": "NaN"}`; a date that is none is null. */
export function jsonOf(value: Value): Json {
  if (typeof value === 'number') return Number.isFinite(value) ? value : { $float: String(value) };
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (Array.isArray(value)) return (value as readonly Value[]).map(jsonOf);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, jsonOf(inner)]));
}
