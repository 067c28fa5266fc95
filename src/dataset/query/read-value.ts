import type { Json } from '../model/label.ts';
import type { Value } from './answer.ts';
import type { SqlValue } from './statement.ts';
import type { Type } from './type.ts';

/** Turns what a statement yields for a term of `type` into a value. Lists, objects and values of unknown type come as JSON. */
export function readerOf(type: Type): (value: SqlValue | undefined) => Value {
  if (type.kind === 'list' || type.kind === 'dict' || type.kind === 'any') {
    return (value) => (typeof value === 'string' ? fromJson(JSON.parse(value) as Json, type) : plain(value));
  }
  return (value) => fromScalar(value, type);
}

function fromScalar(value: SqlValue | undefined, type: Type): Value {
  if (value === null || value === undefined) return null;
  if (type.kind === 'bool') return Number(value) === 1;
  if (type.kind === 'date' && typeof value === 'string') return new Date(value);
  return plain(value);
}

function plain(value: SqlValue | undefined): Value {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' || typeof value === 'string' ? value : null;
}

/** Members of lists carry their type: SQLite writes truth values as 0 and 1, dates are text. */
function fromJson(value: Json, type: Type): Value {
  if (type.kind === 'list' && Array.isArray(value)) return value.map((member: Json) => fromJson(member, type.element));
  if (value !== null && (type.kind === 'bool' || type.kind === 'date') && typeof value !== 'object') {
    return fromScalar(typeof value === 'boolean' ? Number(value) : value, type);
  }
  return value;
}
