import type { Value } from '../../query/answer.ts';
import { jsonOf } from '../tables/json-text.ts';
import type { ColumnType } from './column-type.ts';

/** A value as the library takes it: integers are `bigint`, since those of a file have 64 bits. */
export type Cell =
  null | bigint | number | string | boolean | Date | readonly Cell[] | { readonly [key: string]: Cell };

/** The value as a cell of that type; undefined where it is of another. What is missing stays so. */
export function cellOf(value: Value, type: ColumnType): Cell | undefined {
  if (value === null) return null;
  if (type.kind === 'list') return Array.isArray(value) ? all(value as readonly Value[], type.of) : undefined;
  return type.kind === 'struct' ? structOf(value, type.members) : SCALARS[type.kind](value);
}

type ScalarKind = Exclude<ColumnType['kind'], 'list' | 'struct'>;

const SCALARS: Readonly<Record<ScalarKind, (value: Value) => Cell | undefined>> = {
  int: (value) => (typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : undefined),
  float: (value) => (typeof value === 'number' ? value : undefined),
  string: (value) => (typeof value === 'string' ? value : undefined),
  bool: (value) => (typeof value === 'boolean' ? value : undefined),
  date: (value) => (value instanceof Date ? dateOf(value) : undefined),
  json: (value) => JSON.stringify(jsonOf(value)),
};

/** A date that is none is missing, as in other tables. */
function dateOf(value: Date): Date | null {
  return Number.isNaN(value.getTime()) ? null : value;
}

function all(values: readonly Value[], type: ColumnType): Cell[] | undefined {
  const cells: Cell[] = [];
  for (const value of values) {
    const cell = cellOf(value, type);
    if (cell === undefined) return undefined;
    cells.push(cell);
  }
  return cells;
}

function structOf(value: Value, members: Readonly<Record<string, ColumnType>>): Cell | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Date) return undefined;
  const given = value as Readonly<Record<string, Value>>;
  const cells: Record<string, Cell> = {};
  for (const [name, type] of Object.entries(members)) {
    const cell = cellOf(given[name] ?? null, type);
    if (cell === undefined) return undefined;
    cells[name] = cell;
  }
  return cells;
}
