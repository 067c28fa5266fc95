import { type Span, UserError } from '../../../diagnostics.ts';
import type { BinaryOperator } from '../ast.ts';
import { call, constant, elementOf, not, type Operation, type Placed, type Term } from '../term.ts';
import { ANY, BOOL, DATE, describe, FLOAT, INT, isNumber, STRING, type Type } from '../type.ts';
import { isoDate } from './dates.ts';

/** The term as a condition: numbers hold unless zero, everything else unless missing, as FiftyOne has it. */
export function truth(term: Term): Term {
  const { kind } = term.type;
  if (kind === 'bool') return term;
  if (kind === 'missing') return constant(false, BOOL);
  if (isNumber(term.type) || kind === 'any') {
    return call('and', [exists(term), call('unequal', [term, constant(0, INT)], BOOL)], BOOL);
  }
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
  '+': (left, right, span) =>
    isText(left.term) || isText(right.term) ? joined(left, right) : arithmetic('add')(left, right, span),
  '-': arithmetic('subtract'),
  '*': arithmetic('multiply'),
  '/': arithmetic('divide'),
  '%': arithmetic('remainder'),
  '**': arithmetic('power'),
};

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
  const fitting = members.map((member) =>
    member.term.type.kind === 'missing' ? member.term : fit(value, member, span)[1],
  );
  const [narrowed] = members
    .filter(({ term }) => term.type.kind !== 'missing')
    .map((member) => fit(value, member, span)[0]);
  return call('among', [narrowed ?? value.term, ...fitting], BOOL);
}

/** True where the list holds the value. */
export function has(list: Placed, value: Placed, span: Span): Term {
  const element: Term = { ...list.term, type: elementOf(list.term.type) };
  const fitting =
    value.term.type.kind === 'missing' ? value.term : fit({ term: element, span: list.span }, value, span)[1];
  return call('has', [list.term, fitting], BOOL);
}

/** The members of a constant list, each with its own type. */
export function constantMembers(list: Term): readonly Term[] {
  if (list.kind !== 'constant' || !Array.isArray(list.value)) return [list];
  const values: readonly (null | boolean | number | string)[] = list.value.filter(
    (value) => typeof value !== 'object' || value === null,
  );
  return values.map(scalarConstant);
}

/** A constant with the type that its value shows. */
export function scalarConstant(value: null | boolean | number | string): Term {
  if (value === null) return constant(null, { kind: 'missing' });
  if (typeof value === 'boolean') return constant(value, BOOL);
  if (typeof value === 'string') return constant(value, STRING);
  return constant(value, Number.isInteger(value) ? INT : FLOAT);
}

/** Both terms, brought to a type in which they can be compared. */
function fit(left: Placed, right: Placed, span: Span): [Term, Term] {
  const [a, b] = [left.term, right.term];
  if (a.type.kind === 'date' && isText(b)) return [a, asDate(right)];
  if (b.type.kind === 'date' && isText(a)) return [asDate(left), b];
  if (a.type.kind === 'any' && b.type.kind !== 'any') return [narrowTo(a, b.type), b];
  if (b.type.kind === 'any' && a.type.kind !== 'any') return [a, narrowTo(b, a.type)];
  if (comparable(a.type, b.type)) return [a, b];
  throw mismatch(left, right, span);
}

function comparable(a: Type, b: Type): boolean {
  return a.kind === b.kind || (isNumber(a) && isNumber(b));
}

function mismatch(left: Placed, right: Placed, span: Span): UserError {
  const message = `${describe(left.term.type)} cannot be compared with ${describe(right.term.type)}`;
  const literal = [right, left].find(({ term }) => term.kind === 'constant');
  const place = literal?.span ?? span;
  const hint = mismatchHint(left.term, right.term);
  return new UserError('wrong-type', message, { span: place, ...(hint !== undefined && { hint }) });
}

function mismatchHint(left: Term, right: Term): string | undefined {
  const [labels] = [left, right].flatMap((term) => (term.kind === 'labels' ? [term] : []));
  if (labels !== undefined)
    return `count its labels, ${labels.field}.count(), or ask ${labels.field}.any(label == 'x')`;
  const [leaves] = [left, right].flatMap((term) => (term.kind === 'leaves' ? [term] : []));
  if (leaves !== undefined) {
    const condition = leaves.value.type.kind === 'list' ? "tags.contains('x')" : "label == 'x'";
    return `ask about each label: ${leaves.labels.field}.any(${condition})`;
  }
  if (left.type.kind === 'list' || right.type.kind === 'list') return 'use list.contains(value)';
  return [left, right].some(isQuotedNumber) ? 'leave the quotes out' : undefined;
}

function isQuotedNumber(term: Term): boolean {
  if (term.kind !== 'constant' || typeof term.value !== 'string') return false;
  return term.value.trim() !== '' && Number.isFinite(Number(term.value));
}

/** A term of unknown type where it has the type of what it is compared with, else missing. */
function narrowTo(term: Term, type: Type): Term {
  if (isNumber(type)) return call('as-number', [term], FLOAT);
  if (type.kind === 'string') return call('as-text', [term], STRING);
  if (type.kind === 'bool') return call('as-bool', [term], BOOL);
  if (type.kind === 'list') return call('as-list', [term], { kind: 'list', element: ANY });
  return { ...term, type };
}

function asDate({ term, span }: Placed): Term {
  if (term.kind !== 'constant') {
    throw new UserError('wrong-type', 'a date cannot be compared with text', {
      span,
      hint: "write the date: '2021-05-01'",
    });
  }
  const iso = typeof term.value === 'string' ? isoDate(term.value) : undefined;
  if (iso !== undefined) return constant(iso, DATE);
  throw new UserError('bad-argument', 'this is no date', {
    span,
    hint: "write '2021-05-01' or '2021-05-01T12:00:00Z'",
  });
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

function isText(term: Term): boolean {
  return term.type.kind === 'string';
}
