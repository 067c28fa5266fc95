import { allOf, call, constant, type LabelsTerm, type Operation, type Term } from '../term.ts';
import { BOOL, INT } from '../type.ts';

/** The labels of the term between two places, found by how many lie before or behind each: for any bounds, also of a slice. */
export function rankedBetween(labels: LabelsTerm, from: number, to: number | null): LabelsTerm {
  const start = compare(from < 0 ? 'at-most' : 'at-least', from, labels);
  const end = to === null ? [] : [compare(to < 0 ? 'more' : 'less', to, labels)];
  return { ...labels, each: true, where: allOf([...whereOf(labels), start, ...end]) };
}

/** The label of the term at a place, found in the same way. */
export function rankedAt(labels: LabelsTerm, place: number): LabelsTerm {
  return {
    ...labels,
    each: true,
    single: true,
    where: allOf([...whereOf(labels), compare('equal', place, labels)]),
  };
}

function whereOf({ where }: LabelsTerm): readonly Term[] {
  return where === null ? [] : [where];
}

/** Compares the labels between one and the end from which the place is counted with those that the place says. */
function compare(operation: Operation, place: number, labels: LabelsTerm): Term {
  const side = place < 0 ? 'labels-after' : 'labels-before';
  const distance = place < 0 ? -place - 1 : place;
  return call(operation, [call(side, [labels], INT), constant(distance, INT)], BOOL);
}
