import type { Ring } from '../model/label.ts';
import { isInsideRing, signedArea } from './rings.ts';

/** An outer ring with the holes that lie in it, all as coordinate lists. */
export type Nest = { readonly outer: readonly number[]; readonly holes: readonly (readonly number[])[] };

/** Rings sorted out; `strays` counts rings marked as holes that lie in no outer ring. */
export type Nests = { readonly nests: readonly Nest[]; readonly strays: number };

/**
 * Sorts out which ring is a hole of which. Where the source marks holes, these are the holes; otherwise the even-odd
 * rule decides: a ring that lies wholly in an odd number of others is a hole of the smallest of them, and one in an
 * even number an outer ring of its own. Outer rings keep their order.
 */
export function nestRings(rings: readonly Ring[]): Nests {
  const [only] = rings;
  if (rings.length === 1 && only?.hole === false) return { nests: [{ outer: only.xy, holes: [] }], strays: 0 };
  return rings.some(({ hole }) => hole) ? nestMarked(rings) : nestByDepth(rings.map(({ xy }) => xy));
}

function nestMarked(rings: readonly Ring[]): Nests {
  const outers = rings.filter(({ hole }) => !hole).map(({ xy }) => xy);
  const holes = rings.filter(({ hole }) => hole).map(({ xy }) => xy);
  return assign(outers, holes, (hole, outer) => shareInside(hole, outer) >= 0.5);
}

function nestByDepth(rings: readonly (readonly number[])[]): Nests {
  const outers: (readonly number[])[] = [];
  const holes: (readonly number[])[] = [];
  for (const ring of rings) {
    const depth = rings.filter((other) => other !== ring && liesIn(ring, other)).length;
    (depth % 2 === 1 ? holes : outers).push(ring);
  }
  return assign(outers, holes, liesIn);
}

type Test = (hole: readonly number[], outer: readonly number[]) => boolean;

/** Gives each hole to the smallest outer ring that it lies in. */
function assign(outers: readonly (readonly number[])[], holes: readonly (readonly number[])[], test: Test): Nests {
  const sizes = outers.map((outer) => Math.abs(signedArea(outer)));
  const taken = outers.map((): (readonly number[])[] => []);
  let strays = 0;
  for (const hole of holes) {
    let best = -1;
    outers.forEach((outer, i) => {
      const isSmaller = best < 0 || (sizes[i] ?? 0) < (sizes[best] ?? 0);
      if (isSmaller && test(hole, outer)) best = i;
    });
    if (best < 0) strays += 1;
    else taken[best]?.push(hole);
  }
  return { nests: outers.map((outer, i) => ({ outer, holes: taken[i] ?? [] })), strays };
}

/** Wholly inside, and smaller: of two rings on the same line at most one lies in the other. */
function liesIn(ring: readonly number[], other: readonly number[]): boolean {
  if (ring.length < 6 || Math.abs(signedArea(ring)) >= Math.abs(signedArea(other))) return false;
  return shareInside(ring, other) === 1;
}

function shareInside(ring: readonly number[], other: readonly number[]): number {
  const n = ring.length / 2;
  let inside = 0;
  for (let i = 0; i < n; i++) if (isInsideRing(ring[2 * i] ?? 0, ring[2 * i + 1] ?? 0, other)) inside += 1;
  return n === 0 ? 0 : inside / n;
}
