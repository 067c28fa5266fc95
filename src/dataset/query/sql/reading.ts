import type { CatalogField, Catalog } from '../catalog.ts';
import type { LabelsTerm } from '../term.ts';
import type { Sql } from '../statement.ts';
import { ident, param, raw, sql } from './fragment.ts';

/** What a term is printed for: rows of `sample s`, and of `label l` inside label conditions. */
export type Reading = {
  readonly catalog: Catalog;
  /** The relation from which the labels of a field are read, for fields that a stage has narrowed. */
  readonly labels: ReadonlyMap<string, string>;
};

/** A user field of the catalog. */
export function catalogField({ catalog }: Reading, name: string): CatalogField {
  const field = catalog.fields.find((each) => each.name === name);
  if (field === undefined) throw new Error(`no field ${name} in the catalog of ${catalog.dataset}`);
  return field;
}

/** The column of `sample` that belongs to a field: its value, or the number of its labels in the dataset. */
export function columnOf(reading: Reading, name: string): Sql {
  return sql`s.${ident(catalogField(reading, name).column)}`;
}

/** Whether all labels of the field that the dataset has are there. */
export function isWhole({ field, where }: LabelsTerm, { labels }: Reading): boolean {
  return where === null && !labels.has(field);
}

/** The relation `l` that holds labels of the field, and the condition that picks them. */
export function labelRelation(field: string, reading: Reading): { readonly from: Sql; readonly where: readonly Sql[] } {
  const narrowed = reading.labels.get(field);
  if (narrowed !== undefined) return { from: raw(`${narrowed} l`), where: [] };
  return { from: raw('label l'), where: [sql`l.field_id = ${param(catalogField(reading, field).id)}`] };
}
