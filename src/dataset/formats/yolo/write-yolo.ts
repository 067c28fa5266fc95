import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfCancelled, UserError } from '../../../diagnostics.ts';
import { type ClassMap, derivedClasses, givenClasses } from '../../model/class-map.ts';
import type { Job } from '../../model/job.ts';
import type { FieldLabels, Sample } from '../../model/sample.ts';
import { tally, type Tally } from '../../model/tally.ts';
import type { WriteOptions, WriteReport } from '../define-format.ts';
import { DATA_YAML, dataYaml } from './data-yaml.ts';
import { nameGiver, type NameGiver } from './file-names.ts';
import { labelRows } from './label-rows.ts';
import { placePicture, type SourcePicture, sourcePicture } from './picture-of-sample.ts';
import { type Split, SPLITS, splitOf } from './split.ts';
import { type Survey, surveySamples } from './survey.ts';
import { newCounts, notesOf, type WriteCounts } from './write-counts.ts';

/**
 * Writes `images/SPLIT`, `labels/SPLIT` and `data.yaml`. Samples are gone through twice: once for splits, classes and
 * names, once for writing.
 *
 * @throws UserError `invalid` where nothing would be written or a sample is in two splits, and what the survey throws
 */
export async function writeYolo(options: WriteOptions, job: Job): Promise<WriteReport> {
  const survey = await surveySamples(options, job);
  const classes = options.classes === null ? derivedClasses(survey.classes.keys()) : givenClasses(options.classes);
  if (classes.names.length === 0) throw noClasses(survey);
  await makeFolders(options);
  const work: Work = {
    options,
    survey,
    classes,
    skipped: tally(),
    nameOf: nameGiver(survey.stems),
    counts: newCounts(),
  };
  let done = 0;
  for await (const sample of options.samples()) {
    throwIfCancelled(job.signal);
    await writeSample(sample, work);
    done += 1;
    if (done % 20 === 0) job.report({ what: 'writing yolo', done, total: options.total, unit: 'samples' });
  }
  const skipped = work.skipped.list();
  if (work.counts.samples === 0) throw nothingWritten(skipped.map(({ reason, count }) => `${String(count)} ${reason}`));
  await writeFile(join(options.out, DATA_YAML), await dataYaml(options.finalOut ?? options.out, classes.names));
  return {
    samples: work.counts.samples,
    labels: work.counts.labels,
    skipped,
    notes: notesOf(work.counts, { survey, classes, media: options.media }),
  };
}

type Work = {
  readonly options: WriteOptions;
  readonly survey: Survey;
  readonly classes: ClassMap;
  readonly skipped: Tally;
  readonly nameOf: NameGiver;
  readonly counts: WriteCounts;
};

/** Also for a split without samples: Ultralytics wants the folders that `data.yaml` names. */
async function makeFolders({ out, media }: WriteOptions): Promise<void> {
  for (const split of SPLITS) {
    await mkdir(join(out, 'labels', split), { recursive: true });
    if (media !== 'none') await mkdir(join(out, 'images', split), { recursive: true });
  }
}

async function writeSample(sample: Sample, work: Work): Promise<void> {
  const split = splitOf(sample);
  const labels = sample.labels[work.survey.field] ?? null;
  const reason = whyLeftOut(split, labels, work.options);
  if (split === undefined || reason !== undefined) {
    work.skipped.count(reason ?? NO_SPLIT, sample.filepath);
    return;
  }
  const picture = await sourcePicture(sample, work.options);
  if ('reason' in picture) {
    work.skipped.count(picture.reason, sample.filepath);
    return;
  }
  const name = work.nameOf(sample, picture.extension);
  if (await placed(sample, { picture, split, name }, work)) await writeLabels(sample, { picture, split, name }, work);
}

const NO_SPLIT = 'samples in none of the splits train, val, test';

function whyLeftOut(split: Split | undefined, labels: FieldLabels, { missing }: WriteOptions): string | undefined {
  if (split === undefined) return NO_SPLIT;
  return labels === null && missing !== 'empty' ? 'samples that were never annotated' : undefined;
}

type Place = { readonly picture: SourcePicture; readonly split: Split; readonly name: string };

async function placed(sample: Sample, { picture, split, name }: Place, work: Work): Promise<boolean> {
  const { media, out } = work.options;
  if (picture.isOtherSize) noteOtherSize(work.counts, sample.filepath);
  if (media === 'none') return true;
  const target = join(out, 'images', split, name + picture.extension);
  const way = await placePicture(picture, target, media);
  if (typeof way !== 'string') {
    work.skipped.count(way.reason, sample.filepath);
    return false;
  }
  work.counts.ways[way] += 1;
  return true;
}

function noteOtherSize({ otherSize }: WriteCounts, filepath: string): void {
  if (otherSize.count === 0) otherSize.example = filepath;
  otherSize.count += 1;
}

async function writeLabels(sample: Sample, { picture, split, name }: Place, work: Work): Promise<void> {
  const { counts, survey, classes, skipped, options } = work;
  const labels = sample.labels[survey.field] ?? [];
  const made = labelRows(
    labels,
    { size: picture.size, name: sample.filepath },
    { kind: survey.kind, classes, skipped },
  );
  await writeFile(join(options.out, 'labels', split, `${name}.txt`), made.rows.map((row) => `${row}\n`).join(''));
  counts.samples += 1;
  counts.labels += made.labels;
  counts.cut += made.cut;
  counts.bridged += made.bridged;
  const own = counts.splits[split];
  own.files += 1;
  own.rows += made.rows.length;
  if (made.rows.length === 0) own.empty += 1;
  if (made.rows.length === 0 && labels.length > 0) counts.emptied += 1;
  for (const row of made.rows) counts.classes.add(Number(row.slice(0, row.indexOf(' '))));
}

function noClasses({ field, kind }: Survey): UserError {
  const what = kind === 'polyline' ? 'closed outline' : 'box';
  return new UserError('invalid', `no ${what} with a class in ${field}: there is nothing to learn`, {
    hint: 'name another field with --field, or the classes with --classes',
  });
}

function nothingWritten(reasons: readonly string[]): UserError {
  return new UserError('invalid', `no sample can be written: ${reasons.join(', ')}`, {
    hint: '--media none writes labels without pictures',
  });
}
