import { defineFormat } from '../define-format.ts';
import { readCoco } from './read-coco.ts';
import { verifyCoco } from './verify-coco.ts';
import { writeCoco } from './write-coco.ts';

/** COCO instances: one JSON file of images, annotations and categories; and the results of a model, in a list of their own. */
export const coco = defineFormat({
  name: 'coco',
  summary: 'COCO instances: polygons, run lengths, boxes and key points in one JSON file.',
  examples: [
    'import coco annotations.json --name reef',
    'import coco instances.json --media photos --name reef',
    'import coco labels.json --predictions results.json --name reef',
    'export coco out/coco -d demo',
    'export coco out/coco -d demo --splits --media none',
    'verify coco out/coco',
  ],
  hasClassList: true,
  readsPredictions: true,
  takes: ['holes', 'splits', 'predictions'],
  read: readCoco,
  write: writeCoco,
  verify: verifyCoco,
});
