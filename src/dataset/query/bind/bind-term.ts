import { type Span, UserError } from '../../../diagnostics.ts';
import type { BinaryOperator, Expr } from '../ast.ts';
import { type ByKind, byKind } from '../by-kind.ts';
import { call, constant, elementOf, not, type LabelsTerm, type Placed, type Term } from '../term.ts';
import { ANY, DICT, describe, INT, listOf, type Type, unify } from '../type.ts';
import { methodsNamed } from '../methods/index.ts';
import { scalarConstant } from './constants.ts';
import { isMeasure, measureOfLabel } from './label-measures.ts';
import { paramConstant } from './params.ts';
import { bindMethod } from './bind-method.ts';
import {
  type BindContext,
  fieldNamed,
  fieldsInFocus,
  lookingAtSample,
  lookingAtSampleAround,
  type Named,
  outermost,
} from './context.ts';
import { bindFieldClass, bindFunction } from './functions.ts';
import { applyOperator, numberOf, truth } from './operators.ts';
import { labelAt, labelSlice } from './label-places.ts';
import { mention } from './mentions.ts';
import { pathTerm } from './paths.ts';
import { bareName, current, propertyOf, SAMPLE } from './properties.ts';

/**
 * Looks up the names of an expression and checks its types.
 * @throws UserError pointing at the place: `unknown-field`, `unknown-verb`, `wrong-type`, `bad-argument`, `unsupported`
 */
export function bindTerm(expr: Expr, context: BindContext): Term {
  return byKind(BINDERS, expr, context);
}

const BINDERS: ByKind<Expr, BindContext, Term> = {
  literal: ({ value }) => scalarConstant(value),
  name: ({ name, span }, context) => bindName(name, span, context),
  member: bindMember,
  call: bindCall,
  index: bindIndex,
  unary: bindUnary,
  binary: bindBinary,
  conditional: bindConditional,
  list: bindList,
  regex: ({ span }) => {
    throw new UserError('wrong-type', 'a pattern cannot stand here', { span, hint: 'use text.matches(/.../)' });
  },
  object: bindObject,
  slice: bindSlice,
  arrow: ({ parameter, body }, context) => {
    const named = { term: current(context), focus: context.focus };
    return bindTerm(body, { ...context, names: new Map(context.names).set(parameter, named) });
  },
};

function bindName(name: string, span: Span, context: BindContext): Term {
  if (name.startsWith('$')) return paramConstant(name, span, context);
  const named = context.names?.get(name);
  if (named !== undefined) return namedTerm(named, name, span, context);
  if (name === 'VALUE' && fieldNamed(context.catalog, name) === undefined) {
    const hint = 'write counts.reduce(VALUE + F())';
    throw new UserError('unknown-name', 'VALUE is the total so far, in reduce()', { span, hint });
  }
  if (name !== 'sample' || !isInside(context)) return bareName(name, span, context);
  lookingAtSampleAround(context, span);
  return SAMPLE;
}

/** Whether a label or a value is looked at, from which `sample` leads to the sample. */
function isInside({ focus }: BindContext): boolean {
  return focus.kind === 'value' || fieldsInFocus(focus).length > 0;
}

/** Labels have one name in a statement, `l`: that of an outer condition is hidden by an inner one. */
function namedTerm({ term, focus }: Named, name: string, span: Span, context: BindContext): Term {
  if (focus.kind !== 'label' || focus === outermost(context.focus)) return term;
  throw new UserError('unsupported', `${name} is a label outside of this condition, which is about other labels`, {
    span,
    hint: 'compare with fields of the sample: sample.year',
  });
}

function bindMember(expr: Extract<Expr, { kind: 'member' }>, context: BindContext): Term {
  const { object, name, nameSpan } = expr;
  const inside = contextOf(object, context);
  const owner = bindTerm(object, context);
  try {
    return propertyOf(owner, name, nameSpan, inside);
  } catch (error) {
    if (!(error instanceof UserError) || methodsNamed(name).length === 0) throw error;
    throw new UserError('syntax', `${name} is to be called`, { span: nameSpan, hint: `write ${name}()`, cause: error });
  }
}

/** In whose fields the parts of `object` are looked up. */
function contextOf(object: Expr, context: BindContext): BindContext {
  if (object.kind !== 'name') return context;
  const named = context.names?.get(object.name);
  if (named !== undefined) return { ...context, focus: named.focus };
  return isInside(context) && object.name === 'sample' ? lookingAtSample(context) : context;
}

function bindCall(expr: Extract<Expr, { kind: 'call' }>, context: BindContext): Term {
  const { callee } = expr;
  if (callee.kind === 'name') return bindFunction(callee.name, callee.span, expr, context);
  if (callee.kind !== 'member') return bindPart(callee, expr, context);
  const { object } = callee;
  const owner = object.kind === 'name' ? object.name : '';
  if (owner === 'F' || owner === 'ViewField') return bindFieldClass(callee.name, expr, context);
  if (MODULES.has(owner) && fieldNamed(context.catalog, owner) === undefined) {
    return bindFunction(callee.name, callee.nameSpan, expr, context);
  }
  return bindOn(callee, expr, context);
}

/** What functions stand in, in Python and JavaScript: here they need none. */
const MODULES: ReadonlySet<string> = new Set(['datetime', 'fo', 'Math', 'math', 'np']);

/** A method; of a label also what else is a function: `l.area()`. */
function bindOn(
  callee: Extract<Expr, { kind: 'member' }>,
  expr: Extract<Expr, { kind: 'call' }>,
  context: BindContext,
): Term {
  const { object, name } = callee;
  const receiver = bindTerm(object, context);
  const isLabel = receiver.kind === 'current' && receiver.type.kind === 'label';
  return isLabel && isMeasure(name)
    ? measureOfLabel(expr, contextOf(object, context), name)
    : bindMethod(receiver, callee, expr, context);
}

/** FiftyOne's `expression("path")`: what lies at a path of a value. */
function bindPart(callee: Expr, { args, span }: Extract<Expr, { kind: 'call' }>, context: BindContext): Term {
  const [path, another] = args.map(({ value }) => value);
  if (path?.kind !== 'literal' || typeof path.value !== 'string' || another !== undefined) {
    throw new UserError('syntax', 'this cannot be called', { span: span });
  }
  return pathTerm(path.value, path.span, bindTerm(callee, context), context);
}

function bindIndex({ object, index, span }: Extract<Expr, { kind: 'index' }>, context: BindContext): Term {
  const list = bindTerm(object, context);
  const place = bindTerm(index, context);
  if (place.kind === 'constant' && typeof place.value === 'string')
    return propertyOf(list, place.value, index.span, contextOf(object, context));
  if (list.kind === 'labels' && !list.single) return labelAt(list, constantPlace(place, index.span));
  const members = listOfTerm(list, span, 'count from 0: tags[0]');
  return call('item', [members, wholeNumber(place, index.span)], elementOf(members.type));
}

function bindSlice({ object, from, to, span }: Extract<Expr, { kind: 'slice' }>, context: BindContext): Term {
  const whole = bindTerm(object, context);
  if (whole.kind === 'labels' && !whole.single) return labelsBetween(whole, [from, to], context);
  const list = listOfTerm(whole, span, 'tags[0:2]');
  const [start, end] = [from, to].map((bound) =>
    bound === null ? constant(null, INT) : wholeNumber(bindTerm(bound, context), bound.span),
  );
  return call('slice-list', [list, start ?? constant(null, INT), end ?? constant(null, INT)], list.type);
}

function constantPlace(place: Term, span: Span): number {
  if (place.kind === 'constant' && typeof place.value === 'number' && Number.isSafeInteger(place.value))
    return place.value;
  throw new UserError('bad-argument', 'a whole number is needed here', { span });
}

function labelsBetween(labels: LabelsTerm, bounds: readonly (Expr | null)[], context: BindContext): Term {
  const [start, end] = bounds.map((bound) =>
    bound === null ? null : constantPlace(bindTerm(bound, context), bound.span),
  );
  return labelSlice(labels, start ?? 0, end ?? null);
}

function listOfTerm(term: Term, span: Span, hint: string): Term {
  if (term.type.kind === 'list') return term;
  if (term.type.kind === 'any') return call('as-list', [term], listOf(ANY));
  throw new UserError('wrong-type', 'only a list has members by number', { span, hint });
}

function wholeNumber(term: Term, span: Span): Term {
  if (term.kind === 'constant' ? Number.isSafeInteger(term.value) : term.type.kind === 'int') return term;
  throw new UserError('bad-argument', 'a whole number is needed here', { span });
}

function bindUnary({ operator, operand, span }: Extract<Expr, { kind: 'unary' }>, context: BindContext): Term {
  const term = bindTerm(operand, context);
  if (operator === '!') return not(truth(term));
  const number = numberOf({ term, span: operand.span });
  if (number.kind === 'constant' && typeof number.value === 'number') return scalarConstant(-number.value);
  return call('negate', [number], number.type.kind === 'missing' ? ANY : numberOf({ term: number, span }).type);
}

function bindBinary({ operator, left, right, span }: Extract<Expr, { kind: 'binary' }>, context: BindContext): Term {
  const placed: [Placed, Placed] = [
    { term: bindTerm(left, context), span: left.span },
    { term: bindTerm(right, context), span: right.span },
  ];
  refuseChain(left, operator, placed[1].term, span);
  const term = applyOperator(operator, ...placed, span);
  if (operator === '==' || operator === '!=' || operator === 'in') {
    mention(placed[0].term, right, context);
    mention(placed[1].term, left, context);
  }
  return term;
}

/** Python's `2013 < year < 2020` compares a truth value here. */
function refuseChain(left: Expr, operator: BinaryOperator, right: Term, span: Span): void {
  if (left.kind !== 'binary' || !COMPARISONS.has(left.operator) || !COMPARISONS.has(operator)) return;
  if (right.type.kind === 'bool' || right.type.kind === 'missing') return;
  throw new UserError('syntax', 'comparisons cannot be chained', { span, hint: 'write a < b && b < c' });
}

const COMPARISONS: ReadonlySet<BinaryOperator> = new Set(['==', '!=', '<', '<=', '>', '>=', 'in']);

function bindConditional(expr: Extract<Expr, { kind: 'conditional' }>, context: BindContext): Term {
  const then = { term: bindTerm(expr.then, context), span: expr.then.span };
  const otherwise = { term: bindTerm(expr.otherwise, context), span: expr.otherwise.span };
  const test = truth(bindTerm(expr.test, context));
  return call('choose', [test, then.term, otherwise.term], unify([then.term.type, otherwise.term.type]));
}

function bindList({ items }: Extract<Expr, { kind: 'list' }>, context: BindContext): Term {
  const terms = items.map((item) => bindTerm(item, context));
  const constants = terms.flatMap((term) => (term.kind === 'constant' ? [term.value] : []));
  if (constants.length === terms.length) return constant(constants, listOf(unify(terms.map(({ type }) => type))));
  const unfit = terms.findIndex(({ type }) => NO_MEMBERS.has(type.kind));
  const misfit = terms[unfit];
  if (misfit === undefined) return call('make-list', terms, listOf(unify(terms.map(({ type }) => type))));
  throw new UserError('wrong-type', `${describe(misfit.type)} cannot be a member of a list`, {
    ...(items[unfit] !== undefined && { span: items[unfit].span }),
    hint: 'name a field of it',
  });
}

const NO_MEMBERS: ReadonlySet<Type['kind']> = new Set(['labels', 'label', 'sample']);

function bindObject({ entries }: Extract<Expr, { kind: 'object' }>, context: BindContext): Term {
  const pairs = entries.map(({ key, value }) => {
    const term = bindTerm(value, context);
    if (term.kind === 'constant' && key !== null) return [key, term.value] as const;
    throw new UserError('wrong-type', 'an object here holds names in quotes and plain values', {
      span: value.span,
      hint: 'write the condition itself',
    });
  });
  return constant(Object.fromEntries(pairs), DICT);
}
