import type { Json } from '../model/label.ts';
import type { FieldValue } from '../model/sample.ts';
import type { FieldType } from '../model/schema.ts';
import type { SqlValue } from '../query/statement.ts';
import { canonicalJson } from './canonical-json.ts';

/** The type of a value; null for a missing one. Numbers that are no safe integers are floats, NaN and infinities too. */
export function typeOfValue(value: FieldValue): FieldType | null {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'int' : 'float';
  return typeof value === 'string' ? 'string' : typeOfObject(value);
}

/** True for a value SQLite has no way to keep: NaN or an invalid date. It is stored as missing. */
export function isUnstorable(value: FieldValue): boolean {
  if (typeof value === 'number') return Number.isNaN(value);
  return value instanceof Date && Number.isNaN(value.getTime());
}

/** What to tell of the values of a field that could not be stored. */
export function describeUnstorable([field, count]: readonly [string, number]): string {
  return `${field}: ${String(count)} values that are no number (NaN) or no valid date were stored as missing`;
}

/** What stands in the column of a field. */
export function encodeValue(value: FieldValue): SqlValue {
  if (value === null || isUnstorable(value)) return null;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number') return value + 0;
  if (typeof value === 'string') return value;
  return value instanceof Date ? value.toISOString() : JSON.stringify(value);
}

/** Reads back what `encodeValue` wrote. */
export function decodeValue(type: FieldType, stored: SqlValue): FieldValue {
  if (stored === null || stored instanceof Uint8Array) return null;
  const value = typeof stored === 'bigint' ? Number(stored) : stored;
  if (type === 'bool') return value !== 0;
  if (type === 'date') return new Date(value);
  return typeof value === 'string' && (type === 'list' || type === 'dict') ? (JSON.parse(value) as Json) : value;
}

/** A text that is equal for equal values, and independent of whether the field is of int or float; null for missing. */
export function canonicalValue(value: FieldValue): string | null {
  if (value === null || isUnstorable(value)) return null;
  if (typeof value === 'boolean') return value ? 'b1' : 'b0';
  if (typeof value === 'number') return `n${String(value + 0)}`;
  if (typeof value === 'string') return `s${value}`;
  return value instanceof Date ? `d${value.toISOString()}` : `j${canonicalJson(value)}`;
}

/** The declared type of a column in SQLite. */
export function columnType(type: FieldType): 'INTEGER' | 'REAL' | 'TEXT' {
  if (type === 'int' || type === 'bool') return 'INTEGER';
  return type === 'float' ? 'REAL' : 'TEXT';
}

function typeOfObject(value: object | null): FieldType | null {
  if (value === null) return null;
  if (value instanceof Date) return 'date';
  return Array.isArray(value) ? 'list' : 'dict';
}
