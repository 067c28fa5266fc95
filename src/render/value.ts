import type { Value } from '../dataset/query/answer.ts';
import { formatNumber } from './numbers.ts';
import type { RenderOptions } from './render-options.ts';
import { sanitize } from './sanitize.ts';

/** A value on one line, safe to print: missing as a dash, an empty string as `''`, an empty list as `[]`. */
export function formatValue(value: Value | undefined, options: Pick<RenderOptions, 'unicode'>): string {
  if (value === null || value === undefined) return missingMark(options);
  if (value === '') return "''";
  return formatPresent(value, options);
}

/** What stands for a missing value. */
export function missingMark({ unicode }: Pick<RenderOptions, 'unicode'>): string {
  return unicode ? '–' : '-';
}

/** What says that text was cut. */
export function cutMark({ unicode }: Pick<RenderOptions, 'unicode'>): string {
  return unicode ? '…' : '...';
}

/** A date in UTC; the time of day only where it is not midnight. */
export function formatDate(date: Date): string {
  if (Number.isNaN(date.getTime())) return 'invalid date';
  const text = date.toISOString();
  if (text.endsWith('T00:00:00.000Z')) return text.slice(0, -14);
  return text.replace('T', ' ').replace('.000Z', 'Z');
}

/** When something was done, in UTC and to the minute; what is no date as any value. */
export function formatMoment(value: Value | undefined, options: Pick<RenderOptions, 'unicode'>): string {
  if (!(value instanceof Date) || Number.isNaN(value.getTime())) return formatValue(value, options);
  return `${value.toISOString().slice(0, -8).replace('T', ' ')}Z`;
}

function formatPresent(value: Exclude<Value, null>, options: Pick<RenderOptions, 'unicode'>): string {
  if (typeof value === 'string') return sanitize(value);
  if (typeof value === 'number') return formatNumber(value);
  if (typeof value === 'boolean') return String(value);
  if (value instanceof Date) return formatDate(value);
  if (isList(value)) return `[${value.map((element) => formatValue(element, options)).join(', ')}]`;
  const entries = Object.entries(value).map(([key, inner]) => `${sanitize(key)}: ${formatValue(inner, options)}`);
  return `{${entries.join(', ')}}`;
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
