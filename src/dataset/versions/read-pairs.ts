import type { LabelComparison, SampleRow, SampleRows } from '../dataset.ts';
import type { PackedSample } from '../model/packed-sample.ts';
import type { Plan } from '../query/plan.ts';

/** A view, and where its samples are read from. */
export type PairSide = { readonly plan: Plan; readonly rows: SampleRows };

/** The same sample on two sides. */
export type RowPair = readonly [SampleRow, SampleRow];

/**
 * Reads samples that are on two sides; the answer has those of either by their rows. With a comparison of the files of both,
 * which the views must show as they are stored, labels that pair up and are the same are left out on both sides: to whoever
 * compares lists label by label that makes no difference, and most labels are not read.
 */
export async function readPairs(
  [first, second]: readonly [PairSide, PairSide],
  pairs: readonly RowPair[],
  comparison: LabelComparison | undefined,
): Promise<readonly [ReadonlyMap<number, PackedSample>, ReadonlyMap<number, PackedSample>]> {
  const differing = comparison?.differing(pairs.map(([a, b]) => [a.row, b.row]));
  const wanted = pairs.map(([a, b]) => ({ rows: [a, b], labels: differing?.get(a.row) }) as const);
  return [
    await readSide(
      first,
      wanted.map(({ rows, labels }) => ({ at: rows[0], labels: labels?.[0] })),
    ),
    await readSide(
      second,
      wanted.map(({ rows, labels }) => ({ at: rows[1], labels: labels?.[1] })),
    ),
  ];
}

/** A sample, and which of its labels are wanted; undefined: all. */
type Wanted = { readonly at: SampleRow; readonly labels: PackedSample['labels'] | undefined };

async function readSide(
  { plan, rows }: PairSide,
  wanted: readonly Wanted[],
): Promise<ReadonlyMap<number, PackedSample>> {
  const [narrow, whole] = [wanted.filter(isNarrow), wanted.filter((each) => !isNarrow(each))];
  const bare = await rows.withoutLabels(
    plan,
    narrow.map(({ at }) => at),
  );
  const samples = new Map(
    await rows.samples(
      plan,
      whole.map(({ at }) => at),
    ),
  );
  for (const { at, labels } of narrow) {
    const sample = bare.get(at.row);
    if (sample !== undefined) samples.set(at.row, { ...sample, labels: { ...sample.labels, ...labels } });
  }
  return samples;
}

function isNarrow({ labels }: Wanted): boolean {
  return labels !== undefined;
}
