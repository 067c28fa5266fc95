/** What becomes of a class that a taxonomy does not name: an error, it stays, its labels go, or it becomes a class. */
export type Rest = 'error' | 'keep' | 'drop' | { readonly to: string };

/** A map of classes: which become which, and which of the labels go. */
export type Taxonomy = {
  readonly name: string;
  readonly description: string | null;
  /** The classes that it yields, in the order of their numbers, from 0. */
  readonly classes: readonly string[];
  /** What each class that it names becomes; null where its labels go. */
  readonly map: ReadonlyMap<string, string | null>;
  readonly rest: Rest;
  /** How many classes it is said to have; null where that is not said. */
  readonly announced: number | null;
};

/** What a taxonomy does with a class. */
export type Fate =
  | { readonly kind: 'mapped' | 'by-default'; readonly to: string }
  | { readonly kind: 'kept'; readonly to: string | null }
  | { readonly kind: 'dropped' }
  | { readonly kind: 'unmapped' };

/** What becomes of the labels of a class; null is that of labels without one, which no taxonomy names. */
export function fateOf({ map, rest }: Taxonomy, name: string | null): Fate {
  const to = name === null ? undefined : map.get(name);
  if (to === null) return { kind: 'dropped' };
  if (to !== undefined) return { kind: 'mapped', to };
  if (rest === 'error') return { kind: 'unmapped' };
  if (rest === 'drop') return { kind: 'dropped' };
  return rest === 'keep' ? { kind: 'kept', to: name } : { kind: 'by-default', to: rest.to };
}

/** A taxonomy as its file has it: `taxonomyFrom` reads it back. */
export function plainTaxonomy({ name, description, classes, map, rest, announced }: Taxonomy): Record<string, unknown> {
  return {
    name,
    ...(description !== null && { description }),
    ...(announced !== null && { announced }),
    classes,
    map: Object.fromEntries(map),
    ...(typeof rest === 'object' ? { default: rest.to } : { unmapped: rest }),
  };
}
