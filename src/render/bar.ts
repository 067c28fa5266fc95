import type { RenderOptions } from './render-options.ts';

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/**
 * A bar of at most `width` cells for `n` of `largest`, in eighths of a cell; `#` where only ASCII can be shown.
 * Something that is not nothing has at least the thinnest bar.
 */
export function bar(n: number, largest: number, width: number, { unicode }: Pick<RenderOptions, 'unicode'>): string {
  if (!(n > 0) || !(largest > 0)) return '';
  const share = Math.min(1, n / largest) * width;
  if (!unicode) return '#'.repeat(Math.max(1, Math.floor(share)));
  const eighths = Math.max(1, Math.floor(share * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}

/**
 * The cells that bars may take: as many as are good in a terminal of 80 columns, and more in a wider one, up to twice as many:
 * beyond that ends of bars are far from what they stand for.
 */
export function widestBar(at80: number, { columns }: Pick<RenderOptions, 'columns'>): number {
  return Math.floor(at80 * Math.min(2, Math.max(1, columns / 80)));
}
