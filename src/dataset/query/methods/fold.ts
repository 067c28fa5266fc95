import type { Lambda } from '../bind/lambda.ts';
import { constant, type EachTerm, type LabelsTerm, type Placed, type Term } from '../term.ts';
import { ANY, INT, type Type, unify } from '../type.ts';

type Bind = (total: Type) => ReturnType<Lambda['overMembers']>;

/** A `fold`: its total has the type of where it starts, or that of what it becomes where both can be one. */
export function folded(list: Term | LabelsTerm, initial: Placed | undefined, bind: Bind): EachTerm {
  const start = initial?.term ?? constant(0, INT);
  const first = bind(start.type);
  const type = unify([start.type, first.body.term.type]);
  const { body, depth } = sameType(type, start.type) ? first : bind(type);
  const settled = sameType(unify([type, body.term.type]), type) ? type : ANY;
  const final = settled === type ? body : bind(ANY).body;
  return { kind: 'each', operation: 'fold', list, body: final.term, initial: start, depth, type: settled };
}

function sameType(a: Type, b: Type): boolean {
  return a.kind === 'list' && b.kind === 'list' ? sameType(a.element, b.element) : a.kind === b.kind;
}
