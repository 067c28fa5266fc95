import { defineFormat } from '../define-format.ts';
import { readMasks } from './read-masks.ts';
import { verifyMasks } from './verify-masks.ts';
import { writeMasks } from './write-masks.ts';

/**
 * Masks as MMSegmentation trains on them: `SPLIT/images/NAME.jpg`, `SPLIT/masks/NAME.png` and `classes.json`. A mask is an
 * 8-bit PNG of class numbers with a palette for viewing. Pixels are those of OpenCV's `fillPoly`. Reading gives an outline
 * for each connected area; painting it again gives the same pixels.
 */
export const masks = defineFormat({
  name: 'masks',
  summary: 'Pictures of class numbers for training with MMSegmentation: images, masks, classes.json.',
  examples: [
    'export masks out/masks -d demo',
    'export masks out/masks -d demo --background 0 --on-top z-order',
    'import masks out/masks --name painted',
    'verify masks out/masks',
  ],
  hasClassList: true,
  takes: ['background', 'onTop', 'grey'],
  read: readMasks,
  write: writeMasks,
  verify: verifyMasks,
});
