import type { Sql } from '../statement.ts';
import type { Term } from '../term.ts';
import { join, raw, sql } from './fragment.ts';
import { jsonOf } from './json.ts';
import type { Printer } from './printer.ts';

/** A term that applies an operation. */
export type Call = Extract<Term, { kind: 'call' }>;

/** How an operation is spelled in SQL. */
export type Print = (args: readonly Term[], printer: Printer, call: Call) => Sql;

/** An argument that binding has put there. */
export function given(term: Term | undefined): Term {
  if (term === undefined) throw new Error('an operation lacks an argument');
  return term;
}

/** `(a + b)` */
export function infix(operator: string): Print {
  return ([a, b], { value }) => sql`(${value(given(a))} ${raw(operator)} ${value(given(b))})`;
}

/** A function of the values. */
export function named(name: string): Print {
  return (args, { value }) => sql`${raw(name)}(${join(args.map(value), ', ')})`;
}

/** A function of the values as JSON text. */
export function ofJson(name: string): Print {
  return (args, printer) =>
    sql`${raw(name)}(${join(
      args.map((term) => jsonOf(term, printer)),
      ', ',
    )})`;
}
