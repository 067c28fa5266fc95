import { type Span, UserError } from '../../../diagnostics.ts';
import { call, constant, type Placed, type Term } from '../term.ts';
import { ANY, BOOL, DATE, describe, DICT, FLOAT, isNumber, listOf, STRING, type Type } from '../type.ts';
import { isoDate } from './dates.ts';

/** True for text. */
export function isText(term: Term): boolean {
  return term.type.kind === 'string';
}

/** Both terms, brought to a type in which they can be compared. */
export function fit(left: Placed, right: Placed, span: Span): [Term, Term] {
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

/**
 * A term of unknown type where it has the type that a field keeps, else missing; text is a date where it is written as one. Any
 * other term as it is.
 */
export function keptAs(term: Term, type: Type): Term {
  if (term.type.kind !== 'any') return term;
  if (type.kind === 'date') return call('to-date', [call('as-text', [term], STRING)], DATE);
  return type.kind === 'dict' ? call('as-dict', [term], DICT) : narrowTo(term, type);
}

/** A term of unknown type where it has the type of what it is compared with, else missing. */
function narrowTo(term: Term, type: Type): Term {
  if (isNumber(type)) return call('as-number', [term], FLOAT);
  if (type.kind === 'string') return call('as-text', [term], STRING);
  if (type.kind === 'bool') return call('as-bool', [term], BOOL);
  if (type.kind === 'list') return listIn(term);
  // Dates of unknown fields are text in JSON; objects are compared as JSON.
  return type.kind === 'date' ? call('as-text', [term], DATE) : term;
}

/** A term of unknown type where it is a list, else missing. */
export function listIn(term: Term): Term {
  return call('as-list', [term], listOf(ANY));
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
