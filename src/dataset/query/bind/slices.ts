import { UserError } from '../../../diagnostics.ts';
import type { Expr } from '../ast.ts';
import { firstSamples, lastSamples, type Plan, withoutFirst, withoutLast } from '../plan.ts';

/**
 * Python's `view[from:to]`; a negative bound counts from the end.
 * @throws UserError `bad-argument` for what is no whole number; `unsupported` for a slice from the end to a place from the start
 */
export function slicePlan(plan: Plan, slice: Extract<Expr, { kind: 'slice' }>): Plan {
  const from = slice.from === null ? 0 : wholeNumber(slice.from);
  const to = slice.to === null ? null : wholeNumber(slice.to);
  if (from >= 0) {
    const rest = withoutFirst(plan, from);
    if (to === null) return rest;
    return to < 0 ? withoutLast(rest, -to) : firstSamples(rest, to - from);
  }
  const end = lastSamples(plan, -from);
  if (to === null) return end;
  if (to < 0) return to <= from ? firstSamples(plan, 0) : withoutLast(end, -to);
  throw new UserError('unsupported', 'a slice from the end to a place counted from the start is not there yet', {
    span: slice.span,
    hint: 'count both from the same end',
  });
}

function wholeNumber(expr: Expr): number {
  const negative = expr.kind === 'unary' && expr.operator === '-';
  const literal = negative ? expr.operand : expr;
  if (literal.kind === 'literal' && typeof literal.value === 'number' && Number.isSafeInteger(literal.value)) {
    return negative ? -literal.value : literal.value;
  }
  throw new UserError('bad-argument', 'a whole number is needed here', { span: expr.span });
}
