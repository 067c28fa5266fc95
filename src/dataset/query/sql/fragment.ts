import { UserError } from '../../../diagnostics.ts';
import type { Sql, SqlValue } from '../statement.ts';

/** Characters of a statement: expressions that repeat what they are applied to could grow without end. */
const LONGEST = 500_000;

/**
 * Pieces of SQL composed to one: sql`${a} = ${b}`. Values never stand in the text, only as `param`.
 * @throws UserError `unsupported` where it becomes too long
 */
export function sql(texts: TemplateStringsArray, ...parts: readonly Sql[]): Sql {
  const text = texts.map((piece, i) => piece + (parts[i]?.text ?? '')).join('');
  return { text: notTooLong(text), params: parts.flatMap(({ params }) => params) };
}

function notTooLong(text: string): string {
  if (text.length <= LONGEST) return text;
  throw new UserError('unsupported', 'this comes to more SQL than can be run', {
    hint: 'split it into several steps, each a view or a field of its own',
  });
}

/** Text that is SQL already: of this program, never of a dataset or a statement. */
export function raw(text: string): Sql {
  return { text, params: [] };
}

/** A placeholder bound to the value. */
export function param(value: SqlValue | boolean): Sql {
  return { text: '?', params: [typeof value === 'boolean' ? Number(value) : value] };
}

/** A quoted identifier. */
export function ident(name: string): Sql {
  return raw(`"${name.replaceAll('"', '""')}"`);
}

/**
 * The pieces with `separator` between them.
 * @throws UserError `unsupported` where it becomes too long
 */
export function join(parts: readonly Sql[], separator: string): Sql {
  const text = parts.map((part) => part.text).join(separator);
  return { text: notTooLong(text), params: parts.flatMap(({ params }) => params) };
}

/** `where a and b`, or nothing. */
export function whereAll(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? raw('') : sql` where ${join(conditions, ' and ')}`;
}

/** `with a as (...), b as (...) `, or nothing. */
export function withAll(tables: readonly Sql[]): Sql {
  return tables.length === 0 ? raw('') : sql`with ${join(tables, ', ')} `;
}
