import type { Expr } from './ast.ts';

/** The expressions directly inside of one. */
export function partsOf(expr: Expr): readonly Expr[] {
  return Object.values(expr).flatMap(expressionsIn);
}

function expressionsIn(part: unknown): readonly Expr[] {
  if (Array.isArray(part)) return part.flatMap(expressionsIn);
  if (typeof part !== 'object' || part === null) return [];
  if ('kind' in part && 'span' in part) return [part as Expr];
  return 'value' in part ? expressionsIn(part.value) : [];
}
