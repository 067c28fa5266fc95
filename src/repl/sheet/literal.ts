import { literal as scalarLiteral } from '../../dataset/query/examples.ts';
import type { Value } from '../../dataset/query/answer.ts';

/** A value as the language writes it. */
export function literal(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return scalarLiteral(value);
  if (value instanceof Date) return `date(${scalarLiteral(value.toISOString())})`;
  if (isList(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
