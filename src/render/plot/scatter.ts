import type { Bounds, Plot } from '../../output.ts';
import { formatCount } from '../../dataset/model/counted.ts';
import { formatColumn } from '../numbers.ts';
import { paint } from '../paint.ts';
import type { RenderOptions } from '../render-options.ts';
import { sanitize } from '../sanitize.ts';
import { type Axis, framed, plotSize } from './axes.ts';
import { createCanvas } from './canvas.ts';

/** A dot for each bin of two numbers in which a value lies. */
export function renderScatter(plot: Plot, options: RenderOptions): string {
  const { table, bounds = NOWHERE } = plot;
  const [x, y] = table.columns.map(({ name }) => name);
  const yAxis = axisOf(y ?? '', bounds.y);
  const size = plotSize(yAxis.ticks, options);
  const canvas = createCanvas(size.columns, size.rows, options.unicode);
  const [across, up] = [size.columns * 2, size.rows * 4];
  for (const [a, b] of table.rows) {
    if (typeof a !== 'number' || typeof b !== 'number') continue;
    canvas.set(place(a, bounds.x, across), up - 1 - place(b, bounds.y, up));
  }
  const lines = framed(canvas.rows(), axisOf(x ?? '', bounds.x), yAxis, options);
  return [...lines, paint(noteOf(table), 'dim', options), ''].join('\n');
}

const NOWHERE = { x: [0, 0], y: [0, 0] } as const;

function noteOf({ rows, of }: Plot['table']): string {
  const lacking = rows.filter(([a, b]) => a === null || b === null).reduce((sum, [, , n]) => sum + Number(n), 0);
  const all = of?.total ?? 0;
  const shown = `${formatCount(all - lacking)} of ${formatCount(all)} ${of?.what ?? ''}`;
  return lacking === 0 ? shown : `${shown}; ${formatCount(lacking)} lack a value`;
}

function place(value: number, [low, high]: Bounds, dots: number): number {
  return high === low ? 0 : Math.min(dots - 1, Math.floor(((value - low) / (high - low)) * dots));
}

/** An axis of numbers, with its middle. */
export function axisOf(name: string, [low, high]: Bounds): Axis {
  const [first = '', middle = '', last = ''] = formatColumn([low, (low + high) / 2, high]);
  return { name: sanitize(name), ticks: [first, middle, last] };
}
