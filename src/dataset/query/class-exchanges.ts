import type { Plan, Stage } from './plan.ts';
import type { Operation, Term } from './term.ts';

/** What a class becomes: another, or the same; null is no class. Undefined where its labels are left out. */
export type ClassExchange = (label: string | null) => string | null | undefined;

/**
 * What the stages of a view make of classes, by label field: where they do nothing else to labels, and say of each class what
 * becomes of it, as `mapLabels`, `taxonomy` and `filterLabels(field, label != 'Empty')` do. Undefined where they do more.
 */
export function classExchanges({ stages }: Plan): ReadonlyMap<string, ClassExchange> | undefined {
  const exchanges = new Map<string, ClassExchange>();
  for (const stage of stages) {
    if (KEEPS_CLASSES.has(stage.kind)) continue;
    if (stage.kind !== 'set-label' && stage.kind !== 'keep-labels') return undefined;
    const next = stage.kind === 'set-label' ? exchangeOf(stage) : choiceOf(stage.where);
    if (next === undefined) return undefined;
    exchanges.set(stage.field, joined(exchanges.get(stage.field), next));
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

function joined(first: ClassExchange | undefined, then: ClassExchange): ClassExchange {
  if (first === undefined) return then;
  return (label) => {
    const between = first(label);
    return between === undefined ? undefined : then(between);
  };
}

function exchangeOf({ part, value }: Extract<Stage, { readonly kind: 'set-label' }>): ClassExchange | undefined {
  const isLookup = value.kind === 'call' && value.operation === 'lookup';
  if (part.kind !== 'property' || part.name !== 'label' || !isLookup) return undefined;
  const [of, otherwise, ...pairs] = value.args;
  if (!isClass(of) || !(isClass(otherwise) || isName(otherwise))) return undefined;
  const becomes = namesIn(pairs);
  if (becomes === undefined) return undefined;
  return (label) => {
    const name = becomes.get(label);
    if (name !== undefined) return name;
    return isName(otherwise) ? otherwise.value : label;
  };
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

/** Labels of the classes for which the condition holds stay. */
function choiceOf(where: Term): ClassExchange | undefined {
  const holds = classCondition(where);
  return holds && ((label) => (holds(label) ? label : undefined));
}

type ClassCondition = (label: string | null) => boolean;

/** A condition that looks at the class alone, with SQL's answers where there is none; undefined for any other. */
function classCondition(term: Term): ClassCondition | undefined {
  if (term.kind !== 'call') return undefined;
  const [of, ...names] = term.args;
  if (term.operation === 'not') {
    const denied = of === undefined ? undefined : classCondition(of);
    return denied && ((label) => !denied(label));
  }
  return isClass(of) && names.every(isName) ? comparison(term.operation, names) : undefined;
}

function comparison(
  operation: Operation,
  names: readonly { readonly value: string | null }[],
): ClassCondition | undefined {
  const named = new Set(names.map(({ value }) => value));
  if (operation === 'among') return (label) => named.has(label);
  if (named.has(null)) return undefined;
  if (operation === 'equal') return (label) => named.has(label);
  if (operation === 'unequal') return (label) => label !== null && !named.has(label);
  return undefined;
}

function isClass(term: Term | undefined): boolean {
  return term?.kind === 'property' && term.name === 'label';
}

function isName(term: Term | undefined): term is Term & { readonly value: string | null } {
  return term?.kind === 'constant' && (term.value === null || typeof term.value === 'string');
}
