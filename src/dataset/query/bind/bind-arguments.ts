import { type Span, UserError } from '../../../diagnostics.ts';
import { nearest } from '../../model/nearest.ts';
import type { LabelField } from '../../model/schema.ts';
import type { Argument, Expr } from '../ast.ts';
import type { Param, ParamType, ParamTypes } from '../param.ts';
import type { SortKey } from '../plan.ts';
import type { Term } from '../term.ts';
import { describe, isNumber } from '../type.ts';
import { type BindContext, fieldNamed, labelFields, lookingAtLabels, unknown } from './context.ts';
import { numberOf, scalarConstant, textOf, truth } from './operators.ts';
import { type Callee, pairArguments } from './pair-arguments.ts';
import { SAMPLE } from './properties.ts';
import { pathTerm } from './paths.ts';

/** The arguments of a call, bound and checked by the types of the parameters; optional ones not given are undefined. */
export function bindArguments(
  callee: Callee,
  params: readonly Param[],
  args: readonly Argument[],
  context: BindContext & { readonly receiver?: readonly LabelField[] },
): Readonly<Record<string, unknown>> {
  const pairs = pairArguments(callee, params, args);
  const bound: Record<string, unknown> = {};
  for (const param of params) {
    const expr = pairs.get(param.name);
    if (expr === undefined) continue;
    const fields = param.of === undefined ? context.receiver : fieldsBound(bound[param.of], context);
    bound[param.name] = bindArgument(expr, param, { ...context, ...(fields !== undefined && { receiver: fields }) });
  }
  return bound;
}

type ArgumentContext = BindContext & { readonly receiver?: readonly LabelField[] };
type Binder<T extends ParamType> = (expr: Expr, context: ArgumentContext, param: Param) => ParamTypes[T];

/** The fields that another argument named, or every label field where it is left out. */
function fieldsBound(value: unknown, { catalog }: BindContext): readonly LabelField[] {
  if (value === undefined) return labelFields(catalog);
  return (Array.isArray(value) ? value : [value]) as readonly LabelField[];
}

function bindArgument(expr: Expr, param: Param, context: ArgumentContext): unknown {
  const binder = BINDERS[param.type];
  if (param.list !== true) return binder(expr, context, param);
  const many = expr.kind === 'list' && !(param.type === 'sortKey' && isSortPair(expr));
  return (many ? expr.items : [expr]).map((item) => binder(item, context, param));
}

const BINDERS: { readonly [T in ParamType]: Binder<T> } = {
  tag: (expr, context) => {
    const tag = textConstant(expr, context, "a tag in quotes: 'train'");
    context.mentions.push({ path: 'tags', value: tag, span: expr.span });
    return tag;
  },
  id: (expr, context) => textConstant(expr, context, 'an id in quotes'),
  text: (expr, context) => textConstant(expr, context, 'text in quotes'),
  bool: (expr, context) => {
    const value = constantOf(expr, context);
    if (typeof value === 'boolean') return value;
    throw new UserError('bad-argument', 'true or false is needed here', { span: expr.span });
  },
  int: (expr, context) => {
    const value = constantOf(expr, context);
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
    throw new UserError('bad-argument', 'a whole number is needed here', { span: expr.span });
  },
  number: (expr, context) => {
    const value = constantOf(expr, context);
    if (typeof value === 'number') return value;
    throw new UserError('bad-argument', 'a number is needed here', { span: expr.span });
  },
  labelField: bindLabelField,
  predicate: (expr, context) => truth(context.bindTerm(expr, context)),
  labelPredicate: (expr, context) => {
    const inside = lookingAtLabels(context, context.receiver ?? []);
    return truth(inside.bindTerm(expr, inside));
  },
  value: bindValue,
  operand: (expr, context) => ({ term: context.bindTerm(expr, context), span: expr.span }),
  textOperand: (expr, context) => textOf({ term: context.bindTerm(expr, context), span: expr.span }),
  numberOperand: (expr, context) => numberOf({ term: context.bindTerm(expr, context), span: expr.span }),
  sortKey: bindSortKey,
  pattern: (expr, context) => {
    const pattern =
      expr.kind === 'regex' ? expr : { source: textConstant(expr, context, 'a pattern: /^Acro/'), flags: '' };
    try {
      new RegExp(pattern.source, pattern.flags);
    } catch (cause) {
      const message = 'this is no regular expression of JavaScript';
      throw new UserError('bad-argument', message, { span: expr.span, cause, hint: reasonOf(cause) });
    }
    return { source: pattern.source, flags: pattern.flags };
  },
};

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error);
}

function constantOf(expr: Expr, context: BindContext): unknown {
  const term = isConstantLike(expr) ? context.bindTerm(expr, context) : undefined;
  return term?.kind === 'constant' ? term.value : undefined;
}

/** Names would be looked up as fields: only what cannot be one is tried. */
function isConstantLike(expr: Expr): boolean {
  if (expr.kind === 'name') return expr.name.startsWith('$');
  return expr.kind === 'literal' || (expr.kind === 'unary' && isConstantLike(expr.operand));
}

function textConstant(expr: Expr, context: BindContext, needed: string): string {
  const value = constantOf(expr, context);
  if (typeof value === 'string') return value;
  throw new UserError('bad-argument', `${needed.replace(/:.*/, '')} is needed here`, {
    span: expr.span,
    hint: `write ${needed}`,
  });
}

function bindLabelField(expr: Expr, context: BindContext): LabelField {
  const term = bindValue(expr, { ...context, focus: { kind: 'sample' } });
  const field = term.kind === 'labels' ? fieldNamed(context.catalog, term.field) : undefined;
  if (field?.kind === 'labels') return field;
  const known = labelFields(context.catalog).map(({ name }) => name);
  const written = expr.kind === 'literal' ? String(expr.value) : 'this';
  const near = nearest(written, known);
  const hint = near === undefined ? `label fields are ${known.join(', ') || 'not there'}` : `did you mean ${near}?`;
  throw new UserError('wrong-type', `${written} is no field of labels`, { span: expr.span, hint });
}

/** A path in quotes, or an expression. */
function bindValue(expr: Expr, context: BindContext, param?: Param): Term {
  if (expr.kind === 'list') {
    throw new UserError('unsupported', 'several fields at once are not there yet', {
      span: expr.span,
      hint: 'name one',
    });
  }
  const isPath = expr.kind === 'literal' && typeof expr.value === 'string';
  const term = isPath ? pathTerm(expr.value, expr.span, SAMPLE, context) : context.bindTerm(expr, context);
  if (param?.accepts === 'number') checkNumber(term, expr.span);
  if (param?.accepts === 'scalar') checkScalar(term, expr.span);
  return term;
}

function checkNumber(term: Term, span: Span): void {
  const type = innermost(term);
  if (isNumber(type) || type.kind === 'any' || type.kind === 'missing') return;
  const hint =
    term.kind === 'labels' ? `count them: ${term.field}.count()` : 'countValues and distinct work on anything';
  throw new UserError('wrong-type', 'numbers are needed here', { span, hint });
}

function checkScalar(term: Term, span: Span): void {
  const type = innermost(term);
  if (type.kind !== 'labels' && type.kind !== 'sample' && type.kind !== 'label') return;
  const hint =
    term.kind === 'labels'
      ? `name what of its labels: ${term.field}.label, or ${term.field}.count()`
      : 'name a field of it';
  throw new UserError('wrong-type', `values are needed here, this is ${describe(type)}`, { span, hint });
}

function innermost(term: Term): Term['type'] {
  let { type } = term;
  while (type.kind === 'list') type = type.element;
  return type;
}

/** A list `(field, order)` is one key, a list of anything else several. */
function isSortPair(expr: Extract<Expr, { kind: 'list' }>): boolean {
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

/** FiftyOne's orders: 1 and -1, or a word. */
function sortOrder(expr: Expr): boolean | undefined {
  if (expr.kind === 'unary' && expr.operator === '-' && expr.operand.kind === 'literal') {
    return expr.operand.value === 1 || undefined;
  }
  return expr.kind === 'literal' ? ORDERS.get(expr.value) : undefined;
}

/** Whether a word or number means descending. */
const ORDERS: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [1, false],
  ['asc', false],
  ['ascending', false],
  [-1, true],
  ['desc', true],
  ['descending', true],
]);

/** A literal of a statement's parameters, `$name`. */
export function paramConstant(name: string, span: Span, { params }: BindContext): Term {
  const key = name.slice(1);
  if (!Object.hasOwn(params, key)) {
    throw unknown('unknown-name', `no value was given for ${name}`, { name: key, span, known: Object.keys(params) });
  }
  const value = params[key] ?? null;
  return value instanceof Date
    ? { kind: 'constant', value: value.toISOString(), type: { kind: 'date' } }
    : scalarConstant(value);
}
