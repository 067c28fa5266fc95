import { quoteText } from '../../model/words.ts';
import { type ByKind, byKind } from '../by-kind.ts';
import { fieldTerm } from '../examples.ts';
import type { Constant, EachTerm, LabelProperty, LabelsTerm, LeavesTerm, Term } from '../term.ts';
import { callText, INFIX, type Writing } from './call-text.ts';

/** A term in the language's own spelling: for people to read, and to type. */
export function termText(term: Term): string {
  return byKind(TEXTS, term, undefined);
}

const TEXTS: ByKind<Term, undefined, string> = {
  constant: ({ value, type }) => (type.kind === 'date' ? `date(${constantText(value)})` : constantText(value)),
  members: ({ value }) => (value === null ? 'F()' : `F(${constantText(termText(value))})`),
  current: () => 'F()',
  element: ({ of }) => (of === 'member' ? 'F()' : 'VALUE'),
  each: eachText,
  field: ({ name }) => name.split('.').map(fieldTerm).join('.'),
  tags: () => 'tags',
  labels: labelsText,
  leaves: leavesText,
  property: ({ name }) => MEASURES[name] ?? name,
  attribute: ({ name }) => fieldTerm(name),
  path: ({ of, keys }) => [receiver(of), ...keys].join('.'),
  call: ({ operation, args }) => callText(operation, args, WRITING),
};

const WRITING: Writing = { text: termText, operand, receiver };

/** What of a label is asked for by functions. */
const MEASURES: Readonly<Partial<Record<LabelProperty, string>>> = {
  vertices: 'vertices()',
  area: 'area({ normalised: true })',
  pixel_area: 'area()',
  perimeter: 'perimeter({ normalised: true })',
  pixel_perimeter: 'perimeter()',
  bounding_box: 'bbox({ normalised: true })',
  pixel_bounding_box: 'bbox()',
};

function eachText({ operation, list, body, initial }: EachTerm): string {
  const start = initial === null || isZero(initial) ? '' : `, ${termText(initial)}`;
  return `${receiver(list)}.${operation === 'fold' ? 'reduce' : operation}(${termText(body)}${start})`;
}

function isZero(term: Term): boolean {
  return term.kind === 'constant' && term.value === 0;
}

function labelsText({ field, where }: LabelsTerm): string {
  const name = fieldTerm(field);
  return where === null ? name : `${name}.filter(${termText(where)})`;
}

/** A path where it is one: what is computed of each label, or of labels without it, is a `map`. */
function leavesText({ labels, value, mapped }: LeavesTerm): string {
  const isPath = mapped !== true && (value.kind !== 'property' || MEASURES[value.name] === undefined);
  return isPath ? `${labelsText(labels)}.${termText(value)}` : `${labelsText(labels)}.map(${termText(value)})`;
}

/** A constant as it would be typed. */
export function constantText(value: Constant): string {
  if (typeof value === 'string') return quoteText(value);
  if (Array.isArray(value)) return `[${value.map((member: Constant) => constantText(member)).join(', ')}]`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** In brackets where it is made of several. */
function operand(term: Term): string {
  return isJoined(term) ? `(${termText(term)})` : termText(term);
}

function isJoined(term: Term): boolean {
  return term.kind === 'call' && (INFIX.has(term.operation) || ['among', 'choose'].includes(term.operation));
}

/** What a method is called on: in brackets also where a sign stands before it, and numbers. */
function receiver(term: Term): string {
  const isSigned = term.kind === 'call' && ['not', 'negate'].includes(term.operation);
  const isNumber = term.kind === 'constant' && typeof term.value === 'number';
  return isSigned || isNumber || isJoined(term) ? `(${termText(term)})` : termText(term);
}
