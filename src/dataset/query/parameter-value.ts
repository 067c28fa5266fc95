import type { Scalar } from './answer.ts';
import type { Expr } from './ast.ts';

/** The value of a literal or of a parameter `$name`; undefined for anything else. */
export function literalOrParameter(expr: Expr, params: Readonly<Record<string, Scalar>>): unknown {
  if (expr.kind === 'literal') return expr.value;
  const key = expr.kind === 'name' && expr.name.startsWith('$') ? expr.name.slice(1) : '';
  return Object.hasOwn(params, key) ? params[key] : undefined;
}
