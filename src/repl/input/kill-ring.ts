/** Killed texts, the latest first, and which of them was yanked last. */
export type KillRing = { readonly kills: readonly string[]; readonly yanked: number };

export const EMPTY_RING: KillRing = { kills: [], yanked: 0 };

const RING_LIMIT = 30;

/** How a kill joins the ring: as a new entry, or with the kill right before it, at its end or its beginning. */
export type KillMode = 'new' | 'append' | 'prepend';

/** The ring with a further kill. */
export function addKill(ring: KillRing, text: string, mode: KillMode): KillRing {
  const [latest, ...older] = ring.kills;
  if (mode === 'new' || latest === undefined) {
    return { kills: [text, ...ring.kills].slice(0, RING_LIMIT), yanked: 0 };
  }
  return { kills: [mode === 'append' ? latest + text : text + latest, ...older], yanked: 0 };
}

/** The text that a yank inserts now; undefined as long as nothing has been killed. */
export function currentKill(ring: KillRing): string | undefined {
  return ring.kills[ring.yanked];
}

/** Turns the ring to the next older kill, from the oldest back to the latest. */
export function rotated(ring: KillRing): KillRing {
  return ring.kills.length === 0 ? ring : { ...ring, yanked: (ring.yanked + 1) % ring.kills.length };
}
