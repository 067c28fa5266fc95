import { type ByKind, byKind } from '../by-kind.ts';
import type { Sql } from '../statement.ts';
import type { LabelProperty, LabelsTerm, LeavesTerm, Term } from '../term.ts';
import { param, raw, sql, whereAll } from './fragment.ts';
import { anyAsJson, jsonValue } from './json.ts';
import { listRows, overList } from './lists.ts';
import { isTwoValued, OPERATIONS } from './operations.ts';
import type { LabelRows, Printer } from './printer.ts';
import { belongsToSample, columnOf, labelRelation, type Reading } from './reading.ts';

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
  return byKind(VALUES, term, printer);
}

const VALUES: ByKind<Term, Printer, Sql> = {
  constant: ({ value }) => param(Array.isArray(value) ? JSON.stringify(value) : scalar(value)),
  members: (term, { reading }) => reading.members?.(term) ?? raw('null'),
  field: ({ name }, { reading }) => reading.columns.get(name) ?? BUILT_IN.get(name) ?? columnOf(reading, name),
  current: () => raw('1'),
  tags: (term, printer) =>
    sql`(${overList(raw('json_group_array(t.tag order by t.position)'), listRows(term, printer))})`,
  labels: (term, printer) => sql`(select count(*)${fromLabels(term, printer)})`,
  leaves: leavesValue,
  property: ({ name }) => PROPERTIES[name],
  attribute: jsonValue,
  path: jsonValue,
  call: (term, printer) => {
    const printed = OPERATIONS[term.operation](term.args, printer, term);
    return isTwoValued(term) ? sql`((${printed}) is true)` : printed;
  },
};

function scalar(value: unknown): null | boolean | number | string {
  return value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string'
    ? value
    : null;
}

/** A map, as a field may be called `constructor`. */
const BUILT_IN: ReadonlyMap<string, Sql> = new Map([
  ['id', raw('s.oid')],
  ['filepath', raw('s.filepath')],
  ['metadata.width', raw('s.width')],
  ['metadata.height', raw('s.height')],
  [
    'metadata',
    raw("case when coalesce(s.width, s.height) is not null then json_object('width', s.width, 'height', s.height) end"),
  ],
]);

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

function labelsOfSample(term: LabelsTerm, printer: Printer): LabelRows {
  const { relation, from, where } = labelRelation(term.field, printer.reading);
  const filter = term.where === null ? [] : [printer.condition(term.where)];
  return { relation, from, owner: belongsToSample('l', relation), where: [...where, ...filter] };
}

function fromLabels(term: LabelsTerm, printer: Printer): Sql {
  const { from, owner, where } = labelsOfSample(term, printer);
  return sql` from ${from}${whereAll([owner, ...where])}`;
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
