import type { SqlValue } from '../query/statement.ts';

/** A number that was stored; null for anything else. */
export function numberOrNull(value: SqlValue | undefined): number | null {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : null;
}
