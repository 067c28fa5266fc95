import { writeFileSync } from 'node:fs';
import { encodeIndexPng } from '../../media/encode-index-png.ts';
import { type IndexRaster, indexRaster } from '../../media/index-raster.ts';
import { givenClasses } from '../../model/class-map.ts';
import type { Background, OnTop } from '../define-format.ts';
import type { LabelFile } from '../writing/label-file.ts';
import type { Made } from '../writing/placed.ts';
import type { PixelSize } from '../writing/source-picture.ts';
import { paintLabels } from './paint-labels.ts';
import { maskPalette } from './palette.ts';

/** How masks are painted, as plain data. */
export type MaskPlan = {
  readonly classes: readonly string[];
  readonly background: Background;
  readonly onTop: OnTop;
  /** Without a palette. */
  readonly grey: boolean;
};

/** A writer of masks. They are painted on the same pixels as long as they have the same size. */
export function maskFileWriter({ classes: names, background, onTop, grey }: MaskPlan): (file: LabelFile) => Made {
  const classes = givenClasses(names);
  const palette = grey ? null : maskPalette(background);
  let last: IndexRaster | undefined;
  return ({ file, sample, picture, labels }) => {
    const { width, height } = maskSize(picture);
    const raster = last?.width === width && last.height === height ? last : indexRaster(width, height, background);
    last = width * height > MOST_KEPT ? undefined : raster;
    const canvas = { raster, labelSize: picture.size ?? { width, height }, name: sample };
    const made = paintLabels(labels, canvas, { classes, background, onTop });
    writeFileSync(file, encodeIndexPng(raster, palette), { flag: 'wx' });
    return made;
  };
}

/** Pixels that are kept for the next mask. */
const MOST_KEPT = 1 << 25;

/** A mask is as large as its picture; labels may refer to another size. */
export function maskSize({ size, fileSize }: LabelFile['picture']): PixelSize {
  return fileSize ?? size ?? { width: 1, height: 1 };
}
