import type { Sql } from '../statement.ts';
import { elementOf, isPoints, type LabelsTerm, looksAtSample, type Operation, type Term } from '../term.ts';
import { join, param, raw, sql, whereAll } from './fragment.ts';
import { itemPath, jsonOf, jsonPlace, stepOf } from './json.ts';
import { listRows, overList } from './lists.ts';
import { given, named, ofJson, type Print } from './print-call.ts';
import type { Printer } from './printer.ts';
import { columnOf, isWhole, ownerKey, sampleKey } from './reading.ts';

/** SQLite's spelling of the operations on lists and labels. */
export const LIST_OPERATIONS = {
  missing: ([of], printer) => presence(given(of), printer, false),
  exists: ([of], printer) => presence(given(of), printer, true),
  length: ([of], printer) => lengthOf(given(of), printer),
  has: ([list, value], printer) => printHas(given(list), given(value), printer),
  'only-has': printOnlyHas,
  subset: ofJson('list_subset'),
  overlaps: ofJson('list_overlaps'),
  item: printItem,
  sum: ([of], printer) => sql`coalesce(${fold('sum', 'number', given(of), printer)}, 0)`,
  mean: ([of], printer) => fold('avg', 'number', given(of), printer),
  least: extreme('min', 'list_least'),
  greatest: extreme('max', 'list_greatest'),
  deviation: ([of], printer) => sql`list_deviation(${jsonOf(given(of), printer)}, 0)`,
  'sample-deviation': ([of], printer) => sql`list_deviation(${jsonOf(given(of), printer)}, 1)`,
  'make-list': (args, printer) =>
    sql`json_array(${join(
      args.map((each) => sql`json(${jsonOf(each, printer)})`),
      ', ',
    )})`,
  'slice-list': (args, printer) => listAndValues('list_slice', args, printer),
  reverse: ofJson('list_reverse'),
  'sort-list': (args, printer) => listAndValues('list_sort', args, printer),
  unique: ofJson('list_union'),
  union: ofJson('list_union'),
  intersection: ofJson('list_intersection'),
  difference: ofJson('list_difference'),
  'concat-lists': ofJson('list_concat'),
  insert: ([list, index, more], printer) =>
    sql`list_insert(${jsonOf(given(list), printer)}, ${printer.value(given(index))}, ${jsonOf(given(more), printer)})`,
  range: named('list_range'),
  zip: ofJson('list_zip'),
  'zip-longest': ofJson('list_zip_longest'),
  'join-list': (args, printer) => listAndValues('list_join', args, printer),
  'labels-before': labelsBeside('<'),
  'labels-after': labelsBeside('>'),
  some: ([of], printer) => printSome(given(of), printer),
  position: ([value, list], printer) =>
    sql`(select e.id from json_each(${printer.value(given(list))}) e where e.value = ${printer.value(given(value))} limit 1)`,
} satisfies Partial<Record<Operation, Print>>;

function listAndValues(name: string, [list, ...more]: readonly Term[], printer: Printer): Sql {
  return sql`${raw(name)}(${join([jsonOf(given(list), printer), ...more.map(printer.value)], ', ')})`;
}

function presence(term: Term, printer: Printer, wanted: boolean): Sql {
  if (term.kind === 'tags' || term.kind === 'current') return raw(wanted ? '1' : '0');
  const test = raw(wanted ? 'is not null' : 'is null');
  if (term.kind === 'labels') return labelsPresence(term, printer, wanted);
  if (term.kind === 'leaves' && !term.labels.single)
    return sql`${columnOf(printer.reading, term.labels.field)} ${test}`;
  if (term.type.kind === 'any') return sql`${jsonOf(term, printer)} ${test}`;
  return sql`${printer.value(term)} ${test}`;
}

/** A list that a stage has emptied is still there; a single label that it has dropped is not. */
function labelsPresence(term: LabelsTerm, printer: Printer, wanted: boolean): Sql {
  if (!term.single || isWhole(term, printer.reading)) {
    return sql`${columnOf(printer.reading, term.field)} ${raw(wanted ? 'is not null' : 'is null')}`;
  }
  const { from, owner, where } = printer.labels(term);
  return sql`${raw(wanted ? 'exists' : 'not exists')} (select 1 from ${from}${whereAll([owner, ...where])})`;
}

function lengthOf(term: Term, printer: Printer): Sql {
  if (term.kind === 'labels' && isWhole(term, printer.reading)) {
    return sql`coalesce(${columnOf(printer.reading, term.field)}, 0)`;
  }
  if (isPoints(term)) return sql`coalesce(label_shapes(l.kind, substr(l.geometry, 1, 8)), 0)`;
  if (isRelation(term)) return sql`(${overList(raw('count(*)'), listRows(term, printer))})`;
  return sql`coalesce(json_array_length(${printer.value(term)}), 0)`;
}

/** Whether the members are rows, rather than JSON text. */
function isRelation(term: Term): boolean {
  if (term.kind === 'leaves') return !term.labels.single;
  return term.kind === 'tags' || term.kind === 'labels' || (term.kind === 'each' && term.operation !== 'fold');
}

/** Without a look at the sample the labels can be searched once, instead of once a sample. */
function printSome(term: Term, printer: Printer): Sql {
  if (term.kind !== 'labels') return sql`exists (${overList(raw('1'), listRows(term, printer))})`;
  if (isWhole(term, printer.reading)) return sql`${columnOf(printer.reading, term.field)} > 0`;
  const { from, owner, where, relation } = printer.labels(term);
  if (term.where !== null && looksAtSample(term.where)) {
    return sql`exists (select 1 from ${from}${whereAll([owner, ...where])})`;
  }
  return sql`${sampleKey(relation)} in (select ${ownerKey('l', relation)} from ${from}${whereAll(where)})`;
}

/** How many of the labels lie before or after the current one. */
function labelsBeside(operator: '<' | '>'): Print {
  return ([of], printer) => {
    const labels = given(of);
    if (labels.kind !== 'labels') throw new Error('labels are counted');
    const { from, where, relation } = printer.labels(labels);
    const others = sql`select l.position, ${ownerKey('l', relation)} from ${from}${whereAll(where)}`;
    const same = relation.branched ? 'p.sample_id = l.sample_id and p.branch = l.branch' : 'p.sample_id = l.sample_id';
    return sql`(select count(*) from (${others}) p where ${raw(same)} and p.position ${raw(operator)} l.position)`;
  };
}

function printHas(list: Term, wanted: Term, printer: Printer): Sql {
  const rows = listRows(list, printer);
  const value = printer.value(wanted);
  if (list.kind === 'tags' && list.of === 'sample' && wanted.kind === 'constant') {
    const { sampleTags } = printer.reading;
    const owners = sql`select ${ownerKey('t', sampleTags)} from ${raw(sampleTags.table)} t where t.tag = ${value}`;
    return sql`${sampleKey(sampleTags)} in (${owners})`;
  }
  if (list.kind === 'leaves' && !list.labels.single && wanted.kind === 'constant' && isOwn(list.value, list.labels)) {
    const { from, where, relation } = printer.labels(list.labels);
    const owners = sql`select ${ownerKey('l', relation)} from ${from}${whereAll([...where, rows.equals(wanted)])}`;
    return sql`${sampleKey(relation)} in (${owners})`;
  }
  return sql`exists (${overList(raw('1'), rows, [rows.equals(wanted)])})`;
}

function isOwn(value: Term, { where }: LabelsTerm): boolean {
  return !looksAtSample(value) && (where === null || !looksAtSample(where));
}

function printOnlyHas([list, ...values]: readonly Term[], printer: Printer): Sql {
  const rows = listRows(given(list), printer);
  const known = join(values.map(printer.value), ', ');
  const others = overList(raw('1'), rows, [sql`${rows.member()} not in (${known})`]);
  return sql`(${presence(given(list), printer, true)} and not exists (${others}))`;
}

function printItem([of, index]: readonly Term[], printer: Printer): Sql {
  const [list, at] = [given(of), given(index)];
  const place = jsonPlace(list, printer);
  if (place !== undefined && at.kind === 'constant') {
    return sql`json_extract(${place.document}, ${param(place.path + stepOf(Number(at.value)).slice(1))})`;
  }
  if (!isRelation(list) || at.kind !== 'constant') {
    return sql`json_extract(${printer.value(list)}, ${itemPath(at, printer)})`;
  }
  const rows = listRows(list, printer);
  const number = Number(at.value);
  const order = raw(number < 0 ? 'desc' : 'asc');
  const offset = param(number < 0 ? -number - 1 : number);
  return sql`(${overList(rows.member(), rows)} order by ${rows.place} ${order} limit 1 offset ${offset})`;
}

/** Values of any type are compared as MongoDB does. */
function extreme(name: string, ofAny: string): Print {
  return ([of], printer) => {
    const list = given(of);
    if (elementOf(list.type).kind !== 'any') return fold(name, 'member', list, printer);
    return sql`json_extract(${raw(ofAny)}(${jsonOf(list, printer)}), '$')`;
  };
}

/** An aggregate of something that lies outside the list would be one of the outer query: it gets a column of its own. */
function fold(name: string, of: 'member' | 'number', list: Term, printer: Printer): Sql {
  const rows = listRows(list, printer);
  const made = list.kind === 'each' || (list.kind === 'leaves' && list.mapped === true);
  if (!made) return sql`(${overList(sql`${raw(name)}(${rows[of]()})`, rows)})`;
  return sql`(select ${raw(name)}(m.value) from (${overList(sql`${rows[of]()} as value`, rows)}) m)`;
}
