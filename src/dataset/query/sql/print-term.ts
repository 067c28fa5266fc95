import type { Sql } from '../statement.ts';
import type { LabelProperty, LabelsTerm, LeavesTerm, Term } from '../term.ts';
import { param, raw, sql, whereAll } from './fragment.ts';
import { anyAsJson, jsonValue } from './json.ts';
import { tagsOf } from './lists.ts';
import { isTwoValued, OPERATIONS } from './operations.ts';
import type { Printer } from './printer.ts';
import { columnOf, labelRelation, type Reading } from './reading.ts';

/** Prints terms for SQLite. */
export function printerFor(reading: Reading): Printer {
  const printer: Printer = {
    reading,
    condition: (term) =>
      term.kind === 'call' ? OPERATIONS[term.operation](term.args, printer, term) : printValue(term, printer),
    value: (term) => printValue(term, printer),
    labels: (term) => labelsOfSample(term, printer),
  };
  return printer;
}

function printValue(term: Term, printer: Printer): Sql {
  const { reading } = printer;
  switch (term.kind) {
    case 'constant':
      return Array.isArray(term.value) ? param(JSON.stringify(term.value)) : param(scalar(term.value));
    case 'field':
      return sampleColumn(term.name, reading);
    case 'current':
      return raw('1');
    case 'tags':
      return sql`(select json_group_array(t.tag order by t.position) from ${tagsOf(term.of)})`;
    case 'labels':
      return sql`(select count(*)${fromLabels(term, printer)})`;
    case 'leaves':
      return leavesValue(term, printer);
    case 'property':
      return PROPERTIES[term.name];
    case 'attribute':
    case 'path':
      return jsonValue(term, printer);
    case 'call': {
      const printed = OPERATIONS[term.operation](term.args, printer, term);
      return isTwoValued(term) ? sql`((${printed}) is true)` : printed;
    }
  }
}

function scalar(value: unknown): null | boolean | number | string {
  return value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string'
    ? value
    : null;
}

function sampleColumn(name: string, reading: Reading): Sql {
  switch (name) {
    case 'id':
      return raw('s.oid');
    case 'filepath':
      return raw('s.filepath');
    case 'metadata.width':
      return raw('s.width');
    case 'metadata.height':
      return raw('s.height');
    case 'metadata':
      return raw(
        "case when coalesce(s.width, s.height) is not null then json_object('width', s.width, 'height', s.height) end",
      );
    default:
      return columnOf(reading, name);
  }
}

const PROPERTIES: Readonly<Record<LabelProperty, Sql>> = {
  id: raw('l.oid'),
  label: raw('l.class'),
  confidence: raw('l.confidence'),
  closed: raw('l.closed'),
  filled: raw('l.filled'),
  area: raw('l.area'),
  vertices: raw('l.vertices'),
  bounding_box: raw('case when l.x is not null then json_array(l.x, l.y, l.w, l.h) end'),
};

function labelsOfSample(term: LabelsTerm, printer: Printer): { readonly from: Sql; readonly where: readonly Sql[] } {
  const { from, where } = labelRelation(term.field, printer.reading);
  const filter = term.where === null ? [] : [printer.condition(term.where)];
  return { from, where: [raw('l.sample_id = s.id'), ...where, ...filter] };
}

function fromLabels(term: LabelsTerm, printer: Printer): Sql {
  const { from, where } = labelsOfSample(term, printer);
  return sql` from ${from}${whereAll(where)}`;
}

/** A single label's value, or the values of all labels as JSON in their order; missing where the field is. */
function leavesValue({ labels, value }: LeavesTerm, printer: Printer): Sql {
  const printed = printer.value(value);
  if (labels.single) return sql`(select ${printed}${fromLabels(labels, printer)} limit 1)`;
  const nested = value.type.kind === 'list' || value.type.kind === 'dict' || value.type.kind === 'any';
  const element = nested ? sql`json(${value.type.kind === 'any' ? anyAsJson(value, printer) : printed})` : printed;
  const column = columnOf(printer.reading, labels.field);
  return sql`case when ${column} is not null then (select json_group_array(${element} order by l.position)${fromLabels(labels, printer)}) end`;
}
