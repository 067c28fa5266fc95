import type { Sql } from '../statement.ts';
import { ident, join, param, raw, sql, whereAll } from './fragment.ts';
import { labelRelation } from './reading.ts';
import type { View } from './view.ts';
import { withAll } from './fragment.ts';
import { labelsOf } from '../bind/properties.ts';
import { printerFor } from './print-term.ts';
import { call } from '../term.ts';
import { BOOL, INT } from '../type.ts';
import type { CatalogField } from '../catalog.ts';

/** The statements that fetch whole samples of a view, by their ids. */
export type SamplePage = {
  /** id, oid, filepath, width, height, nulls, provenance, then a column a field of the catalog: its value, or its number of labels (NULL: missing). */
  readonly samples: Sql;
  /** sample_id, tag; by sample and position. */
  readonly tags: Sql;
  /** id, sample_id, field_id, oid, kind, class, confidence, closed, filled, geometry, attributes; by sample, field and position. */
  readonly labels: Sql;
  /** label_id, tag; by label and position. */
  readonly labelTags: Sql;
};

/** Whole samples with those labels that the view leaves them. Rows of `samples` come in any order. */
export function samplePage(view: View, ids: readonly number[]): SamplePage {
  const page = sql`(select value from json_each(${param(JSON.stringify(ids))}))`;
  const labels = labelsOfPage(view, page);
  const fields = view.catalog.fields.map((field) => fieldColumn(field, view));
  const columns = join([raw('s.id, s.oid, s.filepath, s.width, s.height, s.nulls, s.provenance'), ...fields], ', ');
  return {
    samples: sql`${withAll(view.tables)}select ${columns} from sample s where s.id in ${page}`,
    tags: sql`select t.sample_id, t.tag from sample_tag t where t.sample_id in ${page} order by t.sample_id, t.position`,
    labels: sql`${withAll(view.tables)}select ${LABEL_COLUMNS} from (${labels}) l order by l.sample_id, l.field_id, l.position`,
    labelTags: sql`${withAll(view.tables)}select t.label_id, t.tag from label_tag t where t.label_id in (select l.id from (${labels}) l) order by t.label_id, t.position`,
  };
}

const LABEL_COLUMNS = raw(
  'l.id, l.sample_id, l.field_id, l.oid, l.kind, l.class, l.confidence, l.closed, l.filled, l.geometry, l.attributes',
);

/** Narrowed fields are read from their own relations, all others from the table at once. */
function labelsOfPage(view: View, page: Sql): Sql {
  const narrowed = view.catalog.fields.filter(({ name }) => view.labels.has(name));
  const inPage = sql`l.sample_id in ${page}`;
  const others =
    narrowed.length === 0
      ? []
      : [
          sql`l.field_id not in (${join(
            narrowed.map(({ id }) => param(id)),
            ', ',
          )})`,
        ];
  const whole = sql`select l.* from label l${whereAll([inPage, ...others])}`;
  const own = narrowed.map(({ name }) => {
    const { from, where } = labelRelation(name, view);
    return sql`select l.* from ${from}${whereAll([...where, inPage])}`;
  });
  return join([whole, ...own], ' union all ');
}

function fieldColumn(field: CatalogField, view: View): Sql {
  if (field.kind !== 'labels' || !view.labels.has(field.name)) return sql`s.${ident(field.column)}`;
  const { condition, value } = printerFor(view);
  const labels = labelsOf(field);
  return sql`case when ${condition(call('exists', [labels], BOOL))} then ${value(call('length', [labels], INT))} end`;
}
