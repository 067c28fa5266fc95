import { type Span, UserError } from '../../../diagnostics.ts';
import type { Expr } from '../ast.ts';
import type { Aggregation, Plan, Tally } from '../plan.ts';
import type { Verb } from '../verbs/define-verb.ts';
import { verbNamed, verbs } from '../verbs/index.ts';
import { bindArguments } from './bind-arguments.ts';
import { type BindContext, unknown } from './context.ts';
import { placing } from './placing.ts';

/**
 * A question inside `aggregate(...)`: `fo.Count("area")`, or `count(area)` as it would be chained.
 * @throws UserError where it is none
 */
export function bindTally(expr: Expr, plan: Plan, context: BindContext): Tally {
  const callee = expr.kind === 'call' ? calleeOf(expr.callee) : undefined;
  if (expr.kind !== 'call' || callee === undefined) throw noTally(expr);
  const { verb, name, span } = questionNamed(callee);
  const args = bindArguments({ name, span }, verb.params, expr.args, context);
  const result = placing(expr.span, () => verb.apply(plan, args, context.catalog));
  if ('stages' in result || !isTally(result.aggregation)) throw noTally(expr);
  return result.aggregation;
}

type Callee = { readonly name: string; readonly span: Span };

function calleeOf(callee: Expr): Callee | undefined {
  if (callee.kind === 'name') return callee;
  return callee.kind === 'member' ? { name: callee.name, span: callee.nameSpan } : undefined;
}

/** FiftyOne's objects are named like the verbs, with a capital. */
function questionNamed(callee: Callee): Callee & { readonly verb: Verb } {
  const name = callee.name.charAt(0).toLowerCase() + callee.name.slice(1);
  const verb = verbNamed(name);
  if (verb?.yields === 'answer') return { verb, name, span: callee.span };
  const known = verbs.filter(({ yields }) => yields === 'answer').map((each) => each.name);
  throw unknown('unknown-verb', `there is no question ${callee.name}`, { name, span: callee.span, known });
}

function noTally({ span }: Expr): UserError {
  return new UserError('bad-argument', 'a question such as count or distinct is needed here', {
    span,
    hint: "write aggregate([count('area'), distinct('area')])",
  });
}

const OTHERS: ReadonlySet<string> = new Set<Aggregation['kind']>(['several', 'grouped', 'known', 'pick', 'samples']);

function isTally(aggregation: Aggregation): aggregation is Tally {
  return !OTHERS.has(aggregation.kind);
}
