/** The candidate most like `name`: without case first, then by edit distance up to a third of its length; else undefined. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) > limit || candidate.length > LONGEST) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance <= limit && (best === undefined || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate;
}

/** Texts that are longer are no names that somebody mistyped, and take too long to compare. */
const LONGEST = 1_000;

/** The first candidate of which a word begins like `name`, as far as `nearest` forgives; nothing for one or two characters. */
export function nearestPart(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length < 3) return undefined;
  for (const candidate of candidates) {
    const parts = [...candidate.matchAll(/[\p{L}\p{N}]+/gu)].map(({ index }) => candidate.slice(index));
    if (parts.some((part) => nearest(name, beginnings(part, name.length)) !== undefined)) return candidate;
  }
  return undefined;
}

/** The beginnings of a text that are about so long. */
function beginnings(text: string, length: number): readonly string[] {
  return [length, length + 1, length - 1].map((end) => text.slice(0, end));
}

/** Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours, in UTF-16 units. */
export function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Infinity;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const isSwapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          at(i - 1, j) + 1,
          at(i, j - 1) + 1,
          at(i - 1, j - 1) + cost,
          isSwapped ? at(i - 2, j - 2) + 1 : Infinity,
        ),
      );
    }
  }
  return at(a.length, b.length);
}
