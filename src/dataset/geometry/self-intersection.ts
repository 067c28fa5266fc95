/** Where two edges of a ring meet: the point, and the indices of the vertices at which the edges start, lower one first. */
export type Crossing = { readonly x: number; readonly y: number; readonly edges: readonly [number, number] };

/**
 * The first place, from the left, where two edges of a ring that are not neighbours cross or touch; undefined for a
 * simple ring. Repeated vertices are no crossing, nor is a neighbour that folds back on its edge (a spike).
 */
export function selfIntersection(xy: readonly number[]): Crossing | undefined {
  const edges = edgesOf(xy);
  const order = [...edges].sort((a, b) => Math.min(a.x0, a.x1) - Math.min(b.x0, b.x1));
  for (const [i, edge] of order.entries()) {
    const right = Math.max(edge.x0, edge.x1);
    for (let j = i + 1; j < order.length; j++) {
      const other = order[j];
      if (other === undefined || Math.min(other.x0, other.x1) > right) break;
      if (areNeighbours(edge, other, edges.length)) continue;
      const point = meetingPoint(edge, other);
      if (point !== undefined) return { ...point, edges: inOrder(edge.vertex, other.vertex) };
    }
  }
  return undefined;
}

/** `index` counts edges of some length, `vertex` is where the edge starts in the ring as it came. */
type Edge = {
  readonly index: number;
  readonly vertex: number;
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
};

function edgesOf(xy: readonly number[]): Edge[] {
  const edges: Edge[] = [];
  const n = xy.length - (xy.length % 2);
  for (let i = 0; i < n; i += 2) {
    const j = i + 2 < n ? i + 2 : 0;
    const [x0, y0, x1, y1] = [xy[i] ?? 0, xy[i + 1] ?? 0, xy[j] ?? 0, xy[j + 1] ?? 0];
    if (x0 !== x1 || y0 !== y1) edges.push({ index: edges.length, vertex: i / 2, x0, y0, x1, y1 });
  }
  return edges;
}

function areNeighbours(a: Edge, b: Edge, count: number): boolean {
  const distance = Math.abs(a.index - b.index);
  return distance === 1 || distance === count - 1;
}

function inOrder(a: number, b: number): readonly [number, number] {
  return a < b ? [a, b] : [b, a];
}

function meetingPoint(a: Edge, b: Edge): { readonly x: number; readonly y: number } | undefined {
  const b0 = side(a, b.x0, b.y0);
  const b1 = side(a, b.x1, b.y1);
  const a0 = side(b, a.x0, a.y0);
  const a1 = side(b, a.x1, a.y1);
  if (b0 * b1 < 0 && a0 * a1 < 0) {
    const share = a0 / (a0 - a1);
    return { x: a.x0 + share * (a.x1 - a.x0), y: a.y0 + share * (a.y1 - a.y0) };
  }
  return (
    (b0 === 0 ? endWithin(a, b.x0, b.y0) : undefined) ??
    (b1 === 0 ? endWithin(a, b.x1, b.y1) : undefined) ??
    (a0 === 0 ? endWithin(b, a.x0, a.y0) : undefined) ??
    (a1 === 0 ? endWithin(b, a.x1, a.y1) : undefined)
  );
}

/** On which side of an edge's line a point lies: the sign; 0 on the line. */
function side({ x0, y0, x1, y1 }: Edge, x: number, y: number): number {
  return (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0);
}

/** A point on an edge's line, if it lies on the edge itself. */
function endWithin(
  { x0, y0, x1, y1 }: Edge,
  x: number,
  y: number,
): { readonly x: number; readonly y: number } | undefined {
  const inside = x >= Math.min(x0, x1) && x <= Math.max(x0, x1) && y >= Math.min(y0, y1) && y <= Math.max(y0, y1);
  return inside ? { x, y } : undefined;
}
