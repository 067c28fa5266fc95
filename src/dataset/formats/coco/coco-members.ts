import type { Json, Label } from '../../model/label.ts';
import type { CocoShape } from './coco-annotation.ts';

/** A label that becomes an annotation: number of its class and its shape. */
export type Member = { readonly label: Label; readonly index: number; readonly shape: CocoShape };

/** Members with a meaning of their own, which no attribute may take. */
const RESERVED: ReadonlySet<string> = new Set([
  'id',
  'image_id',
  'category_id',
  'segmentation',
  'keypoints',
  'num_keypoints',
  'bbox',
  'area',
  'score',
  'iscrowd',
  'attributes',
  '__proto__',
]);

/** Attributes that are written elsewhere: as the shape, the category, or anew. */
const ELSEWHERE: ReadonlySet<string> = new Set(['visibility', 'supercategory', 'coco_id', 'bbox', 'area']);

/**
 * The members of an annotation but its ids: shape, `iscrowd` (0 or 1), `score` where there is a confidence, and the
 * attributes by their names; those whose name has a meaning in COCO stand in `attributes`.
 */
export function annotationOf({ label, index, shape }: Member): { readonly [key: string]: Json } {
  const { iscrowd } = label.attributes;
  const entries = Object.entries(label.attributes).filter(([key]) => key !== 'iscrowd' && !ELSEWHERE.has(key));
  const reserved = entries.filter(([key]) => RESERVED.has(key));
  return {
    category_id: index + 1,
    ...shape,
    iscrowd: iscrowd === true || iscrowd === 1 ? 1 : 0,
    ...(label.confidence !== null && { score: label.confidence }),
    ...Object.fromEntries(entries.filter(([key]) => !RESERVED.has(key))),
    ...(reserved.length > 0 && { attributes: Object.fromEntries(reserved) }),
  };
}
