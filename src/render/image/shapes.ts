import type { Keypoint, Label, Mask, Polyline, Units } from '../../dataset/model/label.ts';
import { areaOf, boundsOf } from '../../dataset/geometry/rings.ts';
import { type ClassStyle, type ClassStyles, styleOf } from '../palette.ts';

/** Straight lines through points `[x0, y0, ...]` in pixels of the target grid; closed ones return to their start. */
export type Path = { readonly xy: readonly number[]; readonly closed: boolean };

/** A label on the target grid: what to draw, and in which style. `area` orders large before small. */
export type Shape = { readonly style: ClassStyle; readonly paths: readonly Path[]; readonly area: number };

/** Size of the picture that labels in pixels refer to, and of the grid they are drawn on. */
export type Grids = { readonly from: Size; readonly to: Size };
type Size = { readonly width: number; readonly height: number };

/** Turns labels into shapes on the target grid, the largest first, so that small ones are drawn over them. */
export function shapesOf(labels: readonly Label[], styles: ClassStyles, grids: Grids): Shape[] {
  return labels
    .map((label) => {
      const paths = pathsOf(label, grids);
      const rings = paths.map(({ xy }) => ({ xy, hole: false }));
      return { style: styleOf(label.label, styles), paths, area: areaOf(rings) };
    })
    .filter(({ paths }) => paths.length > 0)
    .toSorted((a, b) => b.area - a.area);
}

function pathsOf(label: Label, grids: Grids): Path[] {
  switch (label.kind) {
    case 'polyline':
      return polylinePaths(label, grids);
    case 'detection': {
      const [x, y, w, h] = label.box;
      const corners = [x, y, x + w, y, x + w, y + h, x, y + h];
      return [{ xy: onGrid(corners, label.units, grids), closed: true }];
    }
    case 'keypoint':
      return keypointPaths(label, grids);
    case 'mask':
      return maskPaths(label, grids);
    case 'classification':
      return [];
  }
}

function polylinePaths({ rings, units, closed, filled }: Polyline, grids: Grids): Path[] {
  return rings
    .filter(({ xy }) => xy.length >= 2)
    .map(({ xy }) => ({ xy: onGrid(xy, units, grids), closed: closed || filled }));
}

/** A small cross at every point that was placed. */
function keypointPaths({ xy, units }: Keypoint, grids: Grids): Path[] {
  const arm = Math.max(1, Math.round(grids.to.width / 160));
  const points = onGrid(xy, units, grids);
  const paths: Path[] = [];
  for (let i = 0; i + 1 < points.length; i += 2) {
    const x = points[i] ?? NaN;
    const y = points[i + 1] ?? NaN;
    if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
    paths.push({ xy: [x - arm, y, x + arm, y], closed: false }, { xy: [x, y - arm, x, y + arm], closed: false });
  }
  return paths;
}

/** The outline of a mask: the borders between set and unset, row by row on the target grid. */
function maskPaths(mask: Mask, grids: Grids): Path[] {
  const set = maskOnGrid(mask, grids);
  const bounds = boundsOf([
    onGrid([mask.left, mask.top, mask.left + mask.width, mask.top + mask.height], 'pixel', grids),
  ]);
  if (bounds === undefined) return [];
  const { width, height } = grids.to;
  const isSet = (x: number, y: number) => x >= 0 && y >= 0 && x < width && y < height && set[y * width + x] === 1;
  const paths: Path[] = [];
  for (let y = Math.max(0, Math.floor(bounds.y0)); y <= Math.min(height - 1, bounds.y1); y++) {
    for (let x = Math.max(0, Math.floor(bounds.x0)); x <= Math.min(width - 1, bounds.x1); x++) {
      const inner = isSet(x - 1, y) && isSet(x + 1, y) && isSet(x, y - 1) && isSet(x, y + 1);
      if (isSet(x, y) && !inner) paths.push({ xy: [x + 0.5, y + 0.5], closed: false });
    }
  }
  return paths;
}

/** Every pixel of the target grid that a set pixel of the mask touches. */
function maskOnGrid({ left, top, width, counts }: Mask, { from, to }: Grids): Uint8Array {
  const set = new Uint8Array(to.width * to.height);
  const scaleX = to.width / from.width;
  const scaleY = to.height / from.height;
  let at = 0;
  counts.forEach((run, i) => {
    const end = at + run;
    while (i % 2 === 1 && at < end && width > 0) {
      const x = at % width;
      const length = Math.min(width - x, end - at);
      const y = Math.floor((top + Math.floor(at / width)) * scaleY);
      const first = Math.floor((left + x) * scaleX);
      const last = Math.floor((left + x + length - 1) * scaleX);
      if (y >= 0 && y < to.height)
        set.fill(1, y * to.width + Math.max(0, first), y * to.width + Math.min(to.width - 1, last) + 1);
      at += length;
    }
    at = end;
  });
  return set;
}

function onGrid(xy: readonly number[], units: Units, { from, to }: Grids): number[] {
  const x = units === 'normalised' ? to.width : to.width / from.width;
  const y = units === 'normalised' ? to.height : to.height / from.height;
  return xy.map((n, i) => n * (i % 2 === 0 ? x : y));
}
