import type { Answer, Value } from './answer.ts';

/** So far beyond the greatest value lies the last edge, so that the bins can all exclude their upper edge: FiftyOne's. */
export const MARGIN = 1e-6;

/** A table of bins: rows are lower edge, upper edge and count; `every` counts all values, also those in no bin. */
export function histogramTable(
  rows: readonly (readonly Value[])[],
  name: string,
  every: number,
): Extract<Answer, { readonly kind: 'table' }> {
  const total = rows.reduce((sum, [, , n]) => sum + Number(n), 0);
  return {
    kind: 'table',
    columns: [
      { name: 'lower', type: 'float' },
      { name: 'upper', type: 'float' },
      { name: 'count', type: 'int', role: 'count' },
    ],
    rows,
    total: rows.length,
    of: { what: name, total },
    other: every - total,
  };
}
