import type { Value } from '../../dataset/query/answer.ts';
import { wrapWords } from '../cells.ts';
import { paint } from '../paint.ts';
import type { OutputOf, RenderOptions } from '../render-options.ts';
import { rowsNote } from '../table.ts';
import { sanitize } from '../sanitize.ts';
import { formatValue } from '../value.ts';

/** Counts of combinations: a row for each first value, a number for each second one. */
export type Counts = {
  /** Names of the fields. */
  readonly names: readonly [string, string];
  readonly series: readonly string[];
  readonly rows: readonly { readonly name: string; readonly counts: readonly number[]; readonly all: number }[];
  /** Rows and series that are not among them, for want of room. */
  readonly left: { readonly rows: number; readonly series: number };
};

/** How many rows and series there is room for. */
export type Room = { readonly rows: number; readonly series: number };

/**
 * Reads rows of two values and a count. Rows come in the order of `order`: as they are, or by descending sum. Of series that are too
 * many, the smallest are put together as `rest`.
 */
export function countsOf(
  { columns, rows }: OutputOf<'table'>,
  room: Room,
  order: 'as they are' | 'by sum',
  options: RenderOptions,
): Counts {
  const text = (value: Value | undefined): string => formatValue(value, options);
  const names = [sanitize(columns[0]?.name ?? ''), sanitize(columns[1]?.name ?? '')] as const;
  const first = [...new Set(rows.map(([a]) => text(a)))];
  const sums = new Map<string, number>();
  const cells = new Map<string, Map<string, number>>(first.map((name) => [name, new Map()]));
  for (const [a, b, count] of rows) {
    const n = Number(count);
    cells.get(text(a))?.set(text(b), n);
    sums.set(text(b), (sums.get(text(b)) ?? 0) + n);
  }
  const { series, others } = seriesOf(sums, second(rows, text), room.series);
  const all = first.map((name) => {
    const own = cells.get(name) ?? new Map<string, number>();
    const rest = others.reduce((sum, other) => sum + (own.get(other) ?? 0), 0);
    const counts = [...series.map((one) => own.get(one) ?? 0), ...(others.length > 0 ? [rest] : [])];
    return { name, counts, all: counts.reduce((sum, n) => sum + n, 0) };
  });
  const sorted = order === 'by sum' ? all.toSorted((a, b) => b.all - a.all) : all;
  return {
    names,
    series: [...series, ...(others.length > 0 ? [REST] : [])],
    rows: sorted.slice(0, room.rows),
    left: { rows: Math.max(0, all.length - room.rows), series: others.length },
  };
}

const REST = 'rest';

/** The second values, ascending, a missing one last. */
function second(rows: OutputOf<'table'>['rows'], text: (value: Value | undefined) => string): string[] {
  const values = new Map(rows.map(([, b]) => [text(b), b ?? null]));
  return [...values]
    .toSorted(([nameA, a], [nameB, b]) => {
      if (a === null || b === null) return Number(a === null) - Number(b === null);
      if (typeof a === 'number' && typeof b === 'number') return a - b;
      return nameA < nameB ? -1 : 1;
    })
    .map(([name]) => name);
}

function seriesOf(
  sums: ReadonlyMap<string, number>,
  names: readonly string[],
  most: number,
): { readonly series: readonly string[]; readonly others: readonly string[] } {
  if (names.length <= most) return { series: names, others: [] };
  const bySum = names.toSorted((a, b) => (sums.get(b) ?? 0) - (sums.get(a) ?? 0));
  const kept = new Set(bySum.slice(0, most - 1));
  return { series: names.filter((name) => kept.has(name)), others: bySum.slice(most - 1) };
}

/** How many rows there are, of what, and what was put together for want of room. */
export function countsNote({ rows, left, names }: Counts, { of }: OutputOf<'table'>, options: RenderOptions): string {
  const note = rowsNote(rows.length, { total: rows.length + left.rows, ...(of && { of }) });
  const rest = `${String(left.series)} values of ${names[1]} put together as ${REST}`;
  const lines = wrapWords(left.series === 0 ? note : `${note}, ${rest}`, options.columns);
  return lines.map((line) => paint(line, 'dim', options)).join('\n');
}
