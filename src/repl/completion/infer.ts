import type { Expr } from '../../dataset/query/ast.ts';
import type { Focus as BindFocus } from '../../dataset/query/bind/context.ts';
import type { Catalog } from '../../dataset/query/catalog.ts';
import type { Term } from '../../dataset/query/term.ts';
import { verbNamed } from '../../dataset/query/verbs/index.ts';
import { boundTerm, boundTo, parsed } from './binding.ts';
import type { Knowledge } from './completion.ts';
import { pathNamed, type Place } from './place.ts';

/** What a chain yields: a view, on which verbs are chained; one sample of it, which has fields too; or a value. */
type Chained = 'view' | 'sample' | 'value';

/** What stands before the dot, undefined where it is part of an expression. */
export function chainBefore({ operand, chain, frames, catalog, knowledge }: Place): Chained | undefined {
  const [root] = chain;
  if (root === undefined || isField(root, frames.length > 0, catalog)) return undefined;
  const startsOne = knowledge.variables.has(root) || SOURCES.has(root);
  return startsOne ? (boundChain(operand, knowledge) ?? scannedChain(chain, knowledge)) : undefined;
}

const SOURCES: ReadonlySet<string> = new Set(['ds', 'dataset', 'open', 'fo']);

/** Inside a predicate a field hides a variable of the same name. */
function isField(name: string, isInside: boolean, catalog: Catalog | undefined): boolean {
  return isInside && catalog?.fields.some((field) => field.name === name) === true;
}

function boundChain(text: string, knowledge: Knowledge): Chained | undefined {
  const bound = boundTo(text, knowledge);
  if (bound === undefined || bound.kind === 'view') return bound?.kind;
  if (bound.kind !== 'aggregate' || bound.aggregation.kind !== 'samples') return 'value';
  return bound.aggregation.single ? 'sample' : 'view';
}

/** What does not bind may still be a chain of views: a mistake in it is no reason to offer nothing. */
function scannedChain([root = '', ...rest]: readonly string[], { variables }: Knowledge): Chained {
  const verbs = root === 'fo' ? rest.slice(1) : rest;
  const isView = variables.get(root)?.kind !== 'value' && verbs.every((name) => verbNamed(name)?.yields === 'view');
  return isView ? 'view' : 'value';
}

/** The term before the dot, as far as it binds: by the parser, or from its words alone where it is not loaded yet. */
export function termBefore(place: Place): Term | undefined {
  const { operand, chain, catalog, knowledge } = place;
  const expr = parsed(operand, knowledge) ?? exprOf(chain, operand);
  return expr && catalog && boundTerm(expr, { catalog, params: knowledge.params, focus: bindFocus(place) });
}

/** What `F()` is there. */
function bindFocus({ focus, looked, frames, catalog, knowledge }: Place): BindFocus {
  if (looked === 'group') return { kind: 'group' };
  const path = looked === 'own' ? pathNamed(frames) : undefined;
  const expr = path && exprOf(focus.kind === 'label' ? path.slice(-1) : path, '');
  const term = expr && catalog && boundTerm(expr, { catalog, params: knowledge.params, focus });
  return term === undefined ? focus : { kind: 'value', term, around: focus };
}

/** `a.b.c`, from its words. */
function exprOf(chain: readonly string[], operand: string): Expr | undefined {
  const [root, ...parts] = chain;
  if (root === undefined || /[^$\p{L}\p{N}_.\s]/u.test(operand)) return undefined;
  const span = { start: 0, end: 0 };
  return parts.reduce<Expr>((object, name) => ({ kind: 'member', object, name, nameSpan: span, span }), {
    kind: 'name',
    name: root,
    span,
  });
}
