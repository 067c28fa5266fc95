import { defineFormat } from '../define-format.ts';
import { readYolo } from './read-yolo.ts';
import { verifyYolo } from './verify-yolo.ts';
import { writeYolo } from './write-yolo.ts';

/**
 * YOLO as Ultralytics trains on it: `images/SPLIT/NAME.jpg`, `labels/SPLIT/NAME.txt`, `data.yaml`. A row is an outline (or,
 * from a field of boxes only, a box). Outer rings are rows of their own; a hole is joined to its outline by a line that is
 * passed twice, so that filling leaves it out; without marked holes the even-odd rule says what is one. Outlines are cut at
 * the edge of the picture. Open lines, labels without a class or of another, and repeated rows are left out and counted.
 * Classes stand in binary order of their names unless given.
 */
export const yolo = defineFormat({
  name: 'yolo',
  summary: 'Outlines or boxes for training with Ultralytics: images, labels, data.yaml.',
  examples: [
    'export yolo out/yolo -d demo',
    'export yolo out/yolo -d demo --media copy',
    'import yolo out/yolo --name back',
    'verify yolo out/yolo',
  ],
  hasClassList: true,
  takes: ['holes'],
  read: readYolo,
  write: writeYolo,
  verify: verifyYolo,
});
