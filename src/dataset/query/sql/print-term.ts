import { type ByKind, byKind } from '../by-kind.ts';
import type { Sql } from '../statement.ts';
import type { Constant, LabelProperty, LabelsTerm, LeavesTerm, Term } from '../term.ts';
import { isNumber, type Type } from '../type.ts';
import { param, raw, sql, whereAll } from './fragment.ts';
import { eachValue } from './each.ts';
import { jsonOf, jsonValue } from './json.ts';
import { written } from './json-value.ts';
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
  constant: ({ value }) => param(isNested(value) ? written(value) : scalar(value)),
  members: (term, { reading }) => reading.members?.(term) ?? raw('null'),
  field: ({ name }, { reading }) => BUILT_IN.get(name) ?? columnOf(reading, name),
  current: () => raw('1'),
  tags: (term, printer) =>
    sql`(${overList(raw('json_group_array(t.tag order by t.position)'), listRows(term, printer))})`,
  labels: (term, printer) => sql`(select count(*)${fromLabels(term, printer)})`,
  leaves: leavesValue,
  property: ({ name }) => PROPERTIES[name],
  attribute: jsonValue,
  each: eachValue,
  element: elementValue,
  path: jsonValue,
  call: (term, printer) => {
    const printed = OPERATIONS[term.operation](term.args, printer, term);
    return isTwoValued(term) ? sql`((${printed}) is true)` : printed;
  },
};

function isNested(value: Constant): value is Exclude<Constant, null | boolean | number | string> {
  return typeof value === 'object' && value !== null;
}

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
  points: raw('label_points(l.kind, l.geometry, s.width, s.height)'),
  pixel_area: raw('(l.area * s.width * s.height)'),
  pixel_bounding_box: raw(
    'case when l.x * s.width * s.height is not null then json_array(l.x * s.width, l.y * s.height, l.w * s.width, l.h * s.height) end',
  ),
  perimeter: raw('label_perimeter(l.kind, l.geometry, l.closed, s.width, s.height, 0)'),
  pixel_perimeter: raw('label_perimeter(l.kind, l.geometry, l.closed, s.width, s.height, 1)'),
};

/** A total of unknown type is kept as JSON text. */
function elementValue({ of, depth, type }: Extract<Term, { kind: 'element' }>): Sql {
  if (of === 'member') return raw(`e${String(depth)}.value`);
  const total = raw(`f${String(depth)}.total`);
  return type.kind === 'any' ? sql`json_extract(${total}, '$')` : total;
}

function labelsOfSample(term: LabelsTerm, printer: Printer): LabelRows {
  const { relation, from, where } = labelRelation(term.field, printer.reading);
  const filter = term.where === null ? [] : [printer.condition(term.where)];
  const owner = belongsToSample('l', relation);
  if (term.window === undefined) return { relation, from, owner, where: [...where, ...filter] };
  const { where: before, skip, limit, fromEnd } = term.window;
  const first = before === null ? [] : [printer.condition(before)];
  const picked = sql`select l.* from ${from}${whereAll([owner, ...where, ...first])} order by l.position${raw(fromEnd ? ' desc' : '')} limit ${param(limit ?? -1)} offset ${param(skip)}`;
  return { relation, from: sql`(${picked}) l`, owner: raw('1'), where: filter };
}

function fromLabels(term: LabelsTerm, printer: Printer): Sql {
  const { from, owner, where } = labelsOfSample(term, printer);
  return sql` from ${from}${whereAll([owner, ...where])}`;
}

/** Whether SQLite's own value of the type is the same in JSON. */
function isScalar(type: Type): boolean {
  return isNumber(type) || type.kind === 'string' || type.kind === 'date';
}

/** A single label's value, or the values of all labels as JSON in their order; missing where the field is. */
function leavesValue({ labels, value, compact }: LeavesTerm, printer: Printer): Sql {
  if (labels.single) return sql`(select ${printer.value(value)}${fromLabels(labels, printer)} limit 1)`;
  const element = isScalar(value.type) ? printer.value(value) : sql`json(${jsonOf(value, printer)})`;
  const present = compact === true ? sql` filter (where ${printer.value(value)} is not null)` : raw('');
  const members = sql`select json_group_array(${element} order by l.position)${present}${fromLabels(labels, printer)}`;
  return sql`case when ${columnOf(printer.reading, labels.field)} is not null then (${members}) end`;
}
