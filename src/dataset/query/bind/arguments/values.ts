import { type Span, UserError } from '../../../../diagnostics.ts';
import type { Expr } from '../../ast.ts';
import type { Param, ParamType } from '../../param.ts';
import type { SortKey } from '../../plan.ts';
import { columnName } from '../column-name.ts';
import type { LeavesTerm, Term } from '../../term.ts';
import { describe, isNumber } from '../../type.ts';
import { type BindContext, lookingAtValue } from '../context.ts';
import { pathTerm } from '../paths.ts';
import { SAMPLE } from '../properties.ts';
import type { Binder } from './binder.ts';

/** A path in quotes, or an expression. */
export function bindValue(expr: Expr, context: BindContext, param?: Param): Term {
  const isPath = expr.kind === 'literal' && typeof expr.value === 'string';
  const term = isPath ? pathTerm(expr.value, expr.span, SAMPLE, context) : context.bindTerm(expr, context);
  if (param?.accepts === 'number') checkNumber(term, expr.span);
  if (param?.accepts === 'scalar') checkScalar(term, expr.span);
  return term;
}

function checkNumber(term: Term, span: Span): void {
  const type = innermost(term);
  if (depthOf(term) > 1)
    throw new UserError('wrong-type', 'numbers are needed here, these are lists of lists', {
      span,
      hint: 'ask for a number of them: length(), area()',
    });
  if (isNumber(type) || type.kind === 'any' || type.kind === 'missing') return;
  const hint =
    term.kind === 'labels' ? `count them: ${term.field}.count()` : 'countValues and distinct work on anything';
  throw new UserError('wrong-type', 'numbers are needed here', { span, hint });
}

/** @throws UserError `wrong-type` for labels, a label or a sample, of which a value is to be named */
export function checkScalar(term: Term, span: Span): void {
  const type = innermost(term);
  if (type.kind !== 'labels' && type.kind !== 'sample' && type.kind !== 'label') return;
  const hint =
    term.kind === 'labels'
      ? `name what of its labels: ${term.field}.label, or ${term.field}.count()`
      : 'name a field of it';
  throw new UserError('wrong-type', `values are needed here, this is ${describe(type)}`, { span, hint });
}

/** How many lists there are around a value, but for that of the labels. */
function depthOf(term: Term): number {
  let { type } = term.kind === 'leaves' ? term.value : term;
  let depth = 0;
  for (; type.kind === 'list'; depth += 1) type = type.element;
  return depth;
}

function innermost(term: Term): Term['type'] {
  let { type } = term;
  while (type.kind === 'list') type = type.element;
  return type;
}

/** A list `(field, order)` is one key, a list of anything else several. */
export function isSortPair(expr: Extract<Expr, { kind: 'list' }>): boolean {
  const [, order] = expr.items;
  if (expr.items.length !== 2 || order === undefined) return false;
  return sortOrder(order) !== undefined;
}

function bindSortKey(expr: Expr, context: BindContext, param: Param): SortKey {
  const [by, order] = expr.kind === 'list' && isSortPair(expr) ? expr.items : [expr];
  if (by === undefined) throw new UserError('bad-argument', 'a field to sort by is needed here', { span: expr.span });
  const descending = order === undefined ? false : sortOrder(order);
  return { by: bindValue(by, context, { ...param, accepts: 'scalar' }), descending: descending ?? false };
}

/** FiftyOne's orders: 1 and -1, or a word that begins with a or d. */
function sortOrder(expr: Expr): boolean | undefined {
  if (expr.kind === 'unary' && expr.operator === '-' && expr.operand.kind === 'literal') {
    return expr.operand.value === 1 || undefined;
  }
  return expr.kind === 'literal' ? ORDERS.get(expr.value) : undefined;
}

/** Whether a word or number means descending. */
const ORDERS: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [1, false],
  ['a', false],
  ['asc', false],
  ['ascending', false],
  [-1, true],
  ['d', true],
  ['desc', true],
  ['descending', true],
]);

/** FiftyOne's `expr`: applied to the value of the field, or to each value where the field is one of labels. */
function bindOwn(expr: Expr, context: BindContext & { readonly about?: unknown }): Term {
  const of = termOf(context.about);
  if (of === undefined) {
    throw new UserError('bad-argument', 'an expression on the value of a field needs the field', {
      span: expr.span,
      hint: "name it first: 'year', or write the expression in its place",
    });
  }
  if (of.kind !== 'leaves') return context.bindTerm(expr, lookingAtValue(context, of));
  const value = context.bindTerm(expr, lookingAtValue(context, of.value));
  const type = of.labels.single ? value.type : { kind: 'list' as const, element: value.type };
  return { ...of, value, type } satisfies LeavesTerm;
}

/** The term of an argument bound before; undefined where it is left out or an empty list. */
function termOf(about: unknown): Term | undefined {
  const [first] = Array.isArray(about) ? (about as readonly unknown[]) : [about];
  if (first === undefined) return undefined;
  const holder = first as Term | { readonly term: Term } | { readonly of: Term };
  if ('term' in holder) return holder.term;
  return 'of' in holder && !('kind' in holder) ? holder.of : holder;
}

export const valueBinders = {
  value: bindValue,
  named: (expr, context, param) => {
    const of = bindValue(expr, context, param);
    return { name: columnName(of), of };
  },
  column: (expr, context, param) => ({
    term: bindValue(expr, context, param),
    unwind: expr.kind === 'literal' && String(expr.value).includes('[]'),
  }),
  own: (expr, context) => bindOwn(expr, context),
  sortKey: bindSortKey,
} satisfies { readonly [T in ParamType]?: Binder<T> };
