import type { Sql } from '../statement.ts';
import { join, param, raw, sql, whereAll } from './fragment.ts';
import { labelColumns } from './label-columns.ts';
import { columnOf } from './reading.ts';
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

/** A page of samples: their ids, all of one branch (0 in views in which a sample is there only once). */
export type PageKey = { readonly ids: readonly number[]; readonly branch: number };

/** Whole samples with those labels that the view leaves them. Rows of `samples` come in any order. */
export function samplePage(view: View, { ids, branch }: PageKey): SamplePage {
  const page = sql`(select value from json_each(${param(JSON.stringify(ids))}))`;
  const labels = labelsOfPage(view, page, branch);
  const tables = withAll(view.tables);
  return {
    samples: sql`${tables}select ${sampleColumns(view)} ${pageOfSamples(view, page, branch)}`,
    tags: sql`${tables}select t.sample_id, t.tag ${tagsOfPage(view, page, branch)} order by t.sample_id, t.position`,
    labels: sql`${tables}select ${LABEL_COLUMNS} from (${labels}) l order by l.sample_id, l.field_id, l.position`,
    labelTags: sql`${tables}select t.label_id, t.tag from ${raw(view.labelTags)} t where t.label_id in (select l.id from (${labels}) l) order by t.label_id, t.position`,
  };
}

const LABEL_COLUMNS = raw(
  'l.id, l.sample_id, l.field_id, l.oid, l.kind, l.class, l.confidence, l.closed, l.filled, l.geometry, l.attributes',
);

function sampleColumns(view: View): Sql {
  const fields = view.catalog.fields.map((field) => fieldColumn(field, view));
  return join([raw('s.id, s.oid, s.filepath, s.width, s.height, s.nulls, s.provenance'), ...fields], ', ');
}

function pageOfSamples({ samples, branches }: View, page: Sql, branch: number): Sql {
  if (branches === null) return sql`from ${raw(samples)} s where s.id in ${page}`;
  return sql`from ${raw(branches)} v cross join ${raw(samples)} s on s.id = v.id where v.branch = ${param(branch)} and s.id in ${page}`;
}

function tagsOfPage({ sampleTags: { table, branched } }: View, page: Sql, branch: number): Sql {
  return sql`from ${raw(table)} t where t.sample_id in ${page}${branched ? sql` and t.branch = ${param(branch)}` : raw('')}`;
}

/** Changed fields are read from their own relations, all others from the table at once. */
function labelsOfPage(view: View, page: Sql, branch: number): Sql {
  const fields = view.catalog.fields.filter(({ kind }) => kind === 'labels');
  const inPage = sql`l.sample_id in ${page}`;
  const whole = fields.filter(({ name }) => !view.labels.has(name)).map(({ id }) => param(id));
  const table = sql`select ${labelColumns()} from label l${whereAll([inPage, sql`l.field_id in (${join(whole, ', ')})`])}`;
  const own = fields.flatMap(({ name }) => {
    const changed = view.labels.get(name);
    if (changed === undefined) return [];
    const inBranch = changed.branched ? [sql`l.branch = ${param(branch)}`] : [];
    return [sql`select ${labelColumns()} from ${raw(changed.table)} l${whereAll([inPage, ...inBranch])}`];
  });
  return join([table, ...own], ' union all ');
}

function fieldColumn(field: CatalogField, view: View): Sql {
  if (field.kind !== 'labels' || !view.labels.has(field.name)) return columnOf(view, field.name);
  const { condition, value } = printerFor(view);
  const labels = labelsOf(field);
  return sql`case when ${condition(call('exists', [labels], BOOL))} then ${value(call('length', [labels], INT))} end`;
}
