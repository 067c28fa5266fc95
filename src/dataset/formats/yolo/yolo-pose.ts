import { defineFormat } from '../define-format.ts';
import { readPose } from './read-yolo.ts';
import { verifyPose } from './verify-yolo.ts';
import { writePose } from './write-pose.ts';

/** Key points as Ultralytics trains poses on them: a row is a box and its points, `kpt_shape` says how many. */
export const yoloPose = defineFormat({
  name: 'yolo-pose',
  summary: 'Key points for training with Ultralytics: corners of quadrats, points of a grid.',
  examples: [
    'export yolo-pose out/pose -d corners',
    'import yolo-pose out/pose --name corners',
    'verify yolo-pose out/pose',
  ],
  hasClassList: true,
  read: readPose,
  write: writePose,
  verify: verifyPose,
});
