import type { Value } from '../dataset/query/answer.ts';
import { formatCount } from '../dataset/model/counted.ts';
import type { OutputOf, RenderOptions } from './render-options.ts';
import { formatValue } from './value.ts';

/**
 * One value. Whole numbers of five digits and more have thousands separators: shorter ones read as well without, and
 * a year is never torn. Other numbers are printed with all their digits.
 */
export function renderScalar({ value }: OutputOf<'scalar'>, options: RenderOptions): string {
  return `${scalarText(value, options)}\n`;
}

function scalarText(value: Value, options: RenderOptions): string {
  if (typeof value !== 'number') return formatValue(value, options);
  return Number.isInteger(value) && Math.abs(value) >= 10_000 ? formatCount(value) : String(value);
}
