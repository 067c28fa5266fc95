import type { Sql } from '../statement.ts';
import type { Term } from '../term.ts';
import { param, raw, sql } from './fragment.ts';
import type { Printer } from './printer.ts';

/** A JSON document and the path of a value in it. */
type Place = { readonly document: Sql; readonly path: string };

/** Where in a JSON column the term's value is; undefined for a term that is kept otherwise. */
export function jsonPlace(term: Term, printer: Printer): Place | undefined {
  if (term.kind === 'attribute') return { document: raw('l.attributes'), path: `$.${key(term.name)}` };
  if (term.kind === 'element' && term.type.kind === 'any') return { document: elementJson(term), path: '$' };
  if (term.kind === 'path') return placeOfPath(term, printer);
  return undefined;
}

function placeOfPath({ of, keys }: Extract<Term, { kind: 'path' }>, printer: Printer): Place {
  const root = jsonPlace(of, printer) ?? { document: jsonOf(of, printer), path: '$' };
  const path = [root.path, ...keys.map(key)].join('.');
  // Where a list may lie on the way, the path stands for what its members have there.
  const prefixes = keys.map((_, i) => [root.path, ...keys.slice(0, i).map(key)].join('.'));
  const lists = of.type.kind === 'dict' ? prefixes.slice(1) : prefixes;
  if (lists.length === 0) return { document: root.document, path };
  const keysText = param(JSON.stringify(keys));
  if (isLong(root.document)) {
    const found = sql`json_leaves(x.json -> ${param(root.path)}, ${keysText})`;
    return { document: sql`(select ${found} from (select ${root.document} as json) x)`, path: '$' };
  }
  const base = root.path === '$' ? root.document : sql`(${root.document} -> ${param(root.path)})`;
  const onTheWay = lists.map((each) => sql`json_type(${root.document}, ${param(each)}) = 'array'`);
  const test = onTheWay.reduce((a, b) => sql`${a} or ${b}`);
  const leaves = sql`json_leaves(${base}, ${keysText})`;
  return { document: sql`(case when ${test} then ${leaves} else ${root.document} -> ${param(path)} end)`, path: '$' };
}

/** JSON text of the member of a list that an `each` looks at, or of the total so far. */
function elementJson({ of, depth }: Extract<Term, { kind: 'element' }>): Sql {
  if (of === 'total') return raw(`f${String(depth)}.total`);
  return memberJson(`e${String(depth)}`);
}

/** JSON text of a row of `json_each`. */
export function memberJson(alias: string): Sql {
  return raw(
    `(case when ${alias}.type in ('true', 'false') then ${alias}.type when ${alias}.type in ('object', 'array') then ${alias}.value ` +
      `when ${alias}.type <> 'null' then json_quote(${alias}.value) end)`,
  );
}

/** The value as SQL has it: numbers, text, 0 and 1, JSON text for lists and objects. */
export function jsonValue(term: Term, printer: Printer): Sql {
  const place = jsonPlace(term, printer);
  if (place === undefined) return printer.value(term);
  return sql`json_extract(${place.document}, ${param(place.path)})`;
}

/** The JSON text of a term of unknown type, in which true and 1 differ; NULL where missing. */
export function anyAsJson(term: Term, printer: Printer): Sql {
  const place = jsonPlace(term, printer);
  if (place !== undefined) return sql`nullif(${place.document} -> ${param(place.path)}, 'null')`;
  if (term.kind !== 'call') return sql`nullif(json_quote(${printer.value(term)}), 'null')`;
  return jsonOfCall(term, printer) ?? sql`nullif(json_quote(${printer.value(term)}), 'null')`;
}

/** The value as rows are read: JSON text where its type is not known, so that true and 1 differ. */
export function outputOf(term: Term, printer: Printer): Sql {
  return term.type.kind === 'any' ? anyAsJson(term, printer) : printer.value(term);
}

/** How calls are printed whose values may be of any type. */
function jsonOfCall({ operation, args }: Extract<Term, { kind: 'call' }>, printer: Printer): Sql | undefined {
  const [first, second, third] = args;
  if (first === undefined) return undefined;
  if (operation === 'least' || operation === 'greatest') return sql`list_${raw(operation)}(${jsonOf(first, printer)})`;
  if (second === undefined) return undefined;
  if (operation === 'item') return sql`nullif(${jsonOf(first, printer)} -> ${itemPath(second, printer)}, 'null')`;
  if (operation !== 'choose' || third === undefined) return undefined;
  return sql`case when ${printer.condition(first)} then ${jsonOf(second, printer)} else ${jsonOf(third, printer)} end`;
}

/** The path of a member by its number; negative ones count from the end. */
export function itemPath(index: Term, printer: Printer): Sql {
  if (index.kind === 'constant') return param(stepOf(Number(index.value)));
  const at = printer.value(index);
  return sql`('$[' || iif(${at} < 0, '#', '') || cast(${at} as integer) || ']')`;
}

/** The path step of a member by its number. */
export function stepOf(at: number): string {
  return at < 0 ? `$[#${String(at)}]` : `$[${String(at)}]`;
}

/** The JSON text of any term, as functions on lists take it; NULL where missing. */
export function jsonOf(term: Term, printer: Printer): Sql {
  const { kind } = term.type;
  if (kind === 'any' || kind === 'missing') return anyAsJson(term, printer);
  if (kind === 'bool') return sql`case ${printer.value(term)} when 1 then 'true' when 0 then 'false' end`;
  if (kind !== 'list' && kind !== 'dict') return sql`nullif(json_quote(${printer.value(term)}), 'null')`;
  return printer.value(term.kind === 'leaves' && term.mapped !== true ? { ...term, compact: true } : term);
}

/** The value where its JSON type is one of `types`, else NULL. */
export function jsonValueOfType(term: Term, types: readonly string[], printer: Printer): Sql {
  const known = raw(types.map((type) => `'${type}'`).join(', '));
  const place = jsonPlace(term, printer);
  if (place === undefined || isLong(place.document)) {
    const json = place === undefined ? anyAsJson(term, printer) : sql`${place.document} -> ${param(place.path)}`;
    return sql`(select case when json_type(x.json) in (${known}) then x.json ->> '$' end from (select ${json} as json) x)`;
  }
  const { document, path } = place;
  const type = sql`json_type(${document}, ${param(path)})`;
  return sql`case when ${type} in (${known}) then json_extract(${document}, ${param(path)}) end`;
}

/** What is more than a column is printed once. */
function isLong({ text }: Sql): boolean {
  return text.length > LONG;
}

const LONG = 80;

function key(name: string): string {
  return JSON.stringify(name);
}
