import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../../diagnostics.ts';
import { type ClassMap, derivedClasses, givenClasses } from '../../model/class-map.ts';
import type { Job } from '../../model/job.ts';
import type { Json, Label } from '../../model/label.ts';
import { tally } from '../../model/tally.ts';
import type { WriteOptions, WriteReport } from '../define-format.ts';
import type { AnyPlaced, Made, Placed } from '../writing/placed.ts';
import { SPLITS } from '../writing/split.ts';
import { labelsIn, type Survey, surveySamples, type Wanted } from '../writing/survey.ts';
import { writeSamples } from '../writing/write-samples.ts';
import { classNotes, type Nouns, pictureNotes, splitNotes, type Written } from '../writing/written.ts';
import { counted, formatCount } from '../../model/counted.ts';
import { cocoImage } from './coco-image.ts';
import { cocoShape, type ShapeMaker } from './coco-annotation.ts';
import { type Categories, categoriesOf } from './coco-categories.ts';
import {
  beginCoco,
  type CocoDraft,
  type ElementFile,
  elementFile,
  endCoco,
  endList,
  PREDICTIONS_JSON,
} from './coco-files.ts';
import { annotationOf, type Member } from './coco-members.ts';

/**
 * Writes `data` and `labels.json`, the layout of FiftyOne's COCODetectionDataset, or that in a folder for each split. With
 * `predictions`, results of that field lie in `predictions.json`, with the ids of the other file.
 *
 * @throws UserError `invalid` where nothing would be written, and what the survey throws
 */
export async function writeCoco(options: WriteOptions, job: Job): Promise<WriteReport> {
  const { out, media, splits = false, predictions } = options;
  const wanted: Wanted = { uses: [['outline', 'mask'], ['box'], ['points']], mixed: true, bySplit: splits };
  const survey = await surveySamples(options, job, wanted);
  const classes = await classesOf(options, survey);
  const folders = splits ? SPLITS.map((split) => join(out, split)) : [out];
  for (const folder of folders) await mkdir(join(folder, ...(media === 'none' ? [] : ['data'])), { recursive: true });
  const sets = await Promise.all(folders.map((folder) => beginSet(folder, predictions !== undefined)));
  const work: Work = { options, classes, categories: categoriesOf(classes), sets, runLengths: 0 };
  try {
    const { written, skipped } = await writeSamples<CocoMade>(options, job, {
      wanted,
      needs: { size: true },
      refuses: ({ size }) => (size === null ? 'samples whose picture has no known size' : undefined),
      survey,
      what: 'writing coco',
      pictureFolder: (split) => (splits ? `${split ?? ''}/data` : 'data'),
      write: (placed) => make(placed, work),
      // Ids are given in the order of the samples, whichever was made first.
      take: async (made, placed) => {
        const set = sets[splits ? SPLITS.indexOf(placed.split ?? 'train') : 0];
        if (set !== undefined) await add(made, placed, set, work);
      },
    });
    for (const set of sets) await endSet(set, work.categories.list());
    return { samples: written.samples, labels: written.labels, skipped, notes: notesOf(written, work) };
  } finally {
    for (const { draft, results } of sets) await closeAll(draft, results);
  }
}

/** The files of the whole, or of one split. */
type CocoSet = { readonly draft: CocoDraft; readonly results: ElementFile | null };

type Work = {
  readonly options: WriteOptions;
  readonly classes: ClassMap;
  readonly categories: Categories;
  readonly sets: readonly CocoSet[];
  runLengths: number;
};

type CocoMade = Made & { readonly annotations: readonly Member[]; readonly results: readonly Member[] };

async function beginSet(folder: string, hasResults: boolean): Promise<CocoSet> {
  const results = hasResults ? await elementFile(join(folder, '.predictions.part')) : null;
  return { draft: await beginCoco(folder), results };
}

async function endSet({ draft, results }: CocoSet, categories: readonly Json[]): Promise<void> {
  await endCoco(draft, categories);
  if (results !== null) await endList(results, PREDICTIONS_JSON);
}

async function closeAll({ images, annotations }: CocoDraft, results: ElementFile | null): Promise<void> {
  for (const file of [images, annotations, results]) await file?.part.close();
}

/** Classes of the labels and of the predictions: their categories are the same. */
async function classesOf({ classes, predictions, samples }: WriteOptions, survey: Survey): Promise<ClassMap> {
  if (classes !== null) return givenClasses(classes);
  const names = new Set(survey.classes.keys());
  if (predictions !== undefined) {
    let isThere = false;
    for await (const { labels } of samples()) {
      if (!Object.hasOwn(labels, predictions)) continue;
      isThere = true;
      for (const { label } of labels[predictions] ?? []) if (label !== null) names.add(label);
    }
    if (!isThere) throw new UserError('unknown-field', `no label field ${predictions}`);
  }
  if (names.size > 0) return derivedClasses(names);
  throw new UserError('invalid', `no label with a class in ${survey.fields.join(', ')}: there is nothing to learn`, {
    hint: 'name another field with --field, or the classes with --classes',
  });
}

function make({ sample, labels, picture }: Placed, work: Work): CocoMade {
  const { options, classes } = work;
  const skipped = tally();
  const size = picture.size ?? { width: 1, height: 1 };
  const maker: ShapeMaker = { size, holes: options.holes ?? 'rle', asMask: false };
  const own = labels.flatMap((label, i): Member[] => {
    const made = member(label, classes, maker);
    if (typeof made !== 'string') return [made];
    skipped.count(made, `${sample.filepath}#${String(i + 1)}`);
    return [];
  });
  const predicted = options.predictions === undefined ? [] : (labelsIn(sample, [options.predictions]) ?? []);
  const results = predicted.flatMap((label, i): Member[] => {
    const made =
      label.confidence === null
        ? 'predictions without a confidence'
        : member(label, classes, { ...maker, asMask: true });
    if (typeof made !== 'string') return [made];
    skipped.count(made, `${sample.filepath}#${String(i + 1)} of ${options.predictions ?? ''}`);
    return [];
  });
  return {
    labels: own.length,
    items: own.length,
    classes: new Set(own.map(({ index }) => index)),
    skipped: skipped.list(),
    annotations: own,
    results,
  };
}

/** What an annotation is made of, or why there is none. */
function member(label: Label, classes: ClassMap, maker: ShapeMaker): Member | string {
  if (label.label === null) return 'labels without a class';
  const index = classes.indexOf(label.label);
  if (index === undefined) return `labels of a class that is not in the list: ${label.label}`;
  const made = cocoShape(label, maker);
  return 'reason' in made ? made.reason : { label, index, shape: made.shape };
}

async function add(made: CocoMade, placed: AnyPlaced, { draft, results }: CocoSet, work: Work): Promise<void> {
  const image = draft.images.length() + 1;
  await draft.images.add(cocoImage(placed, image));
  for (const one of made.annotations) {
    work.categories.see(one.index, one.label);
    if (one.label.kind === 'polyline' && !Array.isArray(one.shape['segmentation'])) work.runLengths += 1;
    await draft.annotations.add({ id: draft.annotations.length() + 1, image_id: image, ...annotationOf(one) });
  }
  for (const { index, shape, label } of made.results) {
    work.categories.seeResult(index, label);
    await results?.add({ image_id: image, category_id: index + 1, ...shape, score: label.confidence });
  }
}

function notesOf(written: Written, { options, classes, sets, runLengths }: Work): string[] {
  const nouns: Nouns = { file: null, item: ['annotation'] };
  const results = sets.reduce((sum, set) => sum + (set.results?.length() ?? 0), 0);
  return [
    ...(options.splits === true
      ? splitNotes(written, { nouns, media: options.media })
      : [
          `${counted(written.samples, 'image')} (${formatCount(emptyOf(written))} without annotations), ${counted(written.labels, 'annotation')}`,
        ]),
    ...(options.predictions === undefined ? [] : [`${counted(results, 'prediction')} in ${PREDICTIONS_JSON}`]),
    ...(runLengths === 0 ? [] : [`outlines with holes, written as run lengths: ${formatCount(runLengths)}`]),
    ...classNotes(written, classes),
    ...pictureNotes(written),
  ];
}

function emptyOf({ splits }: Written): number {
  return Object.values(splits).reduce((sum, { empty }) => sum + empty, 0);
}
