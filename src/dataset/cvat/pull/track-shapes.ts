import type { CvatShape, CvatTrack } from '../reply/annotations.ts';

/** A shape of a track, and whether it stands for a frame between two key frames whose shapes cannot be blended. */
export type TrackShape = { readonly shape: CvatShape; readonly isHeld: boolean };

/**
 * The shapes of a track, one for each frame from its first key frame to `last`, as CVAT draws them: between two key frames
 * with equally many points numbers are blended, others are held. Frames where it is outside are left out.
 *
 * @param last the last frame of the job that the track is in
 */
export function trackShapes(track: CvatTrack, last: number): readonly TrackShape[] {
  const first = track.shapes[0]?.frame ?? Infinity;
  const shapes: TrackShape[] = [];
  for (let frame = first; frame <= last; frame++) {
    const at = shapeAt(track, frame);
    if (at !== undefined && !at.shape.outside) shapes.push(at);
  }
  return shapes;
}

function shapeAt(track: CvatTrack, frame: number): TrackShape | undefined {
  const before = track.shapes.findLast((key) => key.frame <= frame);
  if (before === undefined) return undefined;
  const after = track.shapes.find((key) => key.frame > frame);
  const isKey = before.frame === frame || after === undefined || before.outside;
  const points = isKey ? before.points : blended(before, after, frame);
  const shape: CvatShape = {
    ...before,
    id: track.id,
    labelId: track.labelId,
    frame,
    group: track.group,
    source: track.source,
    points: points ?? before.points,
    attributes: [...track.attributes, ...before.attributes],
    elements: track.elements.flatMap((element) => shapeAt(element, frame)?.shape ?? []),
  };
  return { shape, isHeld: points === null };
}

/** Types whose points keep their meaning from one key frame to the next. */
const BLENDED: ReadonlySet<string> = new Set(['rectangle', 'ellipse', 'points', 'cuboid', 'skeleton']);

function blended(before: CvatShape, after: CvatShape, frame: number): readonly number[] | null {
  const [from, to] = [before.points, after.points];
  if (!BLENDED.has(before.type) || from === null || to === null || from.length !== to.length) return null;
  const share = (frame - before.frame) / (after.frame - before.frame);
  return from.map((value, i) => value + share * ((to[i] ?? value) - value));
}
