import type { LabelKind } from '../../model/label.ts';

/** The field of each kind of label, as CVAT's shapes are imported. */
export const CVAT_FIELDS: Readonly<Record<LabelKind, string>> = {
  polyline: 'gt_polylines',
  detection: 'gt_detections',
  keypoint: 'gt_keypoints',
  mask: 'gt_masks',
  classification: 'gt_classifications',
};
