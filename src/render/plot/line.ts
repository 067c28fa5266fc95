import type { Value } from '../../dataset/query/answer.ts';
import type { Plot } from '../../output.ts';
import { paint } from '../paint.ts';
import type { RenderOptions } from '../render-options.ts';
import { rowsNote } from '../table.ts';
import { sanitize } from '../sanitize.ts';
import { formatValue } from '../value.ts';
import { type Axis, framed, plotSize } from './axes.ts';
import { createCanvas } from './canvas.ts';
import { axisOf } from './scatter.ts';

type Point = { readonly x: Value; readonly at: number; readonly y: number };

/** Points joined in the order of x: numbers and dates lie where they are, other values one after the other. */
export function renderLine({ table }: Plot, options: RenderOptions): string {
  const points = pointsOf(table.rows);
  const [x, y] = table.columns;
  const ys = points.map((point) => point.y);
  if (points.length === 0) return `${paint('no point has both values', 'dim', options)}\n`;
  const yAxis = axisOf(y?.name ?? '', [Math.min(...ys), Math.max(...ys)]);
  const size = plotSize(yAxis.ticks, options);
  const canvas = createCanvas(size.columns, size.rows, options.unicode);
  const across = scaled(
    points.map(({ at }) => at),
    size.columns * 2,
  );
  const down = scaled(ys, size.rows * 4).map((place) => size.rows * 4 - 1 - place);
  points.forEach((_, i) => {
    const before = Math.max(0, i - 1);
    canvas.line(across[before] ?? 0, down[before] ?? 0, across[i] ?? 0, down[i] ?? 0);
  });
  const left = table.rows.length - points.length;
  const note = rowsNote(points.length, { total: table.rows.length }) + (left > 0 ? ', the others lack a value' : '');
  const lines = framed(canvas.rows(), xAxis(x?.name ?? '', points, options), yAxis, options);
  return [...lines, paint(note, 'dim', options), ''].join('\n');
}

function pointsOf(rows: readonly (readonly Value[])[]): readonly Point[] {
  return rows.flatMap(([x = null, y], i) => {
    if (x === null || typeof y !== 'number' || !Number.isFinite(y)) return [];
    const at = typeof x === 'number' ? x : x instanceof Date ? x.getTime() : i;
    return [{ x, at, y }];
  });
}

/** Values as places of so many dots. */
function scaled(values: readonly number[], dots: number): number[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return values.map((value) =>
    high === low ? Math.floor(dots / 2) : Math.round(((value - low) / (high - low)) * (dots - 1)),
  );
}

function xAxis(name: string, points: readonly Point[], options: RenderOptions): Axis {
  const text = (point: Point | undefined): string => (point === undefined ? '' : formatValue(point.x, options));
  const middle = points.length > 2 && points.length % 2 === 1 ? text(points[(points.length - 1) / 2]) : '';
  return { name: sanitize(name), ticks: [text(points[0]), middle, points.length > 1 ? text(points.at(-1)) : ''] };
}
