import type { Value } from '../../query/answer.ts';
import { jsonOf } from './json-text.ts';

/** A value as text without loss: dates are ISO 8601, lists and objects JSON, NaN and infinities their names. Missing is null. */
export function valueText(value: Value): string | null {
  if (value === null) return null;
  if (typeof value === 'string') return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  return typeof value === 'object' ? JSON.stringify(jsonOf(value)) : String(value);
}
