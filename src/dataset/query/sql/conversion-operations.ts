import type { Sql } from '../statement.ts';
import { call, type Operation, type Term } from '../term.ts';
import { BOOL, isNumber } from '../type.ts';
import { param, raw, sql } from './fragment.ts';
import { jsonOf, jsonValueOfType } from './json.ts';
import { given, type Print } from './print-call.ts';
import type { Printer } from './printer.ts';

/** SQLite's spelling of the operations that ask for the type of a value or make another type of it. */
export const CONVERSION_OPERATIONS = {
  'as-number': ofJsonType('integer', 'real'),
  'as-text': ofJsonType('text'),
  'as-bool': ofJsonType('true', 'false'),
  'as-list': ofJsonType('array'),
  'as-dict': ofJsonType('object'),
  'type-of': ([of], printer) => typeName(given(of), printer),
  'to-bool': ([of], printer) => toBool(given(of), printer),
  'to-int': ([of], printer) => sql`cast(trunc(${toNumber(given(of), printer)}) as integer)`,
  'to-number': ([of], printer) => toNumber(given(of), printer),
  'to-date': ([of], printer) => sql`to_date(${dateSource(given(of), printer)})`,
  'to-text': ([of], printer) => toText(given(of), printer),
  'milliseconds-between': ([a, b], { value }) =>
    sql`(${milliseconds(value(given(a)))} - ${milliseconds(value(given(b)))})`,
  later: ([date, by], { value }) => sql`to_date(${milliseconds(value(given(date)))} + ${value(given(by))})`,
} satisfies Partial<Record<Operation, Print>>;

function ofJsonType(...types: readonly string[]): Print {
  return ([of], printer) => jsonValueOfType(given(of), types, printer);
}

/** Milliseconds since 1970 of a date. */
function milliseconds(date: Sql): Sql {
  return sql`cast(round(unixepoch(${date}, 'subsec') * 1000) as integer)`;
}

/** What `case json_type(x.json) ... end` makes of a value of unknown type; its JSON text is `x.json`, its value `x.json ->> '$'`. */
function byJsonType(term: Term, cases: string, printer: Printer): Sql {
  return sql`(select case json_type(x.json) ${raw(cases)} end from (select ${jsonOf(term, printer)} as json) x)`;
}

function toText(term: Term, printer: Printer): Sql {
  const { kind } = term.type;
  const value = printer.value(term);
  if (kind === 'any') return byJsonType(term, TEXTS, printer);
  if (kind === 'bool') return sql`case ${value} when 1 then 'true' when 0 then 'false' end`;
  return kind === 'float' ? sql`number_text(${value})` : sql`cast(${value} as text)`;
}

const TEXTS = "when 'text' then x.json ->> '$' when 'real' then number_text(x.json ->> '$') else x.json";

/** MongoDB's names of types; what is missing is `missing`. */
function typeName(term: Term, printer: Printer): Sql {
  const { kind } = term.type;
  if (kind === 'any') return byJsonType(term, NAMES, printer);
  const present = printer.condition(call('exists', [term], BOOL));
  return sql`case when ${present} then ${param(TYPE_NAMES[kind] ?? 'object')} else 'missing' end`;
}

const NAMES =
  "when 'integer' then 'int' when 'real' then 'double' when 'text' then 'string' when 'true' then 'bool' " +
  "when 'false' then 'bool' else coalesce(json_type(x.json), 'missing')";

const TYPE_NAMES: Readonly<Partial<Record<Term['type']['kind'], string>>> = {
  int: 'int',
  float: 'double',
  string: 'string',
  bool: 'bool',
  date: 'date',
  list: 'array',
};

/** Numbers are true unless zero, everything else that is there is true. */
function toBool(term: Term, printer: Printer): Sql {
  if (term.type.kind === 'any') return byJsonType(term, TRUTHS, printer);
  const value = printer.value(term);
  if (term.type.kind === 'bool') return value;
  return isNumber(term.type) ? sql`(${value} <> 0)` : sql`case when ${value} is not null then 1 end`;
}

const TRUTHS =
  "when 'false' then 0 when 'integer' then x.json ->> '$' <> 0 when 'real' then x.json ->> '$' <> 0 " +
  'else iif(x.json is null, null, 1)';

/** Truth values are 1 and 0, dates milliseconds since 1970, text the number that it is written as. */
function toNumber(term: Term, printer: Printer): Sql {
  const value = printer.value(term);
  if (isNumber(term.type) || term.type.kind === 'bool') return value;
  if (term.type.kind === 'string') return sql`text_number(${value})`;
  if (term.type.kind === 'date') return milliseconds(value);
  return term.type.kind === 'any' ? byJsonType(term, NUMBERS, printer) : raw('null');
}

const NUMBERS =
  "when 'text' then text_number(x.json ->> '$') when 'object' then null when 'array' then null else x.json ->> '$'";

/** Only text and numbers can be dates. */
function dateSource(term: Term, printer: Printer): Sql {
  const { kind } = term.type;
  if (kind === 'any') return byJsonType(term, DATES, printer);
  return kind === 'string' || kind === 'date' || isNumber(term.type) ? printer.value(term) : raw('null');
}

const DATES = "when 'text' then x.json ->> '$' when 'integer' then x.json ->> '$' when 'real' then x.json ->> '$'";
