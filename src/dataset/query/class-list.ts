import { compareBinary } from '../model/class-map.ts';
import type { ValueCount } from './catalog.ts';
import type { ClassList, Plan, Stage } from './plan.ts';
import type { Term } from './term.ts';

/** The class list that the last stage to name the classes of a field gives it; undefined where none does. */
export function classListOf({ stages }: Plan, field: string): ClassList | undefined {
  let list: ClassList | undefined;
  for (const stage of stages) {
    if (stage.kind === 'class-list' && stage.field === field) {
      const { taxonomy, names, isOpen } = stage;
      list = { taxonomy, names, isOpen };
    }
    if (stage.kind === 'set-label' && stage.field === field && isClass(stage.part)) list = undefined;
    if (stage.kind === 'concat' && !isSame(list, classListOf(stage.plan, field))) list = undefined;
  }
  return list;
}

/** What is known of the classes of a field. */
export type KnownClasses = {
  /** Its class list; undefined for none. */
  readonly stored: readonly string[] | undefined;
  /** The classes of its labels as they are stored. */
  readonly before: ReadonlySet<string>;
  /** The classes of its labels once the view is stored. */
  readonly occurring: ReadonlySet<string>;
};

/** The classes that are counted, without labels that have none. */
export function namesIn(counts: readonly ValueCount[] | undefined): ReadonlySet<string> {
  return new Set(counts?.flatMap(({ value }) => (value === null ? [] : [String(value)])));
}

/** Whether stages of a view say anything of the classes of a field. */
export function namesClasses({ stages }: Plan, field: string): boolean {
  return stages.some((stage) => {
    if (stage.kind === 'concat') return namesClasses(stage.plan, field);
    if (stage.kind === 'set-label') return stage.field === field && isClass(stage.part);
    return stage.kind === 'class-list' && stage.field === field;
  });
}

/**
 * The class list of a field once what a view shows of it is stored: that of the last taxonomy, in its order; of classes that
 * were renamed the new names, each in the place of the old one, which stays where labels still have it. What occurs besides comes
 * behind; but for a taxonomy only what did not occur before: a class that nobody listed is not listed by a stage that is about
 * others. Undefined where there is no list.
 */
export function classesAfter(plan: Plan, field: string, known: KnownClasses): readonly string[] | undefined {
  if (!namesClasses(plan, field)) return known.stored;
  const named = namedBy(plan, field, known);
  if (named === undefined) return undefined;
  const was = (known.stored ?? []).filter((name) => known.occurring.has(name));
  const others = [...known.occurring].filter(
    (name) => classListOf(plan, field) !== undefined || !known.before.has(name),
  );
  return [...new Set([...named, ...was, ...others.toSorted(compareBinary)])];
}

function namedBy({ stages }: Plan, field: string, known: KnownClasses): readonly string[] | undefined {
  return stages.reduce((list: readonly string[] | undefined, stage) => {
    if (stage.kind === 'class-list') return stage.field === field ? stage.names : list;
    if (stage.kind === 'concat') return joined(list, namedBy(stage.plan, field, known));
    return list === undefined || stage.kind !== 'set-label' || stage.field !== field
      ? list
      : renamed(list, stage, known.occurring);
  }, known.stored);
}

function joined(first: readonly string[] | undefined, second: readonly string[] | undefined) {
  return first === undefined ? second : [...new Set([...first, ...(second ?? [])])];
}

function renamed(
  list: readonly string[],
  { part, value }: Extract<Stage, { readonly kind: 'set-label' }>,
  occurring: ReadonlySet<string>,
): readonly string[] {
  if (!isClass(part)) return list;
  const names = newNames(value);
  const stays = (name: string): boolean => occurring.has(name) || !names.has(name);
  const inPlace = list.map((name) => (stays(name) ? name : (names.get(name) ?? null)));
  const behind = list.filter(stays).map((name) => names.get(name) ?? null);
  return [...new Set([...inPlace, ...behind].filter((name) => name !== null))];
}

/** Classes with what they become, null for none, where they are exchanged one by one. */
function newNames(value: Term): ReadonlyMap<string, string | null> {
  const names = new Map<string, string | null>();
  if (value.kind !== 'call' || value.operation !== 'lookup') return names;
  for (let at = 2; at < value.args.length; at += 2) {
    const [from, to] = [value.args[at], value.args[at + 1]];
    if (from?.kind !== 'constant' || to?.kind !== 'constant' || typeof from.value !== 'string') continue;
    names.set(from.value, typeof to.value === 'string' ? to.value : null);
  }
  return names;
}

function isClass(part: { readonly kind: string; readonly name?: string }): boolean {
  return part.kind === 'property' && part.name === 'label';
}

function isSame(one: ClassList | undefined, other: ClassList | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
