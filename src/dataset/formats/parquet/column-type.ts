import type { SchemaElement } from 'hyparquet-writer';

/** Type of a column: a list of something, an object with members of their own types, a value; `json` is JSON as text. */
export type ColumnType =
  | { readonly kind: 'int' | 'float' | 'string' | 'bool' | 'date' | 'json' }
  | { readonly kind: 'list'; readonly of: ColumnType }
  | { readonly kind: 'struct'; readonly members: Readonly<Record<string, ColumnType>> };

/** A list of values of that type. */
export function listOf(of: ColumnType): ColumnType {
  return { kind: 'list', of };
}

/** The schema of a file with these columns: Parquet lists it depth first. Everything may be missing. */
export function schemaOf(columns: Readonly<Record<string, ColumnType>>): SchemaElement[] {
  const elements = Object.entries(columns).flatMap(([name, type]) => elementsOf(name, type));
  return [{ name: 'root', num_children: Object.keys(columns).length }, ...elements];
}

const SCALARS = {
  int: { type: 'INT64' },
  float: { type: 'DOUBLE' },
  bool: { type: 'BOOLEAN' },
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  json: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  date: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
} as const satisfies Readonly<Record<string, Partial<SchemaElement>>>;

function elementsOf(name: string, type: ColumnType): SchemaElement[] {
  const optional = { name, repetition_type: 'OPTIONAL' } as const;
  if (type.kind === 'list') {
    return [
      { ...optional, converted_type: 'LIST', logical_type: { type: 'LIST' }, num_children: 1 },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      ...elementsOf('element', type.of),
    ];
  }
  if (type.kind !== 'struct') return [{ ...optional, ...SCALARS[type.kind] }];
  const members = Object.entries(type.members);
  return [
    { ...optional, num_children: members.length },
    ...members.flatMap(([member, inner]) => elementsOf(member, inner)),
  ];
}
