import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../../diagnostics.ts';
import { type ClassMap, derivedClasses, givenClasses } from '../../model/class-map.ts';
import type { Job } from '../../model/job.ts';
import type { Background, OnTop, WriteOptions, WriteReport } from '../define-format.ts';
import { type FileOf, type LabelFile, labelFileOf, withThreads } from '../writing/label-file.ts';
import type { Made } from '../writing/placed.ts';
import type { SourcePicture } from '../writing/source-picture.ts';
import { SPLITS } from '../writing/split.ts';
import { surveySamples, type Survey, type Wanted } from '../writing/survey.ts';
import { type WrittenSamples, writeSamples } from '../writing/write-samples.ts';
import { bareSplitNotes, classNotes, pictureNotes, splitNotes } from '../writing/written.ts';
import { CLASSES_JSON, classesJson, MOST_CLASSES } from './classes-file.ts';
import { maskFileWriter, type MaskPlan, maskSize } from './write-mask-file.ts';

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
  const plan: MaskPlan = { classes: classes.names, background, onTop, grey };
  const write = maskFileWriter(plan);
  const fileOf: FileOf = ({ split, name }) => join(out, split ?? '', 'masks', `${name}.png`);
  const { written, skipped } = await withThreads<Made, WrittenSamples>(
    options,
    { worker: WORKER, data: plan, from: MANY, fileOf, isHeavy, write },
    (elsewhere) =>
      writeSamples<Made>(options, job, {
        wanted: WANTED,
        needs: { size: true },
        refuses: whyRefused,
        survey,
        what: 'writing masks',
        pictureFolder: (split) => `${split ?? ''}/images`,
        write: (placed) => write(labelFileOf(placed, fileOf)),
        elsewhere,
      }),
  );
  await writeFile(join(out, CLASSES_JSON), classesJson({ names: classes.names, background }, onTop));
  return {
    samples: written.samples,
    labels: written.labels,
    skipped,
    notes: [
      ...splitNotes(written, { nouns: { file: ['mask'], item: ['label'] }, media }),
      ...bareSplitNotes(written),
      ...classNotes(written, classes),
      `background is ${String(background)}, classes count from ${background === 0 ? '1' : '0'}; ${ON_TOP[onTop]}`,
      ...pictureNotes(written),
    ],
  };
}

const WANTED: Wanted = { uses: [['outline', 'mask']], bySplit: true };

const WORKER = new URL(`./mask-files-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

/** Samples for which it pays to start threads. */
const MANY = 48;

/** Pixels of a mask that is painted while no other is, so that memory does not depend on the number of threads. */
const HEAVY = 1 << 24;
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

function isHeavy(picture: LabelFile['picture']): boolean {
  const { width, height } = maskSize(picture);
  return width * height > HEAVY;
}

function whyRefused({ size, fileSize }: SourcePicture): string | undefined {
  const own = fileSize ?? size;
  if (own === null) return 'samples whose picture has no known size';
  return own.width * own.height > MOST_PIXELS ? 'samples whose picture is too large for a mask' : undefined;
}
