import { truth } from '../bind/operators.ts';
import type { Lambda } from '../bind/lambda.ts';
import { call, type Placed, type Term } from '../term.ts';
import { ANY, listOf, type Type, unify } from '../type.ts';

/** Whether an operand is a list itself, rather than a member of one. */
export function isOwnList(term: Term): boolean {
  return term.type.kind === 'list';
}

/** One list of operands: those that are lists, and the others as members. */
export function joinedList(operands: readonly Placed[]): Term {
  const [first, another] = listsOf(operands);
  if (first !== undefined && another === undefined) return first;
  const lists = listsOf(operands);
  return call('concat-lists', lists, unify(lists.map(({ type }) => type)));
}

/** Operands as lists: each that is one, and one of all that are not. */
export function listsOf(operands: readonly Placed[]): readonly Term[] {
  const lists = operands.map(({ term }) => term).filter(isOwnList);
  const members = operands.map(({ term }) => term).filter((term) => !isOwnList(term));
  if (members.length === 0 && lists.length > 0) return lists;
  return [...lists, madeList(members)];
}

/** The list of the terms. */
export function madeList(terms: readonly Term[]): Term {
  return call('make-list', terms, listOf(unify(terms.map(({ type }) => type))));
}

/** What an expression makes of the members of a list, or those for which it holds. */
export function listFrom(
  operation: 'map' | 'filter',
  list: Term,
  lambda: Lambda,
  adjust: (condition: Term) => Term = (condition) => condition,
): Term {
  const { body, depth } = lambda.overMembers(list);
  const term = operation === 'filter' ? adjust(truth(body.term)) : body.term;
  const type: Type = operation === 'filter' ? list.type : listOf(term.type.kind === 'missing' ? ANY : term.type);
  return { kind: 'each', operation, list, body: term, initial: null, depth, type };
}
