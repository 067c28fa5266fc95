import { UserError } from '../../../diagnostics.ts';
import type { LabelField } from '../../model/schema.ts';
import type { Argument, Expr } from '../ast.ts';
import type { Param, ParamType } from '../param.ts';
import type { ArgumentContext, Binder } from './arguments/binder.ts';
import { conditionBinders } from './arguments/conditions.ts';
import { constantBinders, textConstant } from './arguments/constants.ts';
import { fieldBinders } from './arguments/fields.ts';
import { bindTaxonomy } from './arguments/taxonomy.ts';
import { isSortPair, valueBinders } from './arguments/values.ts';
import { type BindContext, labelFields } from './context.ts';
import { mentionInArgument } from './mentions.ts';
import { type Callee, pairArguments } from './pair-arguments.ts';

/** The arguments of a call, bound and checked by the types of the parameters; optional ones not given have their default, or are undefined. */
export function bindArguments(
  callee: Callee,
  params: readonly Param[],
  args: readonly Argument[],
  context: BindContext & { readonly receiver?: readonly LabelField[] },
): Readonly<Record<string, unknown>> {
  const pairs = pairArguments(callee, params, args);
  const bound: Record<string, unknown> = {};
  const inOrder = [...params.filter(({ of }) => of === undefined), ...params.filter(({ of }) => of !== undefined)];
  for (const param of inOrder) {
    const expr = pairs.get(param.name);
    if (expr === undefined || isLeftOut(expr, param)) continue;
    bound[param.name] = bindArgument(expr, param, contextFor(param, bound, context));
  }
  for (const param of params) {
    const expr = pairs.get(param.name);
    if (expr !== undefined && !isLeftOut(expr, param)) mentionInArgument(param, expr, bound, context);
  }
  for (const { name, default: value } of params) if (value !== undefined) bound[name] ??= value;
  return bound;
}

/** `seed=None`: FiftyOne's defaults may be written out. */
function isLeftOut(expr: Expr, { type, optional = false }: Param): boolean {
  return optional && PLAIN.has(type) && expr.kind === 'literal' && expr.value === null;
}

const PLAIN: ReadonlySet<ParamType> = new Set(['int', 'number', 'bool', 'boolOrInt', 'text', 'tag', 'labelField']);

function contextFor(
  { type, of }: Param,
  bound: Readonly<Record<string, unknown>>,
  context: ArgumentContext,
): ArgumentContext {
  if (of === undefined) return context;
  if (type === 'labelPredicate') return { ...context, receiver: fieldsBound(bound[of], context) };
  return { ...context, about: bound[of] };
}

/** The fields that another argument named, or every label field where it is left out. */
function fieldsBound(value: unknown, { catalog }: BindContext): readonly LabelField[] {
  if (value === undefined) return labelFields(catalog);
  return (Array.isArray(value) ? value : [value]) as readonly LabelField[];
}

function bindArgument(expr: Expr, param: Param, context: ArgumentContext): unknown {
  const binder = BINDERS[param.type];
  if (param.list !== true) return binder(expr, context, param);
  const list = repeated(expr);
  const many = list.kind === 'list' && !(param.type === 'sortKey' && isSortPair(list));
  return (many ? list.items : [list]).map((item) => binder(item, context, param));
}

/** Python's `[True, False] * 6` is a list written six times. */
function repeated(expr: Expr): Expr {
  if (expr.kind !== 'binary' || expr.operator !== '*') return expr;
  const [list, times] = expr.left.kind === 'list' ? [expr.left, expr.right] : [expr.right, expr.left];
  if (list.kind !== 'list' || times.kind !== 'literal' || typeof times.value !== 'number') return expr;
  const count = Math.max(0, times.value);
  if (!Number.isInteger(count) || count * list.items.length > MOST_REPEATED) {
    throw new UserError('bad-argument', 'a list cannot be repeated so often', { span: times.span });
  }
  return { ...list, items: Array.from({ length: count }, () => list.items).flat() };
}

const MOST_REPEATED = 1_000_000;

const BINDERS: { readonly [T in ParamType]: Binder<T> } = {
  ...constantBinders,
  ...fieldBinders,
  ...valueBinders,
  ...conditionBinders,
  view: (expr, context) => context.bindView(expr),
  savedView: (expr, context) => {
    const name = textConstant(expr, context, "the name of a saved view in quotes: 'to check'");
    const plan = context.savedView?.(name);
    if (plan !== undefined) return plan;
    throw new UserError('not-found', `there is no saved view ${JSON.stringify(name)}`, {
      span: expr.span,
      hint: 'views lists those there are',
    });
  },
  taxonomy: bindTaxonomy,
  tallies: (expr, context) =>
    expr.kind === 'list'
      ? { tallies: expr.items.map(context.bindTally), single: false }
      : { tallies: [context.bindTally(expr)], single: true },
};
