import type { Span } from '../../diagnostics.ts';
import type { Scalar } from './answer.ts';
import type { Expr } from './ast.ts';
import { literalOrParameter } from './parameter-value.ts';
import { partsOf } from './parts-of.ts';

/** A taxonomy that an expression names, and where. */
export type NamedTaxonomy = { readonly name: string; readonly span: Span };

/** The taxonomies that calls of `taxonomy` name, some of them by a parameter; not those that are written out. */
export function taxonomiesIn(expr: Expr, params: Readonly<Record<string, Scalar>>): readonly NamedTaxonomy[] {
  const given = argumentOf(expr);
  const name = given && literalOrParameter(given, params);
  const own = given === undefined || typeof name !== 'string' ? [] : [{ name, span: given.span }];
  return [...own, ...partsOf(expr).flatMap((part) => taxonomiesIn(part, params))];
}

function argumentOf(expr: Expr): Expr | undefined {
  if (expr.kind !== 'call' || expr.callee.kind !== 'member' || expr.callee.name !== 'taxonomy') return undefined;
  const named = expr.args.find(({ keyword }) => keyword?.name === 'taxonomy');
  const given = named ?? expr.args.find(({ keyword }) => keyword === undefined);
  if (given?.value.kind !== 'object') return given?.value;
  // Options at the end may name it, too: `taxonomy({ taxonomy: 'extended' })`.
  return given.value.entries.find(({ key }) => key === 'taxonomy')?.value;
}
