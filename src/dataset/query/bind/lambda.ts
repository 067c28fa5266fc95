import type { Span } from '../../../diagnostics.ts';
import type { LabelField } from '../../model/schema.ts';
import type { Entry, Expr } from '../ast.ts';
import { elementOf, type Placed, type Term } from '../term.ts';
import type { Type } from '../type.ts';
import { type BindContext, lookingAtLabels, lookingAtValue } from './context.ts';

/** An expression that is bound once it is known what it looks at. */
export type Lambda = {
  readonly span: Span;
  /** Bound for each member of a list; with `total`, for a fold. `depth` is that of the `each` it belongs to. */
  readonly overMembers: (list: Term, total?: Type) => BoundLambda;
  /** Bound for each label of the receiver, in a fold. */
  readonly overLabels: (total: Type) => BoundLambda;
};

type BoundLambda = { readonly body: Placed; readonly depth: number };

/** A pair of an object whose key is a value or a condition; null is Python's `None`. */
export type Pair = {
  readonly keySpan: Span;
  /** The key as an expression of its own. */
  readonly key: Term;
  /** The key as a condition on a value, which `F()` is. */
  readonly keyOn: (value: Term) => Term;
  readonly value: Placed;
};

type LambdaContext = BindContext & { readonly receiver?: readonly LabelField[] };

/** FiftyOne's name for the total so far in `reduce`. */
const TOTAL = 'VALUE';

/** Puts off the binding of an expression. */
export function lambdaOf(expr: Expr, context: LambdaContext): Lambda {
  const depth = context.depth ?? 0;
  const bind = (inside: BindContext, total: Type | undefined): BoundLambda => {
    const names = total === undefined ? inside.names : withTotal(inside, depth, total);
    const scope = { ...inside, depth: depth + 1, ...(names !== undefined && { names }) };
    return { body: { term: scope.bindTerm(expr, scope), span: expr.span }, depth };
  };
  return {
    span: expr.span,
    overMembers: (list, total) => {
      const element: Term = { kind: 'element', of: 'member', depth, type: elementOf(list.type) };
      return bind(lookingAtValue(context, element), total);
    },
    overLabels: (total) => bind(lookingAtLabels(context, context.receiver ?? []), total),
  };
}

function withTotal({ names, focus }: BindContext, depth: number, total: Type): NonNullable<BindContext['names']> {
  const term: Term = { kind: 'element', of: 'total', depth, type: total };
  return new Map(names).set(TOTAL, { term, focus: { kind: 'value', term, around: focus } });
}

/** The pairs of an object, bound. */
export function pairsOf(entries: readonly Entry[], context: BindContext): readonly Pair[] {
  return entries.map(({ span, name, value }) => ({
    keySpan: span,
    get key() {
      return context.bindTerm(name, context);
    },
    keyOn: (of) => context.bindTerm(name, lookingAtValue(context, of)),
    value: { term: context.bindTerm(value, context), span: value.span },
  }));
}
