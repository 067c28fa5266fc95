import { UserError } from '../../../../diagnostics.ts';
import type { Expr } from '../../ast.ts';
import type { Constant } from '../../term.ts';
import type { Mapping, ParamType } from '../../param.ts';
import { paramConstant } from '../params.ts';
import { type BindContext, remember } from '../context.ts';
import type { Binder } from './binder.ts';

/** The value of a literal, of a parameter `$name`, or of a list of them; undefined for anything that has to be computed. */
export function constantArgument(expr: Expr, context: BindContext): Constant | undefined {
  if (expr.kind === 'literal') return expr.value;
  if (expr.kind === 'unary') return negative(expr, context);
  if (expr.kind === 'list') return listOf(expr.items, context);
  if (expr.kind === 'call') return float(expr, context);
  const isParam = expr.kind === 'name' && expr.name.startsWith('$');
  return isParam ? valueOf(paramConstant(expr.name, expr.span, context)) : undefined;
}

function valueOf(term: ReturnType<typeof paramConstant>): Constant | undefined {
  return term.kind === 'constant' ? term.value : undefined;
}

function negative({ operator, operand }: Extract<Expr, { kind: 'unary' }>, context: BindContext): Constant | undefined {
  const value = constantArgument(operand, context);
  return operator === '-' && typeof value === 'number' ? -value : undefined;
}

function listOf(items: readonly Expr[], context: BindContext): Constant | undefined {
  const values = items.map((item) => constantArgument(item, context));
  return values.every((value) => value !== undefined) ? values : undefined;
}

/** `float("inf")` and the like. */
function float(expr: Extract<Expr, { kind: 'call' }>, context: BindContext): Constant | undefined {
  if (expr.callee.kind !== 'name' || expr.callee.name !== 'float') return undefined;
  const term = context.bindTerm(expr, context);
  return term.kind === 'constant' ? term.value : undefined;
}

/** Text in quotes. */
export function textConstant(expr: Expr, context: BindContext, needed: string): string {
  const value = constantArgument(expr, context);
  if (typeof value === 'string') return value;
  throw new UserError('bad-argument', `${needed.replace(/:.*/, '')} is needed here`, {
    span: expr.span,
    hint: `write ${needed}`,
  });
}

function needed(what: string, expr: Expr): UserError {
  return new UserError('bad-argument', `${what} is needed here`, { span: expr.span });
}

export const constantBinders = {
  tag: (expr, context) => {
    const tag = textConstant(expr, context, "a tag in quotes: 'train'");
    remember({ path: 'tags', value: tag, span: expr.span }, context);
    return tag;
  },
  id: (expr, context) => textConstant(expr, context, 'an id in quotes'),
  idOrFlag: (expr, context) => {
    const value = constantArgument(expr, context);
    return typeof value === 'boolean' ? value : textConstant(expr, context, 'an id in quotes');
  },
  text: (expr, context) => textConstant(expr, context, 'text in quotes'),
  bool: (expr, context) => {
    const value = constantArgument(expr, context);
    if (typeof value === 'boolean') return value;
    throw needed('true or false', expr);
  },
  boolOrInt: (expr, context) => {
    const value = constantArgument(expr, context);
    if (typeof value === 'boolean' || Number.isSafeInteger(value)) return value as boolean | number;
    throw needed('true or false', expr);
  },
  int: (expr, context) => {
    const value = constantArgument(expr, context);
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
    throw needed('a whole number', expr);
  },
  number: (expr, context) => {
    const value = constantArgument(expr, context);
    if (typeof value === 'number') return value;
    throw needed('a number', expr);
  },
  constant: (expr, context) => {
    const value = constantArgument(expr, context);
    if (value !== undefined) return value;
    throw needed('a value', expr);
  },
  mapping: bindMapping,
} satisfies { readonly [T in ParamType]?: Binder<T> };

/** `{ old: new }`; a number or truth value among the old ones is written without quotes, `None` stands for a missing one. */
function bindMapping(expr: Expr, context: BindContext): Mapping {
  if (expr.kind !== 'object') {
    throw new UserError('bad-argument', 'old and new values are needed here', {
      span: expr.span,
      hint: "write { 'old': 'new' }",
    });
  }
  return expr.entries.map(({ key, value }) => {
    const result = constantArgument(value, context);
    if (result !== undefined) return [key, result] as const;
    throw new UserError('bad-argument', 'a value is needed here', { span: value.span });
  });
}
