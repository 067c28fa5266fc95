import type { Sql } from '../statement.ts';
import type { Term } from '../term.ts';
import { param, raw, sql } from './fragment.ts';
import type { Printer } from './printer.ts';

/** A JSON document and the path of a value in it. */
type Place = { readonly document: Sql; readonly path: string };

/** Where in a JSON column the term's value is; undefined for a term that is kept otherwise. */
export function jsonPlace(term: Term, printer: Printer): Place | undefined {
  if (term.kind === 'attribute') return { document: raw('l.attributes'), path: `$.${key(term.name)}` };
  if (term.kind !== 'path') return undefined;
  const { document, path } = jsonPlace(term.of, printer) ?? { document: printer.value(term.of), path: '$' };
  return { document, path: [path, ...term.keys.map(key)].join('.') };
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
  if (place === undefined) return sql`nullif(json_quote(${printer.value(term)}), 'null')`;
  return sql`nullif(${place.document} -> ${param(place.path)}, 'null')`;
}

/** The value where its JSON type is one of `types`, else NULL. */
export function jsonValueOfType(term: Term, types: readonly string[], printer: Printer): Sql {
  const place = jsonPlace(term, printer);
  const known = types.map((type) => `'${type}'`).join(', ');
  if (place === undefined) {
    const value = printer.value(term);
    const stored = [...new Set(types.map((type) => STORED[type] ?? 'text'))].map((type) => `'${type}'`).join(', ');
    return sql`case when typeof(${value}) in (${raw(stored)}) then ${value} end`;
  }
  const { document, path } = place;
  const type = sql`json_type(${document}, ${param(path)})`;
  return sql`case when ${type} in (${raw(known)}) then json_extract(${document}, ${param(path)}) end`;
}

const STORED: Readonly<Record<string, string>> = {
  integer: 'integer',
  real: 'real',
  true: 'integer',
  false: 'integer',
};

function key(name: string): string {
  return JSON.stringify(name);
}
