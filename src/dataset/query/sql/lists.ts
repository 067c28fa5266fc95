import type { Sql } from '../statement.ts';
import { elementOf, type EachTerm, type Term } from '../term.ts';
import { isNumber, type Type } from '../type.ts';
import { raw, sql, whereAll } from './fragment.ts';
import { jsonOf, jsonValueOfType, memberJson } from './json.ts';
import type { Printer } from './printer.ts';
import { belongsToSample } from './reading.ts';

/** The members of a list as rows, for sub-queries. Missing members are left out, but for those that `map` made. */
export type ListRows = {
  readonly from: Sql;
  readonly where: readonly Sql[];
  /** One member. Printed when it is asked for, as what it is made of may be long. */
  readonly member: () => Sql;
  /** One member where it is a number, else NULL. */
  readonly number: () => Sql;
  /** One member as JSON text. */
  readonly json: () => Sql;
  /** The condition that a member is the value, and of its type. */
  readonly equals: (wanted: Term) => Sql;
  /** What orders them. */
  readonly place: Sql;
};

/** The rows of a list: of tags, of what labels have, of a JSON list. */
export function listRows(term: Term, printer: Printer): ListRows {
  if (term.kind === 'tags') {
    const { sampleTags, labelTags } = printer.reading;
    const owner = term.of === 'sample' ? belongsToSample('t', sampleTags) : raw('t.label_id = l.id');
    const from = raw(`${term.of === 'sample' ? sampleTags.table : labelTags} t`);
    const rows = { from, where: [owner], place: raw('t.position') };
    return { ...rows, ...columnOf(raw('t.tag'), term.type, printer) };
  }
  if (term.kind === 'labels') {
    const { from, owner, where } = printer.labels(term);
    return { from, where: [owner, ...where], place: raw('l.position'), ...columnOf(raw('l.id'), term.type, printer) };
  }
  if (term.kind === 'leaves' && !term.labels.single) {
    const { from, owner, where } = printer.labels(term.labels);
    const value = valueOf(term.value, printer);
    const present = term.mapped === true ? [] : [sql`${value.member()} is not null`];
    return { from, where: [owner, ...where, ...present], place: raw('l.position'), ...value };
  }
  if (term.kind === 'each' && term.operation !== 'fold') return eachRows(term, printer);
  const members = membersOf('e', elementOf(term.type), printer);
  return { from: sql`json_each(${jsonOf(term, printer)}) e`, where: [raw('e.value is not null')], ...members };
}

/** The rows that `filter` keeps, or what `map` makes of each; of the list itself, or of JSON text that holds it. */
export function eachRows({ operation, list, body, depth }: EachTerm, printer: Printer, text?: Sql): ListRows {
  const alias = `e${String(depth)}`;
  const from = sql`json_each(${text ?? jsonOf(list, printer)}) ${raw(alias)}`;
  const members = membersOf(alias, elementOf(list.type), printer);
  if (operation === 'filter') return { from, where: [printer.condition(body)], ...members };
  return { from, where: [], ...members, ...valueOf(body, printer) };
}

type Member = Pick<ListRows, 'member' | 'number' | 'json' | 'equals'>;

function columnOf(member: Sql, type: Type, printer: Printer): Member {
  return {
    member: () => member,
    number: () => (isNumber(type) ? member : raw('null')),
    json: () => sql`json_quote(${member})`,
    equals: (wanted) => sql`${member} = ${printer.value(wanted)}`,
  };
}

/** Members that are what a term comes to in each row. */
function valueOf(term: Term, printer: Printer): Member {
  const member = (): Sql => printer.value(term);
  const json = (): Sql => jsonOf(term, printer);
  if (term.type.kind !== 'any') {
    return {
      member,
      number: () => (isNumber(term.type) ? member() : raw('null')),
      json,
      equals: (wanted) =>
        isNested(wanted.type) ? sameJson(json(), wanted, printer) : sql`${member()} = ${printer.value(wanted)}`,
    };
  }
  const ofType = (types: readonly string[]): Sql => jsonValueOfType(term, types, printer);
  return {
    member,
    number: () => ofType(JSON_TYPES.number),
    json,
    equals: (wanted) => {
      const types = jsonTypesOf(wanted.type);
      return types === undefined ? sameJson(json(), wanted, printer) : sql`${ofType(types)} = ${printer.value(wanted)}`;
    },
  };
}

/** Members that are rows of `json_each`. */
function membersOf(alias: string, element: Type, printer: Printer): Member & Pick<ListRows, 'place'> {
  const value = raw(`${alias}.value`);
  const json = memberJson(alias);
  const isAny = element.kind === 'any';
  const ownNumber = isNumber(element) ? value : raw('null');
  return {
    member: () =>
      isAny ? raw(`case when ${alias}.type not in ('object', 'array', 'null') then ${alias}.value end`) : value,
    number: () => (isAny ? sql`case when ${ofTypes(alias, JSON_TYPES.number)} then ${value} end` : ownNumber),
    json: () => json,
    equals: (wanted) => {
      const types = jsonTypesOf(wanted.type);
      if (types === undefined) return sameJson(json, wanted, printer);
      const test = sql`${value} = ${printer.value(wanted)}`;
      return isAny ? sql`(${ofTypes(alias, types)} and ${test})` : test;
    },
    place: raw(`${alias}.id`),
  };
}

function ofTypes(alias: string, types: readonly string[]): Sql {
  return raw(`${alias}.type in (${types.map((type) => `'${type}'`).join(', ')})`);
}

const JSON_TYPES = { number: ['integer', 'real'], string: ['text'], bool: ['true', 'false'] } as const;

function jsonTypesOf(type: Type): readonly string[] | undefined {
  if (isNumber(type)) return JSON_TYPES.number;
  if (type.kind === 'string' || type.kind === 'date') return JSON_TYPES.string;
  return type.kind === 'bool' ? JSON_TYPES.bool : undefined;
}

function isNested({ kind }: Type): boolean {
  return kind === 'list' || kind === 'dict' || kind === 'any';
}

function sameJson(json: Sql, wanted: Term, printer: Printer): Sql {
  return sql`json_canonical(${json}) = json_canonical(${jsonOf(wanted, printer)})`;
}

/** A sub-query over the members. */
export function overList(select: Sql, { from, where }: ListRows, more: readonly Sql[] = []): Sql {
  return sql`select ${select} from ${from}${whereAll([...where, ...more])}`;
}
