import { cellWidth, padCells } from '../cells.ts';
import { paint } from '../paint.ts';
import type { RenderOptions } from '../render-options.ts';

/** What stands at an axis: its name, and the texts at its beginning, its middle and its end. */
export type Axis = { readonly name: string; readonly ticks: readonly [low: string, middle: string, high: string] };

/** Cells there are for dots beside an axis whose texts are `labels`. */
export function plotSize(labels: readonly string[], { columns }: RenderOptions): { columns: number; rows: number } {
  const room = columns - Math.max(0, ...labels.map(cellWidth)) - 3;
  return { columns: Math.max(10, Math.min(WIDEST, room)), rows: room < 40 ? 8 : 14 };
}

const WIDEST = 72;

/** Frames rows of dots with two axes: y on the left with its name above, x below with its name under it. */
export function framed(rows: readonly string[], x: Axis, y: Axis, options: RenderOptions): string[] {
  const [corner, bar, rule, tick] = options.unicode ? ['└', '│', '─', '┤'] : ['+', '|', '-', '+'];
  const width = Math.max(...y.ticks.map(cellWidth));
  const middle = Math.floor((rows.length - 1) / 2);
  const labels = new Map([
    [0, y.ticks[2]],
    [middle, y.ticks[1]],
    [rows.length - 1, y.ticks[0]],
  ]);
  const across = cellWidth(rows[0] ?? '');
  const dim = (text: string): string => paint(text, 'dim', options);
  const body = rows.map((row, i) => {
    const label = labels.get(i);
    const dots = paint(row.trimEnd(), 'bar', options);
    return dim(`${padCells(label ?? '', width, 'right')} ${label === undefined ? bar : tick}`) + dots;
  });
  const indent = ' '.repeat(width + 2);
  return [
    paint(y.name, 'heading', options),
    ...body,
    dim(`${' '.repeat(width + 1)}${corner}${rule.repeat(across)}`),
    dim(indent + ticksLine(x.ticks, across)),
    indent + padCells('', Math.max(0, across - cellWidth(x.name))) + paint(x.name, 'heading', options),
  ];
}

function ticksLine([low, middle, high]: Axis['ticks'], width: number): string {
  const free = width - cellWidth(low) - cellWidth(high);
  const fits = middle !== '' && cellWidth(middle) + 2 <= free;
  if (!fits) return low + ' '.repeat(Math.max(1, free)) + high;
  const left = Math.max(1, Math.floor(width / 2) - cellWidth(low) - Math.floor(cellWidth(middle) / 2));
  return low + ' '.repeat(left) + middle + ' '.repeat(Math.max(1, free - left - cellWidth(middle))) + high;
}
