import { boundsOf, isInsideRing } from '../../dataset/geometry/rings.ts';
import type { ClassStyle } from '../palette.ts';
import type { Cells } from './fit-cells.ts';
import type { Shape } from './shapes.ts';

/** Where the digit or letter of a class stands, by cell: `row * columns + column`. */
export type Marks = ReadonlyMap<number, ClassStyle>;

/**
 * Finds a cell for the mark of every shape: the free cell inside it that is nearest to its middle. Small shapes choose
 * first, having the least choice; a shape without a free cell goes without a mark.
 *
 * @param scale pixels of the shapes' grid in a cell
 */
export function placeMarks(
  shapes: readonly Shape[],
  cells: Cells,
  scale: { readonly width: number; readonly height: number },
): Marks {
  const marks = new Map<number, ClassStyle>();
  for (const shape of shapes.toReversed()) {
    const cell = candidatesOf(shape, cells, scale).find((candidate) => !marks.has(candidate));
    if (cell !== undefined) marks.set(cell, shape.style);
  }
  return marks;
}

/** Cells whose middle lies in the shape, nearest to its own middle first; the middle cell where there is none. */
function candidatesOf({ paths }: Shape, cells: Cells, scale: { width: number; height: number }): number[] {
  const bounds = boundsOf(paths.map(({ xy }) => xy));
  if (bounds === undefined) return [];
  const middle = { x: (bounds.x0 + bounds.x1) / 2 / scale.width, y: (bounds.y0 + bounds.y1) / 2 / scale.height };
  const found: { readonly cell: number; readonly distance: number }[] = [];
  for (
    let row = clamp(bounds.y0 / scale.height, cells.rows);
    row <= clamp(bounds.y1 / scale.height, cells.rows);
    row++
  ) {
    for (
      let column = clamp(bounds.x0 / scale.width, cells.columns);
      column <= clamp(bounds.x1 / scale.width, cells.columns);
      column++
    ) {
      const x = column + 0.5;
      const y = row + 0.5;
      if (!paths.some(({ xy }) => isInsideRing(x * scale.width, y * scale.height, xy))) continue;
      found.push({ cell: row * cells.columns + column, distance: (x - middle.x) ** 2 + 4 * (y - middle.y) ** 2 });
    }
  }
  const inside = found.toSorted((a, b) => a.distance - b.distance).map(({ cell }) => cell);
  return inside.length > 0 ? inside : [clamp(middle.y, cells.rows) * cells.columns + clamp(middle.x, cells.columns)];
}

function clamp(n: number, size: number): number {
  return Math.min(size - 1, Math.max(0, Math.floor(n)));
}
