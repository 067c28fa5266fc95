import { type Span, UserError } from '../../../diagnostics.ts';
import type { BinaryOperator } from '../ast.ts';
import { anyOf, call, constant, elementOf, not, type Operation, type Placed, type Term } from '../term.ts';
import { BOOL, DATE, describe, FLOAT, INT, isNumber, STRING, type Type } from '../type.ts';
import { constantMembers } from './constants.ts';
import { fit, isText, listIn } from './fit.ts';

/** The term as a condition: numbers hold unless zero, everything else unless missing, as FiftyOne has it. */
export function truth(term: Term): Term {
  const { kind } = term.type;
  if (kind === 'bool') return term;
  if (kind === 'missing') return constant(false, BOOL);
  if (isNumber(term.type)) return call('unequal', [term, constant(0, INT)], BOOL);
  if (kind === 'any') return call('to-bool', [term], BOOL);
  return exists(term);
}

/** True where the term has a value. */
export function exists(term: Term): Term {
  return call('exists', [term], BOOL);
}

/** True where the term has no value. */
export function missing(term: Term): Term {
  return call('missing', [term], BOOL);
}

/**
 * What an operator makes of two terms whose types fit it.
 * @throws UserError `wrong-type`, pointing at `span` or at the operand that does not fit
 */
export function applyOperator(operator: BinaryOperator, left: Placed, right: Placed, span: Span): Term {
  return OPERATORS[operator](left, right, span);
}

type Apply = (left: Placed, right: Placed, span: Span) => Term;

const OPERATORS: Readonly<Record<BinaryOperator, Apply>> = {
  '&&': (left, right) => call('and', [truth(left.term), truth(right.term)], BOOL),
  '||': (left, right) => call('or', [truth(left.term), truth(right.term)], BOOL),
  '==': equality,
  '!=': (left, right, span) => not(equality(left, right, span)),
  '<': ordered('less'),
  '<=': ordered('at-most'),
  '>': ordered('more'),
  '>=': ordered('at-least'),
  in: membership,
  '+': plus,
  '-': minus,
  '*': arithmetic('multiply'),
  '/': arithmetic('divide'),
  '%': arithmetic('remainder'),
  '**': arithmetic('power'),
};

function plus(left: Placed, right: Placed, span: Span): Term {
  if (isText(left.term) || isText(right.term)) return joined(left, right);
  if (isDate(left.term)) return call('later', [left.term, numberOf(right)], DATE);
  if (isDate(right.term)) return call('later', [right.term, numberOf(left)], DATE);
  const list = [left, right].find(({ term }) => term.type.kind === 'list');
  if (list === undefined) return arithmetic('add')(left, right, span);
  throw new UserError('wrong-type', '+ adds numbers, joins text and moves dates; this is a list', {
    span: list.span,
    hint: 'use list.extend(other) to join lists, list.map(F() + 1) to add to each member',
  });
}

/** Of two dates the milliseconds between them; a date less a number is so many milliseconds earlier. */
function minus(left: Placed, right: Placed, span: Span): Term {
  if (!isDate(left.term)) return arithmetic('subtract')(left, right, span);
  if (isDate(right.term)) return call('milliseconds-between', [left.term, right.term], INT);
  return call('later', [left.term, call('negate', [numberOf(right)], FLOAT)], DATE);
}

function isDate(term: Term): boolean {
  return term.type.kind === 'date';
}

function equality(left: Placed, right: Placed, span: Span): Term {
  if (right.term.type.kind === 'missing') return missing(left.term);
  if (left.term.type.kind === 'missing') return missing(right.term);
  return call('equal', fit(left, right, span), BOOL);
}

/** A missing operand never satisfies an ordered comparison, so one with `None` never holds. */
function ordered(operation: Operation): Apply {
  return (left, right, span) => compareOrdered(operation, left, right, span);
}

function compareOrdered(operation: Operation, left: Placed, right: Placed, span: Span): Term {
  if (left.term.type.kind === 'missing' || right.term.type.kind === 'missing') return constant(false, BOOL);
  const terms = fit(left, right, span);
  const unordered = terms.find(({ type }) => type.kind === 'list' || type.kind === 'dict' || type.kind === 'labels');
  if (unordered !== undefined) {
    throw new UserError('wrong-type', `${describe(unordered.type)} has no order`, { span, hint: orderHint(unordered) });
  }
  return call(operation, terms, BOOL);
}

function orderHint(term: Term): string {
  return term.kind === 'labels' ? 'compare its count(): field.count() > 3' : 'compare its length()';
}

function membership(left: Placed, right: Placed, span: Span): Term {
  const { term: list } = right;
  if (list.kind === 'constant' && Array.isArray(list.value)) {
    return among(
      left,
      constantMembers(list).map((term) => ({ term, span: right.span })),
      span,
    );
  }
  if (isText(list) && isText(left.term) && list.kind !== 'constant') return call('has-text', [list, left.term], BOOL);
  if (list.type.kind === 'any') return has({ term: listIn(list), span: right.span }, left, span);
  if (list.type.kind !== 'list') {
    throw new UserError('wrong-type', `in needs a list, this is ${describe(list.type)}`, {
      span: right.span,
      hint: isText(list) ? 'use text.contains(part)' : "write value in ['a', 'b']",
    });
  }
  return has(right, left, span);
}

/** True where the value is one of the members; `None` among them stands for a missing value. */
export function among(value: Placed, members: readonly Placed[], span: Span): Term {
  const simple = members.every(({ term }) => term.kind === 'constant' && !isNested(term.type));
  if (!simple || isNested(value.term.type)) return amongTerms(value, members, span);
  const fitting = members.map((member) =>
    member.term.type.kind === 'missing' ? member.term : fit(value, member, span)[1],
  );
  const kinds = new Set(fitting.map(({ type }) => (isNumber(type) ? 'float' : type.kind)));
  kinds.delete('missing');
  if (value.term.type.kind === 'any' && kinds.size > 1) return amongTerms(value, members, span);
  const [narrowed] = members
    .filter(({ term }) => term.type.kind !== 'missing')
    .map((member) => fit(value, member, span)[0]);
  return call('among', [narrowed ?? value.term, ...fitting], BOOL);
}

/** Members of several types or that are computed: each is compared. One that can never be equal is no mistake here. */
function amongTerms(value: Placed, members: readonly Placed[], span: Span): Term {
  return anyOf(
    members.flatMap((member) => {
      const never = isNested(value.term.type) !== isNested(member.term.type) && !isUnknown(value.term, member.term);
      return never ? [] : [equality(value, member, span)];
    }),
  );
}

function isUnknown(...terms: readonly Term[]): boolean {
  return terms.some(({ type }) => type.kind === 'any' || type.kind === 'missing');
}

function isNested({ kind }: Type): boolean {
  return kind === 'list' || kind === 'dict';
}

/** True where the list holds the value. */
export function has(list: Placed, value: Placed, span: Span): Term {
  if (value.term.type.kind === 'missing') return call('has', [list.term, value.term], BOOL);
  const element: Placed = { term: { ...list.term, type: elementOf(list.term.type) }, span: list.span };
  return call('has', [list.term, fit(element, value, span)[1]], BOOL);
}

function arithmetic(operation: Operation): Apply {
  return (left, right) => {
    const terms = [numberOf(left), numberOf(right)];
    const whole = operation !== 'divide' && operation !== 'power' && terms.every(({ type }) => type.kind === 'int');
    return call(operation, terms, whole ? INT : FLOAT);
  };
}

/**
 * The term as a number.
 * @throws UserError `wrong-type`
 */
export function numberOf({ term, span }: Placed): Term {
  if (isNumber(term.type)) return term;
  if (term.type.kind === 'any') return call('as-number', [term], FLOAT);
  if (term.type.kind === 'missing') return { ...term, type: FLOAT };
  throw new UserError('wrong-type', `a number is needed, this is ${describe(term.type)}`, { span });
}

/**
 * The term as text.
 * @throws UserError `wrong-type`
 */
export function textOf({ term, span }: Placed): Term {
  if (isText(term)) return term;
  if (term.type.kind === 'any') return call('as-text', [term], STRING);
  throw new UserError('wrong-type', `text is needed, this is ${describe(term.type)}`, {
    span,
    ...(isNumber(term.type) && { hint: 'use toString() to have it as text' }),
  });
}

function joined(left: Placed, right: Placed): Term {
  return call('join-text', [textOf(left), textOf(right)], STRING);
}
