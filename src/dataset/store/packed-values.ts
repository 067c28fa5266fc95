/** Values, each once, as places where they are found: 12 bytes each, and 8 more where they are in lists or branches. */
export type PackedValues = {
  /** `sample.id`. */
  readonly ids: Float64Array;
  /** How often each occurs, and the sum of that. */
  readonly counts: Uint32Array;
  readonly all: number;
  /** The branch and the place in a list of each, which tell apart what is of one sample; null where all are 0. */
  readonly within: Uint32Array | null;
};

/** What values are put in order by: how often they occur, then themselves, missing last; or one of both, missing first. */
export type ValueSort = { readonly by: 'frequency' } | { readonly by: 'value' | 'count'; readonly descending: boolean };

/**
 * Which value stands at each place in another order than their own; null where that is the same. `missing`: the first of them is
 * a missing one.
 */
export function sortValues(
  { counts }: Pick<PackedValues, 'counts'>,
  missing: boolean,
  sort: ValueSort,
): Uint32Array | null {
  const { length } = counts;
  if (sort.by === 'value') return sort.descending ? new Uint32Array(length).map((_, i) => length - 1 - i) : null;
  const order = byCount(counts, sort.by === 'frequency' || sort.descending);
  if (sort.by === 'frequency' && missing) {
    const at = order.indexOf(0);
    order.copyWithin(at, at + 1);
    order[length - 1] = 0;
  }
  return order;
}

/** What has the same count stays in its order. There are few different counts. */
function byCount(counts: Uint32Array, descending: boolean): Uint32Array {
  const sizes = new Map<number, number>();
  for (const n of counts) sizes.set(n, (sizes.get(n) ?? 0) + 1);
  const next = new Map<number, number>();
  let start = 0;
  for (const n of [...sizes.keys()].toSorted((a, b) => (descending ? b - a : a - b))) {
    next.set(n, start);
    start += sizes.get(n) ?? 0;
  }
  const order = new Uint32Array(counts.length);
  counts.forEach((n, i) => {
    const at = next.get(n) ?? 0;
    order[at] = i;
    next.set(n, at + 1);
  });
  return order;
}

const [SPACE, STAR, ZERO] = [32, 42, 48] as const;

/** Reads what `compileValueOrder` writes: `id`, `id,branch,member`, with `*count` where that is not 1. */
export function parseValueOrder(given: unknown): PackedValues {
  const text = typeof given === 'string' ? given : '';
  const length = countOf(text, SPACE, text === '' ? 0 : 1);
  const ids = new Float64Array(length);
  const counts = new Uint32Array(length).fill(1);
  const within = text.includes(',') ? new Uint32Array(2 * length) : null;
  let [at, part, number] = [0, 0, 0];
  const put = (): void => {
    if (part === 0) ids[at] = number;
    else if (part === COUNT) counts[at] = number;
    else if (within !== null) within[2 * at + part - 1] = number;
    number = 0;
  };
  const end = (mark: number): void => {
    put();
    if (mark === SPACE) at += 1;
    part = mark === SPACE ? 0 : mark === STAR ? COUNT : part + 1;
  };
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < ZERO) end(code);
    else number = number * 10 + (code - ZERO);
  }
  if (length > 0) put();
  return { ids, counts, within, all: counts.reduce((sum, n) => sum + n, 0) };
}

/** The number behind `*`; those behind a comma are 1 and 2. */
const COUNT = 3;

function countOf(text: string, wanted: number, start: number): number {
  let count = start;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) === wanted) count += 1;
  return count;
}
