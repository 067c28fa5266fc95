import type { Plan, Stage } from './plan.ts';
import type { Term } from './term.ts';

/** What a class becomes; null is a label without one. */
export type ClassExchange = (label: string | null) => string | null;

/**
 * What the stages of a view make of classes, by label field: where they do nothing else to labels, and say of each class what
 * becomes of it, as `mapLabels` does. Undefined where they do more.
 */
export function classExchanges({ stages }: Plan): ReadonlyMap<string, ClassExchange> | undefined {
  const exchanges = new Map<string, ClassExchange>();
  for (const stage of stages) {
    if (KEEPS_CLASSES.has(stage.kind)) continue;
    const next = stage.kind === 'set-label' ? exchangeOf(stage) : undefined;
    if (stage.kind !== 'set-label' || next === undefined) return undefined;
    const before = exchanges.get(stage.field);
    exchanges.set(stage.field, before === undefined ? next : (label) => next(before(label)));
  }
  return exchanges;
}

/** Stages that choose samples, or say something of classes. */
const KEEPS_CLASSES: ReadonlySet<Stage['kind']> = new Set([
  'keep-samples',
  'keep-places',
  'sort',
  'shuffle',
  'slice',
  'class-list',
  'expect-classes',
]);

function exchangeOf({ part, value }: Extract<Stage, { readonly kind: 'set-label' }>): ClassExchange | undefined {
  const isLookup = value.kind === 'call' && value.operation === 'lookup';
  if (part.kind !== 'property' || part.name !== 'label' || !isLookup) return undefined;
  const [of, otherwise, ...pairs] = value.args;
  if (!isClass(of) || !(isClass(otherwise) || isName(otherwise))) return undefined;
  const becomes = namesIn(pairs);
  if (becomes === undefined) return undefined;
  const rest = (label: string | null): string | null => (isName(otherwise) ? otherwise.value : label);
  return (label) => becomes.get(label) ?? (becomes.has(label) ? null : rest(label));
}

/** Of names that are there twice the first decides, as in SQL. */
function namesIn(pairs: readonly Term[]): ReadonlyMap<string | null, string | null> | undefined {
  const becomes = new Map<string | null, string | null>();
  for (let at = 0; at < pairs.length; at += 2) {
    const [from, to] = [pairs[at], pairs[at + 1]];
    if (!isName(from) || !isName(to)) return undefined;
    if (!becomes.has(from.value)) becomes.set(from.value, to.value);
  }
  return becomes;
}

function isClass(term: Term | undefined): boolean {
  return term?.kind === 'property' && term.name === 'label';
}

function isName(term: Term | undefined): term is Term & { readonly value: string | null } {
  return term?.kind === 'constant' && (term.value === null || typeof term.value === 'string');
}
