import { type Span, UserError } from '../../diagnostics.ts';
import type { Answer } from './answer.ts';
import type { Expr } from './ast.ts';
import { checkScalar } from './bind/arguments/values.ts';
import { bindArguments } from './bind/bind-arguments.ts';
import { bindCommand } from './bind/bind-command.ts';
import { bindTally } from './bind/bind-tally.ts';
import { bindTerm } from './bind/bind-term.ts';
import { type BindContext, type Mention, type Note, unknown } from './bind/context.ts';
import { instead, isNotYetThere } from './bind/not-yet.ts';
import { truth } from './bind/operators.ts';
import { firstOfEachGroup, perGroup } from './bind/per-group.ts';
import { placing } from './bind/placing.ts';
import { sampleValue } from './bind/sample-value.ts';
import { slicePlan } from './bind/slices.ts';
import type { Bound, Scope } from './bound.ts';
import type { Catalog } from './catalog.ts';
import { catalogAfter, rewrittenIn } from './fields-after.ts';
import { keepSamples, type Plan, wholeDataset } from './plan.ts';
import { CURRENT, measuredView, openedDataset, sourcesOf } from './sources.ts';
import { call, constant, type Term } from './term.ts';
import { BOOL, STRING } from './type.ts';
import { verbNamed, verbs } from './verbs/index.ts';

export type { Bound, Mention, Note, Scope };
export { sourcesOf };

/**
 * Looks up every name of an expression, checks types, and folds its verbs into a plan. Pure: what the scope does not hand in
 * is not known.
 * @throws UserError with a span: an unknown verb, field or name, a wrong type, something not there yet
 */
export function bind(expr: Expr, scope: Scope): Bound {
  const asked = sampleValue(expr);
  if (asked !== undefined) return pick(asked.sample, asked.value, scope);
  const opened = openedDataset(expr);
  if (opened !== undefined) return viewOf(dataset(opened, expr.span, scope));
  const measured = measuredView(expr);
  if (measured !== undefined) return countOf(bind(measured, scope), measured.span);
  if (expr.kind === 'name') return bindSource(expr.name, expr.span, scope);
  if (expr.kind === 'call') return bindCall(expr, scope);
  if (expr.kind === 'slice') return bindSlice(expr, scope);
  if (expr.kind === 'index') return bindIndex(expr, scope);
  throw expr.kind === 'member' ? notCalled(expr, scope) : notAStatement(expr, scope);
}

type View = Extract<Bound, { kind: 'view' }>;

function viewOf(plan: Plan, mentions: View['mentions'] = []): View {
  return { kind: 'view', plan, mentions };
}

function bindSource(name: string, span: Span, scope: Scope): Bound {
  if (CURRENT.has(name)) {
    if (scope.current !== null) return viewOf(dataset(scope.current, span, scope));
    throw new UserError('not-found', 'no dataset is open', {
      span,
      hint: "open one: open NAME, or open('name') in place of ds",
    });
  }
  const value = scope.variable(name);
  if (value === undefined) {
    throw new UserError('unknown-name', `there is no variable ${name}`, { span, hint: 'ds is the open dataset' });
  }
  if (isAnswer(value)) return { kind: 'value', answer: value };
  catalogOf(value, span, scope);
  return viewOf(value);
}

function isAnswer(value: Plan | Answer): value is Answer {
  return 'kind' in value;
}

function dataset(name: string, span: Span, scope: Scope): Plan {
  const plan = wholeDataset(name);
  catalogOf(plan, span, scope);
  return plan;
}

function catalogOf(plan: Plan, span: Span, scope: Scope): Catalog {
  const catalog = scope.catalog(plan.dataset);
  if (catalog !== undefined) return catalog;
  throw new UserError('not-found', `there is no dataset ${plan.dataset}`, {
    span,
    hint: 'datasets lists those there are',
  });
}

function bindCall(expr: Extract<Expr, { kind: 'call' }>, scope: Scope): Bound {
  const { callee, args } = expr;
  if (callee.kind !== 'member') throw notAStatement(callee, scope);
  const view = receiver(bind(callee.object, scope), callee.object.span);
  const { name, nameSpan } = callee;
  const context = contextFor(view, callee.object.span, scope);
  const verb = verbNamed(name);
  if (verb === undefined) {
    if (!scope.commands.has(name)) throw noSuchVerb(name, nameSpan, scope);
    const call = bindCommand(args, context, scope.viewText?.(name));
    return { kind: 'command', plan: view.plan, command: name, ...call, mentions: context.mentions };
  }
  const bound = bindArguments({ name, span: nameSpan }, verb.params, args, context);
  // Errors that a verb raises itself point at the whole call.
  const result = placing(expr.span, () => verb.apply(view.plan, bound, context.catalog));
  if ('stages' in result) return viewOf(result, context.mentions);
  const note = firstOfEachGroup(result, nameSpan);
  if (note !== undefined) context.mentions.push(note);
  const { plan, aggregation } = perGroup(result, expr.span);
  if (aggregation.kind === 'known') return { kind: 'value', answer: aggregation.answer };
  return { kind: 'aggregate', plan, aggregation, mentions: context.mentions };
}

/** What an argument of a verb knows: the fields that the view before it leaves. */
function contextFor({ plan, mentions }: View, span: Span, scope: Scope): BindContext {
  const catalog = catalogAfter(plan, catalogOf(plan, span, scope));
  const context: BindContext = {
    catalog,
    params: scope.params,
    focus: { kind: 'sample' },
    mentions: [...mentions],
    rewritten: rewrittenIn(plan),
    bindTerm,
    bindView: (expr) => otherView(expr, plan, scope),
    bindTally: (expr) => bindTally(expr, plan, context),
    ...(scope.savedView && { savedView: scope.savedView }),
    ...(scope.taxonomy && { taxonomy: scope.taxonomy }),
  };
  return context;
}

/** A view that is an argument: of the same dataset. */
function otherView(expr: Expr, { dataset: name }: Plan, scope: Scope): Plan {
  const { plan } = receiver(bind(expr, scope), expr.span);
  if (plan.dataset === name) return plan;
  throw new UserError('bad-argument', `this is a view of ${plan.dataset}, a view of ${name} is needed`, {
    span: expr.span,
    hint: 'merge the datasets first',
  });
}

/** The view that a verb is chained on: also the samples that `first()`, `head()` and the like show. */
function receiver(bound: Bound, span: Span): View {
  if (bound.kind === 'view') return bound;
  if (bound.kind === 'aggregate' && bound.aggregation.kind === 'samples') return viewOf(bound.plan, bound.mentions);
  const what = bound.kind === 'command' ? 'this is a command' : 'this is a value, not a view';
  throw new UserError('wrong-type', `${what}: nothing can be chained on it`, {
    span,
    hint: 'chain on the view before it',
  });
}

function countOf(bound: Bound, span: Span): Bound {
  const { plan, mentions } = receiver(bound, span);
  return { kind: 'aggregate', plan, aggregation: { kind: 'count', of: null, safe: false }, mentions };
}

function bindSlice(expr: Extract<Expr, { kind: 'slice' }>, scope: Scope): Bound {
  const { plan, mentions } = receiver(bind(expr.object, scope), expr.object.span);
  return viewOf(slicePlan(plan, expr), mentions);
}

/** `view[condition]` is `view.where(condition)`, `view['id or path']` one sample, as in FiftyOne. */
function bindIndex(expr: Extract<Expr, { kind: 'index' }>, scope: Scope): Bound {
  const { object, index, span } = expr;
  const view = receiver(bind(object, scope), object.span);
  const context = contextFor(view, object.span, scope);
  if (index.kind === 'literal' && typeof index.value === 'string') {
    const { value } = index;
    const named = call('or', [sampleIs('id', value), sampleIs('filepath', value)], BOOL);
    const aggregation = { kind: 'samples', single: true, needed: 'one' } as const;
    return { kind: 'aggregate', plan: keepSamples(view.plan, named), aggregation, mentions: view.mentions };
  }
  if (index.kind === 'literal' || index.kind === 'unary') {
    throw new UserError('bad-argument', 'samples are named by id or file path, not by number', {
      span,
      hint: 'use [n:n + 1], or skip(n).first()',
    });
  }
  return viewOf(keepSamples(view.plan, truth(bindTerm(index, context))), context.mentions);
}

function sampleIs(name: string, value: string): Term {
  return call('equal', [{ kind: 'field', name, type: STRING }, constant(value, STRING)], BOOL);
}

/** A value of one sample: its fields are looked up as in a condition. */
function pick(sample: Expr, value: Expr, scope: Scope): Bound {
  const bound = bind(sample, scope);
  if (bound.kind !== 'aggregate' || bound.aggregation.kind !== 'samples') throw notAStatement(value, scope);
  const context = contextFor(viewOf(bound.plan, bound.mentions), sample.span, scope);
  const of = bindTerm(value, context);
  checkScalar(of, value.span);
  const { needed } = bound.aggregation;
  return { ...bound, aggregation: { kind: 'pick', of, needed }, mentions: context.mentions };
}

function notCalled({ object, name, nameSpan }: Extract<Expr, { kind: 'member' }>, scope: Scope): UserError {
  receiver(bind(object, scope), object.span);
  if (verbNamed(name) === undefined && !scope.commands.has(name)) return noSuchVerb(name, nameSpan, scope);
  return new UserError('syntax', `${name} is to be called`, { span: nameSpan, hint: `write ${name}()` });
}

function notAStatement(callee: Expr, scope: Scope): UserError {
  const { span } = callee;
  if (callee.kind === 'name' && (verbNamed(callee.name) !== undefined || scope.commands.has(callee.name))) {
    return new UserError('syntax', `${callee.name} is chained on a view`, {
      span,
      hint: `write ds.${callee.name}(...)`,
    });
  }
  return new UserError('syntax', 'a statement starts from a dataset or a variable', {
    span,
    hint: "write ds, the name of a variable, or open('name')",
  });
}

function noSuchVerb(name: string, span: Span, { commands }: Scope): UserError {
  const hint = instead(name);
  if (hint !== undefined) return new UserError('unsupported', `${name} is not part of the language`, { span, hint });
  if (isNotYetThere(name)) return new UserError('unsupported', `${name} is not there yet`, { span });
  const known = [...verbs.map((verb) => verb.name), ...commands];
  return unknown('unknown-verb', `there is no verb ${name}`, { name, span, known });
}
