import { UserError } from '../../../diagnostics.ts';
import type { Value } from '../answer.ts';
import type { Argument, Entry, Expr } from '../ast.ts';
import { paramConstant } from './bind-arguments.ts';
import type { BindContext } from './context.ts';

/** The arguments of a command at the end of a chain: values, and options by name from an object literal or `name = value`. */
export function bindCommand(
  args: readonly Argument[],
  context: BindContext,
): { readonly args: readonly Value[]; readonly options: Readonly<Record<string, Value>> } {
  const positional: Value[] = [];
  const options: Record<string, Value> = {};
  for (const [index, { value, keyword }] of args.entries()) {
    if (keyword !== undefined) options[keyword.name] = valueOf(value, context);
    else if (value.kind === 'object' && index === args.length - 1)
      Object.assign(options, objectOf(value.entries, context));
    else positional.push(valueOf(value, context));
  }
  return { args: positional, options };
}

function valueOf(expr: Expr, context: BindContext): Value {
  switch (expr.kind) {
    case 'literal':
      return expr.value;
    case 'list':
      return expr.items.map((item) => valueOf(item, context));
    case 'object':
      return objectOf(expr.entries, context);
    case 'unary':
      if (expr.operator === '-' && expr.operand.kind === 'literal' && typeof expr.operand.value === 'number') {
        return -expr.operand.value;
      }
      throw notAValue(expr);
    case 'name': {
      const term = expr.name.startsWith('$') ? paramConstant(expr.name, expr.span, context) : undefined;
      if (term?.kind !== 'constant') throw notAValue(expr);
      return term.type.kind === 'date' ? new Date(String(term.value)) : term.value;
    }
    default:
      throw notAValue(expr);
  }
}

/** Entries are defined, not assigned, so that a key `__proto__` is only a key. */
function objectOf(entries: readonly Entry[], context: BindContext): Readonly<Record<string, Value>> {
  return Object.fromEntries(entries.map(({ key, value }) => [key ?? 'None', valueOf(value, context)]));
}

function notAValue(expr: Expr): UserError {
  return new UserError('bad-argument', 'commands take values, this is an expression', {
    span: expr.span,
    hint: 'write text in quotes, or a number, true, false, a list',
  });
}
