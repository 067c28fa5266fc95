type Point = readonly [x: number, y: number];

/**
 * Calls `plot` for every pixel of the straight line between two points (Bresenham 1965), as far as it lies in a grid of
 * that size; nothing for coordinates that are not finite. No anti-aliasing: at the pixel size of a terminal it blurs.
 */
export function plotLine(
  from: Point,
  to: Point,
  size: { readonly width: number; readonly height: number },
  plot: (x: number, y: number) => void,
): void {
  const clipped = clip(from, to, size);
  if (clipped === undefined) return;
  const isInside = (x: number, y: number) => x >= 0 && y >= 0 && x < size.width && y < size.height;
  for (const [x, y] of pixelsBetween(toPixel(clipped[0]), toPixel(clipped[1]))) if (isInside(x, y)) plot(x, y);
}

function toPixel([x, y]: Point): Point {
  return [Math.floor(x), Math.floor(y)];
}

function* pixelsBetween(from: Point, [endX, endY]: Point): Generator<Point> {
  let [x, y] = from;
  const dx = Math.abs(endX - x);
  const dy = -Math.abs(endY - y);
  let error = dx + dy;
  yield [x, y];
  while (x !== endX || y !== endY) {
    const twice = 2 * error;
    if (twice >= dy) {
      error += dy;
      x += Math.sign(endX - x);
    }
    if (twice <= dx) {
      error += dx;
      y += Math.sign(endY - y);
    }
    yield [x, y];
  }
}

/** The part of a line inside the grid (Liang and Barsky 1984), so that far-off coordinates cost nothing. */
function clip(
  from: Point,
  to: Point,
  { width, height }: { width: number; height: number },
): [Point, Point] | undefined {
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  if (!Number.isFinite(dx) || !Number.isFinite(dy)) return undefined;
  let enter = 0;
  let leave = 1;
  const edges = [
    [-dx, from[0]],
    [dx, width - from[0]],
    [-dy, from[1]],
    [dy, height - from[1]],
  ] as const;
  for (const [towards, distance] of edges) {
    if (towards === 0 && distance < 0) return undefined;
    if (towards < 0) enter = Math.max(enter, distance / towards);
    if (towards > 0) leave = Math.min(leave, distance / towards);
  }
  if (enter > leave) return undefined;
  const at = (t: number): Point => [from[0] + t * dx, from[1] + t * dy];
  return [at(enter), at(leave)];
}
