import { type Span, UserError } from '../../../diagnostics.ts';
import type { Value } from '../answer.ts';
import type { Argument, Entry, Expr } from '../ast.ts';
import { paramConstant } from './params.ts';
import type { BindContext } from './context.ts';

/** The text of an expression that stands on its own. */
type Define = (expr: Expr) => string;

/**
 * The arguments of a command at the end of a chain: values, and options by name from an object literal or `name = value`.
 * @param define for commands that take views: an expression is handed on as its text
 */
export function bindCommand(
  args: readonly Argument[],
  context: BindContext,
  define?: Define,
): { readonly args: readonly Value[]; readonly options: Readonly<Record<string, Value>> } {
  const positional: Value[] = [];
  const options: (readonly [string, Value])[] = [];
  for (const [index, { value, keyword }] of args.entries()) {
    if (keyword !== undefined) options.push([keyword.name, argumentOf(value, context, define)]);
    else if (value.kind === 'object' && index === args.length - 1)
      options.push(...Object.entries(objectOf(value.entries, context)));
    else positional.push(argumentOf(value, context, define));
  }
  return { args: positional, options: Object.fromEntries(options) };
}

function argumentOf(expr: Expr, context: BindContext, define: Define | undefined): Value {
  return define !== undefined && isChain(expr) ? define(expr) : valueOf(expr, context);
}

/** A view: a name, or verbs chained on one. */
function isChain(expr: Expr): boolean {
  return (expr.kind === 'name' && !expr.name.startsWith('$')) || expr.kind === 'call' || expr.kind === 'slice';
}

function valueOf(expr: Expr, context: BindContext): Value {
  if (expr.kind === 'literal') return expr.value;
  if (expr.kind === 'list') return expr.items.map((item) => valueOf(item, context));
  if (expr.kind === 'object') return objectOf(expr.entries, context);
  if (expr.kind === 'name' && expr.name.startsWith('$')) return paramValue(expr.name, expr.span, context);
  if (isOfFiftyOne(expr)) return expr.name;
  const number = expr.kind === 'unary' && expr.operator === '-' ? valueOf(expr.operand, context) : undefined;
  if (typeof number === 'number') return -number;
  throw notAValue(expr);
}

/** A name that FiftyOne's module has, such as `fo.StringField`. */
function isOfFiftyOne(expr: Expr): expr is Extract<Expr, { readonly kind: 'member' }> {
  return expr.kind === 'member' && expr.object.kind === 'name' && expr.object.name === 'fo';
}

function paramValue(name: string, span: Span, context: BindContext): Value {
  const term = paramConstant(name, span, context);
  if (term.kind !== 'constant') return null;
  return term.type.kind === 'date' && typeof term.value === 'string' ? new Date(term.value) : term.value;
}

/** Entries are defined, not assigned, here and above, so that a key `__proto__` is only a key. */
function objectOf(entries: readonly Entry[], context: BindContext): Readonly<Record<string, Value>> {
  return Object.fromEntries(entries.map(({ key, value }) => [key ?? 'None', valueOf(value, context)]));
}

function notAValue(expr: Expr): UserError {
  return new UserError('bad-argument', 'commands take values, this is an expression', {
    span: expr.span,
    hint: 'write text in quotes, or a number, true, false, a list',
  });
}
