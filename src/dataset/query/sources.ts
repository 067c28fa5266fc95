import type { Expr } from './ast.ts';

/** Names of the current dataset. */
export const CURRENT: ReadonlySet<string> = new Set(['ds', 'dataset']);

/** The dataset's name in `open('name')` or `fo.load_dataset('name')`; undefined for anything else. */
export function openedDataset(expr: Expr): string | undefined {
  if (expr.kind !== 'call' || !opensDataset(expr.callee) || expr.args.length !== 1) return undefined;
  const name = expr.args[0]?.value;
  return name?.kind === 'literal' && typeof name.value === 'string' ? name.value : undefined;
}

function opensDataset(callee: Expr): boolean {
  if (callee.kind === 'name') return callee.name === 'open';
  if (callee.kind !== 'member' || callee.name !== 'load_dataset') return false;
  return callee.object.kind === 'name' && callee.object.name === 'fo';
}

/** What must be at hand before the expression can be bound: datasets that it opens, and variables it starts from. */
export function sourcesOf(expr: Expr): { readonly datasets: readonly string[]; readonly names: readonly string[] } {
  const source = sourceOf(expr);
  const opened = openedDataset(source);
  if (opened !== undefined) return { datasets: [opened], names: [] };
  return { datasets: [], names: source.kind === 'name' && !CURRENT.has(source.name) ? [source.name] : [] };
}

function sourceOf(expr: Expr): Expr {
  if (openedDataset(expr) !== undefined) return expr;
  if (expr.kind === 'member' || expr.kind === 'index' || expr.kind === 'slice') return sourceOf(expr.object);
  if (expr.kind !== 'call') return expr;
  const measured = measuredView(expr);
  if (measured !== undefined) return sourceOf(measured);
  return expr.callee.kind === 'member' ? sourceOf(expr.callee) : expr;
}

/** The view of which Python's `len(view)` asks the length. */
export function measuredView(expr: Expr): Expr | undefined {
  if (expr.kind !== 'call' || expr.callee.kind !== 'name' || expr.callee.name !== 'len') return undefined;
  return expr.args.length === 1 ? expr.args[0]?.value : undefined;
}
