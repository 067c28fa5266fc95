import type { CatalogField, Catalog } from '../catalog.ts';
import type { LabelsTerm, MembersTerm } from '../term.ts';
import type { Sql } from '../statement.ts';
import { ident, param, raw, sql } from './fragment.ts';

/**
 * A relation that stands for a table; `branched`: its rows carry the branch of the sample that they belong to. `weight`: how
 * much SQLite copies of others wherever it is read.
 */
export type Relation = { readonly table: string; readonly branched: boolean; readonly weight?: number };

/** What a term is printed for: rows of `s`, with `v` beside it where samples are branched, and of `l` in label conditions. */
export type Reading = {
  /** Fields as the stages so far leave them. */
  readonly catalog: Catalog;
  /** What `s` is read from: `sample`, or a relation that has its columns. */
  readonly samples: string;
  /** The relation `v` of ids and branches, where a sample may be there several times, each with labels of its own. */
  readonly branches: string | null;
  /** The relation from which the labels of a field are read, for fields that a stage has narrowed or rewritten. */
  readonly labels: ReadonlyMap<string, Relation>;
  /** What fields that a stage has rewritten are: an expression on `s` and `v`. For labels: NULL where missing. */
  readonly columns: ReadonlyMap<string, Sql>;
  readonly sampleTags: Relation;
  readonly labelTags: string;
  /** Where conditions on groups of samples find the lists of their members. */
  readonly members?: (term: MembersTerm) => Sql;
};

/** A user field of the catalog. */
export function catalogField({ catalog }: Reading, name: string): CatalogField {
  const field = catalog.fields.find((each) => each.name === name);
  if (field === undefined) throw new Error(`no field ${name} in the catalog of ${catalog.dataset}`);
  return field;
}

/** What belongs to a field in a row of samples: its value, or the number of its labels in the dataset. */
export function columnOf(reading: Reading, name: string): Sql {
  return reading.columns.get(name) ?? sql`s.${ident(catalogField(reading, name).column)}`;
}

/** Whether all labels of the field that the dataset has are there. */
export function isWhole({ field, where, window }: LabelsTerm, { labels }: Reading): boolean {
  return where === null && window === undefined && !labels.has(field);
}

/** The relation `l` that holds labels of the field, and the condition that picks them. */
export function labelRelation(
  field: string,
  reading: Reading,
): { readonly relation: Relation; readonly from: Sql; readonly where: readonly Sql[] } {
  const changed = reading.labels.get(field);
  if (changed !== undefined) return { relation: changed, from: raw(`${changed.table} l`), where: [] };
  const where = [sql`l.field_id = ${param(catalogField(reading, field).id)}`];
  return { relation: LABELS, from: raw('label l'), where };
}

const LABELS: Relation = { table: 'label', branched: false };

/** The condition that a row of labels (`l`) or sample tags (`t`) belongs to the sample `s`. */
export function belongsToSample(alias: 'l' | 't', { branched }: Relation): Sql {
  return raw(`${alias}.sample_id = s.id${branched ? ` and ${alias}.branch = v.branch` : ''}`);
}

/** What names the sample to which a row belongs, for `sampleKey(...) in (select ownerKey(...) ...)`. */
export function ownerKey(alias: 'l' | 't', { branched }: Relation): Sql {
  return raw(branched ? `${alias}.sample_id, ${alias}.branch` : `${alias}.sample_id`);
}

/** What names a sample, as `ownerKey` does. */
export function sampleKey({ branched }: Relation): Sql {
  return raw(branched ? '(s.id, v.branch)' : 's.id');
}

/** `join ... s` beside rows of labels `l`; `v`, too, where samples are branched. */
export function joinSample({ samples, branches }: Reading, { branched }: Relation): Sql {
  if (branches === null) return raw(` join ${samples} s on s.id = l.sample_id`);
  const branch = branched ? ' and v.branch = l.branch' : '';
  return raw(` join ${branches} v on v.id = l.sample_id${branch} cross join ${samples} s on s.id = v.id`);
}
