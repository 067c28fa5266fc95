/** What `kpt_shape` of `data.yaml` says: how many points a row has, and how many numbers each: 2, or 3 with a visibility. */
export type PoseShape = { readonly points: number; readonly numbers: 2 | 3 };

/** The shape that the value of `kpt_shape` says, or undefined. */
export function poseShapeOf(value: unknown): PoseShape | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [points, numbers] = value as readonly unknown[];
  if (typeof points !== 'number' || !Number.isSafeInteger(points) || points < 1) return undefined;
  return numbers === 2 || numbers === 3 ? { points, numbers } : undefined;
}
