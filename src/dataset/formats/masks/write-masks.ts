import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../../diagnostics.ts';
import { encodeIndexPng } from '../../media/encode-index-png.ts';
import { type ClassMap, derivedClasses, givenClasses } from '../../model/class-map.ts';
import type { Job } from '../../model/job.ts';
import type { Background, OnTop, WriteOptions, WriteReport } from '../define-format.ts';
import { gate } from '../writing/gate.ts';
import type { Made, Placed } from '../writing/placed.ts';
import type { PixelSize, SourcePicture } from '../writing/source-picture.ts';
import { SPLITS } from '../writing/split.ts';
import { surveySamples, type Survey, type Wanted } from '../writing/survey.ts';
import { writeSamples } from '../writing/write-samples.ts';
import { classNotes, pictureNotes, splitNotes } from '../writing/written.ts';
import { CLASSES_JSON, classesJson, MOST_CLASSES } from './classes-file.ts';
import { paintLabels } from './paint-labels.ts';
import { maskPalette } from './palette.ts';

/**
 * Writes `SPLIT/images`, `SPLIT/masks` and `classes.json`.
 *
 * @throws UserError `invalid` where nothing would be written, there are more classes than values or a sample is in two
 *   splits, and what the survey throws
 */
export async function writeMasks(options: WriteOptions, job: Job): Promise<WriteReport> {
  const { out, media, background = 255, onTop = 'smaller', grey = false } = options;
  const survey = await surveySamples(options, job, WANTED);
  const classes = classesOf(options, survey, background);
  for (const split of SPLITS) {
    await mkdir(join(out, split, 'masks'), { recursive: true });
    if (media !== 'none') await mkdir(join(out, split, 'images'), { recursive: true });
  }
  const palette = grey ? null : maskPalette(background);
  const pixels = gate(PIXELS_AT_ONCE);
  const write = async (placed: Placed): Promise<Made> => {
    const { size, labelSize } = sizesOf(placed.picture);
    const canvas = { size, labelSize, name: placed.sample.filepath };
    return pixels(size.width * size.height, async () => {
      const { raster, ...made } = paintLabels(placed.labels, canvas, { classes, background, onTop });
      await writeFile(
        join(out, placed.split ?? '', 'masks', `${placed.name}.png`),
        await encodeIndexPng(raster, palette),
      );
      return made;
    });
  };
  const { written, skipped } = await writeSamples(options, job, {
    wanted: WANTED,
    needs: { size: true },
    refuses: whyRefused,
    survey,
    what: 'writing masks',
    pictureFolder: (split) => `${split ?? ''}/images`,
    write,
  });
  await writeFile(join(out, CLASSES_JSON), classesJson({ names: classes.names, background }, onTop));
  return {
    samples: written.samples,
    labels: written.labels,
    skipped,
    notes: [
      ...splitNotes(written, { nouns: { file: 'masks', item: 'labels' }, media }),
      ...classNotes(written, classes),
      `background is ${String(background)}, classes count from ${background === 0 ? '1' : '0'}; ${ON_TOP[onTop]}`,
      ...pictureNotes(written),
    ],
  };
}

const WANTED: Wanted = { uses: [['outline', 'mask']], bySplit: true };

/** So many pixels are painted and compressed at once, whatever the size of the pictures. */
const PIXELS_AT_ONCE = 1 << 26;
const MOST_PIXELS = 1 << 29;

const ON_TOP: Readonly<Record<OnTop, string>> = {
  smaller: 'where labels overlap, the smaller is on top',
  later: 'where labels overlap, the later is on top',
  'z-order': 'where labels overlap, that of higher z_order is on top, else the later',
};

function classesOf({ classes }: WriteOptions, survey: Survey, background: Background): ClassMap {
  const map = classes === null ? derivedClasses(survey.classes.keys()) : givenClasses(classes);
  const most = MOST_CLASSES[background];
  if (map.names.length === 0) {
    const message = `no closed outline or mask with a class in ${survey.fields.join(', ')}: there is nothing to learn`;
    throw new UserError('invalid', message, {
      hint: 'name another field with --field, or the classes with --classes',
    });
  }
  if (map.names.length <= most) return map;
  throw new UserError('invalid', `${String(map.names.length)} classes: masks of 8 bits have room for ${String(most)}`, {
    hint: 'choose some with --classes a,b,c',
  });
}

/** A mask is as large as its picture; labels may refer to another size. */
function sizesOf({ size, fileSize }: SourcePicture): { readonly size: PixelSize; readonly labelSize: PixelSize } {
  const own = fileSize ?? size ?? { width: 1, height: 1 };
  return { size: own, labelSize: size ?? own };
}

function whyRefused({ size, fileSize }: SourcePicture): string | undefined {
  const own = fileSize ?? size;
  if (own === null) return 'samples whose picture has no known size';
  return own.width * own.height > MOST_PIXELS ? 'samples whose picture is too large for a mask' : undefined;
}
