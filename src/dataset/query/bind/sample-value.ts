import type { Expr } from '../ast.ts';

/** Verbs that yield one sample. */
const SAMPLE_VERBS: ReadonlySet<string> = new Set(['first', 'last', 'one']);

/**
 * Of `ds.first().area`, `ds['id'].tags[0]`, `len(ds.one(x).gt.polylines)` the sample, and the rest with `F()` in its place, to be
 * bound as an expression on it; undefined where no single sample is asked for a value.
 */
export function sampleValue(expr: Expr): { readonly sample: Expr; readonly value: Expr } | undefined {
  if (isOneSample(expr) || isChainedOn(expr)) return undefined;
  const found = replaced(expr);
  return found === undefined ? undefined : { sample: found.sample, value: found.expr };
}

/** `ds.first().preview()` goes on with the chain. */
function isChainedOn(expr: Expr): boolean {
  return expr.kind === 'call' && expr.callee.kind === 'member' && isOneSample(expr.callee.object);
}

type Replaced = { readonly sample: Expr; readonly expr: Expr };

function replaced(expr: Expr): Replaced | undefined {
  if (isOneSample(expr)) return { sample: expr, expr: { ...CURRENT, span: expr.span } };
  if (expr.kind === 'member' || expr.kind === 'index' || expr.kind === 'slice') {
    const inner = replaced(expr.object);
    return inner && { sample: inner.sample, expr: { ...expr, object: inner.expr } };
  }
  if (expr.kind !== 'call') return undefined;
  if (expr.callee.kind === 'member') {
    const inner = replaced(expr.callee);
    return inner && { sample: inner.sample, expr: { ...expr, callee: inner.expr } };
  }
  return insideLen(expr);
}

function insideLen(expr: Extract<Expr, { kind: 'call' }>): Replaced | undefined {
  const [only, another] = expr.args;
  if (expr.callee.kind !== 'name' || expr.callee.name !== 'len' || only === undefined || another !== undefined)
    return undefined;
  const inner = replaced(only.value);
  return inner && { sample: inner.sample, expr: { ...expr, args: [{ value: inner.expr }] } };
}

const CURRENT = {
  kind: 'call',
  callee: { kind: 'name', name: 'F', span: { start: 0, end: 0 } },
  args: [],
} as const;

function isOneSample(expr: Expr): boolean {
  if (expr.kind === 'index') {
    const { object, index } = expr;
    return index.kind === 'literal' && typeof index.value === 'string' && isView(object) && !isOneSample(object);
  }
  if (expr.kind !== 'call' || expr.callee.kind !== 'member') return false;
  return SAMPLE_VERBS.has(expr.callee.name) && isView(expr.callee.object);
}

/** A source, or verbs chained on one: what stands before can be no value of a sample. */
function isView(expr: Expr): boolean {
  if (expr.kind === 'name') return true;
  if (expr.kind === 'call') return expr.callee.kind === 'member' ? isView(expr.callee.object) : true;
  return (expr.kind === 'slice' || expr.kind === 'index') && isView(expr.object);
}
