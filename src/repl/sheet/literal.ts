import type { Value } from '../../dataset/query/answer.ts';

/** A value as the language writes it. */
export function literal(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return quoted(value);
  if (value instanceof Date) return `date(${quoted(value.toISOString())})`;
  if (isList(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}

function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
