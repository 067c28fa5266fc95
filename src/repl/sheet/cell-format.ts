import type { Value } from '../../dataset/query/answer.ts';
import { formatCount } from '../../dataset/model/counted.ts';
import { formatColumn, formatShare } from '../../render/numbers.ts';
import type { RenderOptions } from '../../render/render-options.ts';
import { formatMoment, formatValue } from '../../render/value.ts';
import type { SheetColumn, SheetSource } from './sheet-source.ts';

/** How the values of a column are written: numbers at its right edge, with the same number of decimals. */
export type CellFormat = {
  readonly role: SheetColumn['role'];
  readonly align: 'left' | 'right';
  /** Of numbers; null: as many as each has. */
  readonly decimals: number | null;
};

/** Formats that suit the first rows. */
export function cellFormats({ columns, first }: Pick<SheetSource, 'columns' | 'first'>): readonly CellFormat[] {
  return columns.map(({ type, role }, i) => {
    const values = first.map(({ cells }) => cells[i] ?? null);
    const numbers = values.filter((value) => typeof value === 'number');
    const isOfNumbers = numbers.length > 0 && values.every((value) => value === null || typeof value === 'number');
    const isNumeric = type === 'int' || type === 'float' || (type === 'mixed' && isOfNumbers);
    return { role, align: isNumeric ? 'right' : 'left', decimals: isNumeric ? decimalsOf(numbers) : null };
  });
}

/** As many as a printed table has, which may be none. */
function decimalsOf(numbers: readonly number[]): number | null {
  const written = formatColumn(numbers).filter((_, i) => Number.isFinite(numbers[i]));
  const decimals = written.map((text) =>
    /^-?\d+(?:\.(\d+))?$/u.test(text) ? (text.split('.')[1]?.length ?? 0) : null,
  );
  const [one = null] = decimals;
  return decimals.every((each) => each === one) ? one : null;
}

/** A value as it stands in its column. */
export function cellText(
  value: Value,
  { role, decimals }: Pick<CellFormat, 'role' | 'decimals'>,
  look: Pick<RenderOptions, 'unicode'>,
): string {
  if (role === 'moment') return formatMoment(value, look);
  if (typeof value !== 'number') return formatValue(value, look);
  if (role === 'count' || role === 'amount') return formatCount(value);
  if (role === 'share') return formatShare(value, 100);
  return decimals === null || isLost(value, decimals) ? formatValue(value, look) : value.toFixed(decimals);
}

/** Whether so many decimals would leave nothing of a number, or write it in another way. */
function isLost(value: number, decimals: number): boolean {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e15) return true;
  return value !== 0 && Math.abs(value) < 10 ** -decimals;
}
