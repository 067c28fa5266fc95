import { UserError } from '../../../../diagnostics.ts';
import type { LabelPart, Stage } from '../../plan.ts';
import { looksAtSample, type Term } from '../../term.ts';
import type { Sql } from '../../statement.ts';
import { param, raw, sql, whereAll } from '../fragment.ts';
import { branchColumn, type LabelColumn, labelColumns, labelsWithSample, withRewritten } from '../label-columns.ts';
import { anyAsJson } from '../json.ts';
import { printerFor } from '../print-term.ts';
import { catalogField, joinSample, labelRelation } from '../reading.ts';
import { nextName, type View, withTable } from '../view.ts';

type SetLabel = Extract<Stage, { readonly kind: 'set-label' }>;

/** Another value for a part of each label of a field. */
export function setLabel(view: View, { field, part, value }: SetLabel): View {
  if (part.kind === 'tags') return setLabelTags(view, field, value);
  const changed = labelColumns(columnFor(part, value, view));
  if (looksAtSample(value)) {
    const { from, where, branch, branched } = labelsWithSample(field, view, (relation) => joinSample(view, relation));
    return withRewritten(view, field, sql`select ${changed}${branch} from ${from}${whereAll(where)}`, branched);
  }
  const { relation, from, where } = labelRelation(field, view);
  const select = sql`select ${changed}${branchColumn(relation)} from ${from}${whereAll(where)}`;
  return withRewritten(view, field, select, relation.branched);
}

function columnFor(
  part: Exclude<LabelPart, { readonly kind: 'tags' }>,
  value: Term,
  view: View,
): Partial<Record<LabelColumn, Sql>> {
  if (part.kind === 'property') return { [PROPERTY_COLUMNS[part.name]]: printerFor(view).value(value) };
  const path = `$.${JSON.stringify(part.name)}`;
  const json = asJson(value, view);
  const attributes = sql`coalesce(l.attributes, '{}')`;
  return {
    attributes: sql`case when ${json} is null then json_remove(${attributes}, ${param(path)}) else json_set(${attributes}, ${param(path)}, json(${json})) end`,
  };
}

const PROPERTY_COLUMNS = { label: 'class', confidence: 'confidence', closed: 'closed', filled: 'filled' } as const;

/** JSON text of the value, NULL where missing: SQL's 0 and 1 become true and false again. */
function asJson(value: Term, view: View): Sql {
  const printer = printerFor(view);
  const { kind } = value.type;
  if (kind === 'any') return anyAsJson(value, printer);
  const printed = printer.value(value);
  if (kind === 'list' || kind === 'dict') return printed;
  if (kind === 'bool') return sql`case ${printed} when 1 then 'true' when 0 then 'false' end`;
  return sql`nullif(json_quote(${printed}), 'null')`;
}

/** One relation holds the tags of all labels: those of the field are exchanged in it. */
function setLabelTags(view: View, field: string, value: Term): View {
  const name = nextName(view, 'label_tags');
  const list = printerFor(view).value(value);
  const { relation, from, where } = labelRelation(field, view);
  if (relation.branched || view.branches !== null) throw tagsOfTwo();
  const source = looksAtSample(value) ? sql`${from}${joinSample(view, relation)}` : from;
  const members = sql`select l.id as label_id, e.key as position, e.value as tag from ${source} join json_each(${list}) e${whereAll([...where, raw('e.value is not null')])}`;
  const own = param(catalogField(view, field).id);
  const others = sql`select t.label_id, t.position, t.tag from ${raw(view.labelTags)} t join label l on l.id = t.label_id where l.field_id <> ${own}`;
  // Rewritten again they are computed once: each reads those before it twice.
  const once = view.labelTags === 'label_tag' ? 'not materialized' : 'materialized';
  const next = withTable(view, sql`${raw(name)} as ${raw(once)} (${others} union all ${members})`);
  return { ...next, labelTags: name };
}

function tagsOfTwo(): UserError {
  return new UserError('unsupported', 'tags of labels cannot be given others in two views one after the other', {
    hint: 'save them first: setField(...).save()',
  });
}
