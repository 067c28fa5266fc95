/** Size of a raster in pixels. */
export type RasterSize = { readonly width: number; readonly height: number };

/** Receives pixels of row `y` from column `x0` to `x1`, both included, inside the raster. Pixels may come more than once. */
export type PaintSpan = (y: number, x0: number, x1: number) => void;

/** Coordinates `[x0, y0, ...]` times `scale` (width and height for fractions, 1 for pixels), rounded half to even as numpy does. */
export function pixelVertices(xy: readonly number[], scale: RasterSize = { width: 1, height: 1 }): number[] {
  return xy.map((value, i) => roundHalfEven(value * (i % 2 === 0 ? scale.width : scale.height)));
}

/**
 * Paints the inside of rings of whole-pixel vertices as OpenCV's `fillPoly` does: even-odd over all rings, and every
 * boundary pixel painted, also that of a hole. A line paints its pixels, a point its one. What lies outside is clipped.
 */
export function fillRings(rings: readonly (readonly number[])[], size: RasterSize, paint: PaintSpan): void {
  const edges: Edge[] = [];
  for (const xy of rings) {
    eachSegment(xy, true, (segment) => {
      strokeSegment(segment, size, paint);
      const edge = edgeOf(segment, size);
      if (edge !== undefined) edges.push(edge);
    });
  }
  if (edges.length > 1) fillEdges(edges, size, paint);
}

/** Paints a ring, or an open line, of whole-pixel vertices one pixel wide as OpenCV's `polylines` does (8-connected). */
export function strokeRing(
  xy: readonly number[],
  options: { readonly closed: boolean; readonly size: RasterSize },
  paint: PaintSpan,
): void {
  eachSegment(xy, options.closed, (segment) => {
    strokeSegment(segment, options.size, paint);
  });
}

/** The pixels that `draw` paints as ones, row by row. */
export function rasterOf(size: RasterSize, draw: (paint: PaintSpan) => void): Uint8Array {
  const raster = new Uint8Array(size.width * size.height);
  draw((y, x0, x1) => raster.fill(1, y * size.width + x0, y * size.width + x1 + 1));
  return raster;
}

type Segment = { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number };

/** A segment cut at the border of the raster; `visible` is false where nothing is left of it. */
type Clipped = Segment & { readonly visible: boolean };

/** An edge that is not level: rows from `top` up to but not including `bottom`; `x` at `top` and its step a row, in 1/65536. */
type Edge = {
  readonly top: number;
  readonly bottom: number;
  readonly x: number;
  readonly step: number;
  /** Where it crosses the row at hand, in 1/65536. */
  at: number;
};

const ONE = 65_536;

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

function eachSegment(xy: readonly number[], closed: boolean, visit: (segment: Clipped) => void): void {
  const n = xy.length - 1;
  if (n < 1) return;
  const start = closed ? 0 : 2;
  for (let i = start; i < n; i += 2) {
    const before = i === 0 ? n - 1 : i - 2;
    visit({ x0: xy[before] ?? 0, y0: xy[before + 1] ?? 0, x1: xy[i] ?? 0, y1: xy[i + 1] ?? 0, visible: true });
  }
}

/** Steps along the longer axis, always from left to right, so that a line is the same drawn either way. */
function strokeSegment(segment: Clipped, size: RasterSize, paint: PaintSpan): void {
  const clipped = clipSegment(segment, size);
  if (!clipped.visible) return;
  const { x0, y0, x1, y1 } = clipped.x0 <= clipped.x1 ? clipped : reversed(clipped);
  const dx = x1 - x0;
  const dy = Math.abs(y1 - y0);
  const down = y1 < y0 ? -1 : 1;
  const long = Math.max(dx, dy);
  const short = Math.min(dx, dy);
  let error = long - 2 * short;
  let x = x0;
  let y = y0;
  for (let i = 0; i <= long; i++) {
    paint(y, x, x);
    const both = error < 0;
    error += both ? 2 * (long - short) : -2 * short;
    if (both || dx >= dy) x++;
    if (both || dx < dy) y += down;
  }
}

function reversed({ x0, y0, x1, y1 }: Segment): Segment {
  return { x0: x1, y0: y1, x1: x0, y1: y0 };
}

/**
 * The part of a segment inside the raster, its ends on whole pixels, cut as OpenCV's `clipLine` does: first at top and
 * bottom, then left and right, rounding towards zero.
 */
function clipSegment(segment: Clipped, { width, height }: RasterSize): Clipped {
  const { x0, y0, x1, y1 } = segment;
  // Most segments lie inside.
  if (isWithin(x0, width) && isWithin(x1, width) && isWithin(y0, height) && isWithin(y1, height)) return segment;
  if (areBeyond(x0, x1, width) || areBeyond(y0, y1, height)) {
    return { ...segment, visible: false };
  }
  const rows = cutRows(segment, height - 1);
  if (areBeyond(rows.x0, rows.x1, width)) return { ...rows, visible: false };
  return { ...transposed(cutRows(transposed(rows), width - 1)), visible: true };
}

function isWithin(value: number, length: number): boolean {
  return value >= 0 && value < length;
}

/** Whether both lie before 0, or both at `length` or after. */
function areBeyond(a: number, b: number, length: number): boolean {
  return (a < 0 && b < 0) || (a >= length && b >= length);
}

/** Moves the ends of a segment that does not lie beyond y = 0 or y = `last` onto them. */
function cutRows(segment: Segment, last: number): Segment {
  let { x0, y0, x1, y1 } = segment;
  if (y0 < 0 || y0 > last) {
    const edge = y0 < 0 ? 0 : last;
    x0 += Math.trunc(((edge - y0) * (x1 - x0)) / (y1 - y0));
    y0 = edge;
  }
  if (y1 < 0 || y1 > last) {
    const edge = y1 < 0 ? 0 : last;
    x1 += Math.trunc(((edge - y1) * (x1 - x0)) / (y1 - y0));
    y1 = edge;
  }
  return { x0, y0, x1, y1 };
}

function transposed({ x0, y0, x1, y1 }: Segment): Segment {
  return { x0: y0, y0: x0, x1: y1, y1: x1 };
}

/**
 * An edge keeps its whole height; where it leaves the raster its slope is that of the part inside, as in OpenCV, whose
 * pixels this is to give: near the border a little off, even where the part inside is a single row.
 */
function edgeOf(segment: Clipped, size: RasterSize): Edge | undefined {
  if (segment.y0 === segment.y1) return undefined;
  const cut = clipSegment(segment, size);
  const { y0, y1 } = cut.y0 === cut.y1 ? segment : cut;
  const step = Math.trunc(((cut.x1 - cut.x0) * ONE) / (y1 - y0));
  return segment.y0 < segment.y1
    ? { top: segment.y0, bottom: segment.y1, x: cut.x0 * ONE + (segment.y0 - y0) * step, step, at: 0 }
    : { top: segment.y1, bottom: segment.y0, x: cut.x1 * ONE + (segment.y1 - y1) * step, step, at: 0 };
}

/** Fills each row between the edges that cross it, first to second, third to fourth and so on. */
function fillEdges(edges: Edge[], { width, height }: RasterSize, paint: PaintSpan): void {
  edges.sort((a, b) => a.top - b.top);
  const bottom = Math.min(
    height,
    edges.reduce((most, edge) => Math.max(most, edge.bottom), 0),
  );
  // One list for all rows: to allocate one a row was most of the time.
  const active: Edge[] = [];
  let next = 0;
  for (let y = Math.max(0, edges[0]?.top ?? 0); y < bottom; y++) {
    dropEnded(active, y);
    for (let edge = edges[next]; edge !== undefined && edge.top <= y; edge = edges[++next]) {
      if (edge.bottom > y) active.push(edge);
    }
    sortByCrossing(active, y);
    fillRow(active, y, { last: width - 1, paint });
  }
}

function dropEnded(active: Edge[], y: number): void {
  let kept = 0;
  for (const edge of active) if (edge.bottom > y) active[kept++] = edge;
  active.length = kept;
}

/** Insertion sort: from row to row the order hardly changes. */
function sortByCrossing(active: Edge[], y: number): void {
  for (let i = 0; i < active.length; i++) {
    const edge = active[i];
    if (edge === undefined) continue;
    edge.at = edge.x + (y - edge.top) * edge.step;
    let to = i;
    for (let before = active[to - 1]; before !== undefined && before.at > edge.at; before = active[to - 1]) {
      active[to--] = before;
    }
    active[to] = edge;
  }
}

function fillRow(
  active: readonly Edge[],
  y: number,
  { last, paint }: { readonly last: number; readonly paint: PaintSpan },
): void {
  for (let i = 0; i + 1 < active.length; i += 2) {
    const x0 = Math.max(0, Math.ceil((active[i]?.at ?? 0) / ONE));
    const x1 = Math.min(last, Math.floor((active[i + 1]?.at ?? 0) / ONE));
    if (x0 <= x1) paint(y, x0, x1);
  }
}
