import type { Sql } from '../statement.ts';
import { type LabelsTerm, looksAtSample, type Operation, type Term } from '../term.ts';
import { join, param, raw, sql, whereAll } from './fragment.ts';
import { jsonPlace, jsonValueOfType } from './json.ts';
import { listRows, overList } from './lists.ts';
import type { Printer } from './printer.ts';
import { columnOf, isWhole, ownerKey, sampleKey } from './reading.ts';

type Call = Extract<Term, { kind: 'call' }>;
type Print = (args: readonly Term[], printer: Printer, call: Call) => Sql;

/**
 * SQLite's spelling of every operation. Conditions may yield NULL for false; `printer.value` makes them two-valued. They bind
 * at least as tightly as `and`, values as tightly as a call.
 */
export const OPERATIONS: Readonly<Record<Operation, Print>> = {
  and: (args, { condition }) => join(args.map(condition), ' and '),
  or: (args, { condition }) => sql`(${join(args.map(condition), ' or ')})`,
  not: ([of], { condition }) => sql`(${condition(given(of))}) is not true`,
  choose: ([test, then, otherwise], { condition, value }) =>
    sql`case when ${condition(given(test))} then ${value(given(then))} else ${value(given(otherwise))} end`,

  equal: printEqual,
  unequal: comparison('<>'),
  less: comparison('<'),
  'at-most': comparison('<='),
  more: comparison('>'),
  'at-least': comparison('>='),
  among: printAmong,
  missing: ([of], printer) => presence(given(of), printer, false),
  exists: ([of], printer) => presence(given(of), printer, true),

  add: infix('+'),
  subtract: infix('-'),
  multiply: infix('*'),
  divide: ([a, b], { value }) => sql`(1.0 * ${value(given(a))} / ${value(given(b))})`,
  remainder: (args, printer, { type }) => (type.kind === 'int' ? infix('%') : named('mod'))(args, printer, NO_CALL),
  power: named('pow'),
  negate: ([of], { value }) => sql`(- ${value(given(of))})`,
  abs: named('abs'),
  floor: named('floor'),
  ceil: named('ceil'),
  round: named('round_half_even'),
  truncate: ([of, place], { value }) => truncated(value(given(of)), place),
  sqrt: named('sqrt'),
  exp: named('exp'),
  ln: named('ln'),
  log10: named('log10'),

  'starts-with': ([text, part], { value }) => {
    const prefix = value(given(part));
    return sql`substr(${value(given(text))}, 1, length(${prefix})) = ${prefix}`;
  },
  'ends-with': ([text, part], { value }) => {
    const [whole, suffix] = [value(given(text)), value(given(part))];
    return sql`substr(${whole}, length(${whole}) - length(${suffix}) + 1) = ${suffix}`;
  },
  'has-text': ([text, part], { value }) => sql`instr(${value(given(text))}, ${value(given(part))}) > 0`,
  matches: named('regexp_search'),
  lower: named('unicode_lower'),
  upper: named('unicode_upper'),
  trim: named('trim'),
  'join-text': infix('||'),
  replace: named('replace'),
  'slice-text': printSliceText,
  'text-length': ([of], { value }) => sql`coalesce(length(${value(given(of))}), 0)`,
  'to-text': ([of], { value }) => textOf(given(of), value(given(of))),

  year: datePart('%Y'),
  month: datePart('%m'),
  day: datePart('%d'),
  hour: datePart('%H'),
  minute: datePart('%M'),
  second: datePart('%S'),
  weekday: ([of], printer, call) => sql`(${datePart('%w')([given(of)], printer, call)} + 1)`,
  'day-of-year': datePart('%j'),

  length: ([of], printer) => lengthOf(given(of), printer),
  has: ([list, value], printer) => printHas(given(list), given(value), printer),
  'only-has': printOnlyHas,
  item: printItem,
  sum: ([of], printer) => sql`coalesce(${fold('sum', given(of), printer)}, 0)`,
  mean: ([of], printer) => fold('avg', given(of), printer),
  least: ([of], printer) => fold('min', given(of), printer),
  greatest: ([of], printer) => fold('max', given(of), printer),

  lookup: printLookup,
  some: ([of], printer) => printSome(given(of), printer),
  'as-number': ofJsonType('integer', 'real'),
  'as-text': ofJsonType('text'),
  'as-bool': ofJsonType('true', 'false'),
  'as-list': ofJsonType('array'),
  position: ([value, list], printer) =>
    sql`(select e.id from json_each(${printer.value(given(list))}) e where e.value = ${printer.value(given(value))} limit 1)`,
};

const NO_CALL: Call = { kind: 'call', operation: 'and', args: [], type: { kind: 'any' } };

/** Whether what `OPERATIONS` prints may be NULL where its value is false. */
export function isTwoValued({ operation, type }: Call): boolean {
  return (
    type.kind === 'bool' &&
    operation !== 'choose' &&
    operation !== 'lookup' &&
    operation !== 'as-bool' &&
    operation !== 'item'
  );
}

function given(term: Term | undefined): Term {
  if (term === undefined) throw new Error('an operation lacks an argument');
  return term;
}

function comparison(operator: string): Print {
  return ([a, b], { value }) => sql`${value(given(a))} ${raw(operator)} ${value(given(b))}`;
}

function infix(operator: string): Print {
  return ([a, b], { value }) => sql`(${value(given(a))} ${raw(operator)} ${value(given(b))})`;
}

function named(name: string): Print {
  return (args, { value }) => sql`${raw(name)}(${join(args.map(value), ', ')})`;
}

/** Two missing values are equal; a constant is none, and `=` leaves SQLite its indexes. */
function printEqual([a, b]: readonly Term[], { value }: Printer): Sql {
  const [left, right] = [given(a), given(b)];
  if (left.type.kind === 'list') return sql`json(${value(left)}) is json(${value(right)})`;
  const operator = left.kind === 'constant' || right.kind === 'constant' ? '=' : 'is';
  return sql`${value(left)} ${raw(operator)} ${value(right)}`;
}

/** Longer lists are handed over as one JSON value, so that no list meets SQLite's limit of placeholders. */
const MOST_PLACEHOLDERS = 50;

function printAmong([of, ...members]: readonly Term[], { value }: Printer): Sql {
  const tested = value(given(of));
  const constants = members.flatMap((member) => (member.kind === 'constant' && member.value !== null ? [member] : []));
  const missing = constants.length === members.length ? [] : [sql`${tested} is null`];
  const json = JSON.stringify(
    constants.map((each) => (typeof each.value === 'boolean' ? Number(each.value) : each.value)),
  );
  const list =
    constants.length > MOST_PLACEHOLDERS
      ? sql`${tested} in (select e.value from json_each(${param(json)}) e)`
      : sql`${tested} in (${join(constants.map(value), ', ')})`;
  return missing.length === 0 ? list : sql`(${join([list, ...missing], ' or ')})`;
}

/** `[value, otherwise, key, result, key, result, ...]`; the key `null` stands for a missing value. */
function printLookup([of, otherwise, ...pairs]: readonly Term[], { value }: Printer): Sql {
  const tested = value(given(of));
  const cases = pairs.flatMap((key, i) => (i % 2 === 1 ? [] : [{ key, result: value(given(pairs[i + 1])) }]));
  const isMissing = ({ key }: { readonly key: Term }): boolean => key.kind === 'constant' && key.value === null;
  const known = cases
    .filter((each) => !isMissing(each))
    .map(({ key, result }) => sql`when ${value(key)} then ${result}`);
  const rest = value(given(otherwise));
  const looked = known.length === 0 ? rest : sql`case ${tested} ${join(known, ' ')} else ${rest} end`;
  const missing = cases.find(isMissing);
  return missing === undefined ? looked : sql`case when ${tested} is null then ${missing.result} else ${looked} end`;
}

function presence(term: Term, printer: Printer, wanted: boolean): Sql {
  if (term.kind === 'tags' || term.kind === 'current') return raw(wanted ? '1' : '0');
  const test = raw(wanted ? 'is not null' : 'is null');
  if (term.kind === 'labels') return labelsPresence(term, printer, wanted);
  if (term.kind === 'leaves' && !term.labels.single)
    return sql`${columnOf(printer.reading, term.labels.field)} ${test}`;
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
  return sql`(${overList(raw('count(*)'), listRows(term, printer))})`;
}

/** Without a look at the sample the labels can be searched once, instead of once a sample. */
function printSome(term: Term, printer: Printer): Sql {
  if (term.kind !== 'labels') throw new Error('some is asked of labels');
  if (isWhole(term, printer.reading)) return sql`${columnOf(printer.reading, term.field)} > 0`;
  const { from, owner, where, relation } = printer.labels(term);
  if (term.where !== null && looksAtSample(term.where))
    return sql`exists (select 1 from ${from}${whereAll([owner, ...where])})`;
  return sql`${sampleKey(relation)} in (select ${ownerKey('l', relation)} from ${from}${whereAll(where)})`;
}

function printHas(list: Term, wanted: Term, printer: Printer): Sql {
  const rows = listRows(list, printer);
  const value = printer.value(wanted);
  if (list.kind === 'tags' && list.of === 'sample' && wanted.kind === 'constant') {
    const { sampleTags } = printer.reading;
    const owners = sql`select ${ownerKey('t', sampleTags)} from ${raw(sampleTags.table)} t where t.tag = ${value}`;
    return sql`${sampleKey(sampleTags)} in (${owners})`;
  }
  if (
    list.kind === 'leaves' &&
    wanted.kind === 'constant' &&
    !looksAtSample(list.value) &&
    filterIsOwn(list.labels.where)
  ) {
    const { from, where, relation } = printer.labels(list.labels);
    const owners = sql`select ${ownerKey('l', relation)} from ${from}${whereAll([...where, sql`${rows.member} = ${value}`])}`;
    return sql`${sampleKey(relation)} in (${owners})`;
  }
  return sql`exists (${overList(raw('1'), rows, [sql`${rows.member} = ${value}`])})`;
}

function filterIsOwn(where: Term | null): boolean {
  return where === null || !looksAtSample(where);
}

function printOnlyHas([list, ...values]: readonly Term[], printer: Printer): Sql {
  const rows = listRows(given(list), printer);
  const known = join(values.map(printer.value), ', ');
  const others = overList(raw('1'), rows, [sql`${rows.member} not in (${known})`]);
  return sql`(${presence(given(list), printer, true)} and not exists (${others}))`;
}

function printItem([of, index]: readonly Term[], printer: Printer): Sql {
  const list = given(of);
  const at = index?.kind === 'constant' ? Number(index.value) : 0;
  const step = at < 0 ? `[#${String(at)}]` : `[${String(at)}]`;
  const place = jsonPlace(list, printer);
  if (place !== undefined) return sql`json_extract(${place.document}, ${param(place.path + step)})`;
  if (list.kind !== 'tags' && list.kind !== 'leaves')
    return sql`json_extract(${printer.value(list)}, ${param('$' + step)})`;
  const rows = listRows(list, printer);
  const order = raw(at < 0 ? 'desc' : 'asc');
  const offset = param(at < 0 ? -at - 1 : at);
  return sql`(${overList(rows.member, rows)} order by ${rows.place} ${order} limit 1 offset ${offset})`;
}

function fold(name: string, list: Term, printer: Printer): Sql {
  const rows = listRows(list, printer);
  return sql`(${overList(sql`${raw(name)}(${rows.member})`, rows)})`;
}

function truncated(value: Sql, place: Term | undefined): Sql {
  const places = place?.kind === 'constant' ? Number(place.value) : 0;
  if (places === 0) return sql`trunc(${value})`;
  const scale = param(10 ** places);
  return sql`(trunc(${value} * ${scale}) / ${scale})`;
}

function printSliceText([text, start, count]: readonly Term[], { value }: Printer): Sql {
  const from = start?.kind === 'constant' ? Number(start.value) : 0;
  const position = param(from < 0 ? from : from + 1);
  if (count?.kind !== 'constant' || count.value === null) return sql`substr(${value(given(text))}, ${position})`;
  return sql`substr(${value(given(text))}, ${position}, ${param(Number(count.value))})`;
}

function textOf({ type }: Term, value: Sql): Sql {
  if (type.kind === 'bool') return sql`case ${value} when 1 then 'true' when 0 then 'false' end`;
  return sql`cast(${value} as text)`;
}

function datePart(format: string): Print {
  return ([of], { value }) => sql`cast(strftime(${param(format)}, ${value(given(of))}) as integer)`;
}

function ofJsonType(...types: readonly string[]): Print {
  return ([of], printer) => jsonValueOfType(given(of), types, printer);
}
