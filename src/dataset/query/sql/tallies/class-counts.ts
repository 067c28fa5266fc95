import type { Sql } from '../../statement.ts';
import type { Term } from '../../term.ts';
import { param, sql } from '../fragment.ts';
import { isWhole } from '../reading.ts';
import type { View } from '../view.ts';

/** The class names of a whole field and their numbers, which the store keeps; undefined for anything else. */
export function classCounts(of: Term, view: View): Sql | undefined {
  if (of.kind !== 'leaves' || of.labels.single || of.value.kind !== 'property' || of.value.name !== 'label')
    return undefined;
  const field = view.catalog.fields.find(({ name }) => name === of.labels.field);
  if (field === undefined || !isWhole(of.labels, view) || !view.everySample || view.where.length > 0) return undefined;
  return sql`from label_count where field_id = ${param(field.id)} and labels > 0`;
}
