/** One function for each kind of a union, for the member of that kind. Forgetting one does not compile. */
export type ByKind<N extends { readonly kind: string }, C, R> = {
  readonly [K in N['kind']]: (node: Extract<N, { readonly kind: K }>, context: C) => R;
};

/** Applies the function that belongs to the node's kind. */
export function byKind<N extends { readonly kind: string }, C, R>(functions: ByKind<N, C, R>, node: N, context: C): R {
  // That the function of a kind takes the member of that kind is what `ByKind` says, for each kind but not for all at once.
  const apply = functions[node.kind as N['kind']] as unknown as (node: N, context: C) => R;
  return apply(node, context);
}
