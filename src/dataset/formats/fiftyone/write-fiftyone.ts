import { createHash } from 'node:crypto';
import { type FileHandle, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfCancelled, UserError } from '../../../diagnostics.ts';
import { readPictureHeader, shownSize } from '../../media/picture-size.ts';
import type { Job } from '../../model/job.ts';
import type { Json } from '../../model/label.ts';
import type { Sample } from '../../model/sample.ts';
import type { Field } from '../../model/schema.ts';
import { tally, type Tally } from '../../model/tally.ts';
import type { WriteOptions, WriteReport } from '../define-format.ts';
import { counted } from '../../model/counted.ts';
import { isObject, type JsonObject, listOf } from '../../model/json-value.ts';
import { builtInDocuments, type WrittenKind } from './field-documents.ts';
import { jsonText } from './json-text.ts';
import type { Size } from './label-text.ts';
import { type PicturePlacer, picturePlacer } from './placed-pictures.ts';
import { NOTED, sampleText } from './sample-text.ts';
import { type WrittenField, writtenFields, writtenKind } from './written-fields.ts';

/**
 * Writes metadata.json, samples.json and, unless without pictures, `data/`. Every sample of the view is written, annotated or
 * not. FiftyOne 1.0 and later load it: the version says 1.0.0, from which they bring it up to date themselves.
 *
 * @throws UserError `usage` for options that this format has no use for
 */
export async function writeFiftyone(options: WriteOptions, job: Job): Promise<WriteReport> {
  refuseUseless(options);
  const { details, fields } = options.dataset;
  const kept = isObject(details.fiftyone) ? details.fiftyone : {};
  const kinds = await kindsOf(fields, options, job);
  const written = writtenFields(fields, kinds, listOf(kept['sample_fields']) ?? []);
  const work: Work = {
    options,
    fields: written,
    dataset: idOf(options.dataset.name),
    placer: await picturePlacer(options),
    ids: new Set(),
    dropped: tally(),
    noted: tally(),
    counts: { samples: 0, labels: 0 },
  };
  await writeSamples(work, job);
  const document = datasetDocument(work, kept);
  await writeFile(join(options.out, 'metadata.json'), jsonText(document), { flag: 'wx' });
  return { ...work.counts, skipped: work.dropped.list(), notes: notesOf(work) };
}

type Work = {
  readonly options: WriteOptions;
  readonly fields: readonly WrittenField[];
  readonly dataset: string;
  readonly placer: PicturePlacer;
  /** A view may show a sample twice, and FiftyOne takes an id once. */
  readonly ids: Set<string>;
  readonly dropped: Tally;
  readonly noted: Tally;
  readonly counts: { samples: number; labels: number };
};

function refuseUseless({ fields, classes, missing, splitBy }: WriteOptions): void {
  const given = {
    field: fields !== null,
    classes: classes !== null,
    missing: missing !== 'empty',
    'split-by': splitBy !== null,
  };
  const flag = Object.entries(given).find(([, isGiven]) => isGiven)?.[0];
  if (flag === undefined) return;
  throw new UserError('usage', `fiftyone writes every field and sample as it is: --${flag} has no use`, {
    hint: 'leave it out; a view says which samples and fields are written',
  });
}

/** The kinds of labels that fields of mixed ones hold: FiftyOne has a field for each. */
async function kindsOf(
  fields: readonly Field[],
  { samples }: WriteOptions,
  job: Job,
): Promise<ReadonlyMap<string, ReadonlySet<WrittenKind>>> {
  const mixed = fields.filter((field) => field.kind === 'labels' && field.label === 'mixed').map(({ name }) => name);
  const kinds = new Map(mixed.map((name) => [name, new Set<WrittenKind>()]));
  if (mixed.length === 0) return kinds;
  for await (const { labels } of samples()) {
    throwIfCancelled(job.signal);
    for (const [name, seen] of kinds) for (const { kind } of labels[name] ?? []) seen.add(writtenKind(kind));
  }
  return kinds;
}

/** Text that is gathered before it is written. */
const PIECE = 1 << 20;

async function writeSamples(work: Work, job: Job): Promise<void> {
  const file = await open(join(work.options.out, 'samples.json'), 'wx');
  try {
    let text = '{"samples": [';
    let seen = 0;
    for await (const sample of work.options.samples()) {
      throwIfCancelled(job.signal);
      const document = await documentOf(sample, work);
      if (document !== undefined) text += work.counts.samples > 1 ? `,${document}` : document;
      text = await flushed(file, text, PIECE);
      seen += 1;
      if (seen % 20 === 0)
        job.report({ what: 'writing fiftyone', done: seen, total: work.options.total, unit: 'samples' });
    }
    await flushed(file, `${text}]}`, 0);
  } finally {
    await file.close();
  }
}

/** Writes the text where it is long enough; what is left. */
async function flushed(file: FileHandle, text: string, enough: number): Promise<string> {
  if (text.length < enough) return text;
  await file.writeFile(text);
  return '';
}

async function documentOf(sample: Sample, work: Work): Promise<string | undefined> {
  const { id = '', filepath } = sample;
  if (work.ids.has(id)) {
    work.dropped.count('samples that the view shows again: FiftyOne takes an id once', filepath);
    return undefined;
  }
  work.ids.add(id);
  const { text, labels } = sampleText(sample, {
    fields: work.fields,
    dataset: work.dataset,
    filepath: await work.placer.place(sample),
    size: await sizeOf(sample, work.options),
    tell: (reason, name) => {
      (NOTED.has(reason) ? work.noted : work.dropped).count(reason, name);
    },
  });
  work.counts.samples += 1;
  work.counts.labels += labels;
  return text;
}

/** As it is recorded; else, where labels are in pixels, as the picture says. */
async function sizeOf(sample: Sample, { mediaPath }: WriteOptions): Promise<Size> {
  const { width, height, labels } = sample;
  if (width !== null && height !== null && width > 0 && height > 0) return { width, height };
  const needsSize = Object.values(labels).some((list) =>
    list?.some((label) => label.kind === 'mask' || ('units' in label && label.units === 'pixel')),
  );
  if (!needsSize) return undefined;
  try {
    return shownSize(await readPictureHeader(mediaPath(sample)));
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

function datasetDocument({ options, fields, dataset }: Work, kept: JsonObject): JsonObject {
  const { name, details, isWhole } = options.dataset;
  const { saved_views: views = [], workspaces = [] } = kept;
  return {
    _id: { $oid: dataset },
    name,
    slug: slugOf(name),
    version: '1.0.0',
    persistent: false,
    media_type: 'image',
    group_media_types: {},
    tags: [],
    info: details.info ?? {},
    classes: classesOf(options),
    default_classes: details.default_classes ?? [],
    mask_targets: {},
    default_mask_targets: {},
    skeletons: {},
    ...kept,
    sample_fields: [...builtInDocuments(), ...fields.map(({ document }) => document)],
    frame_fields: [],
    // They were made of the whole.
    saved_views: isWhole ? withDataset(views, dataset) : [],
    workspaces: isWhole ? withDataset(workspaces, dataset) : [],
    annotation_runs: {},
    brain_methods: {},
    evaluations: {},
    runs: {},
  };
}

/** Class lists that are not those of all fields. */
function classesOf({ dataset: { classLists, details } }: WriteOptions): JsonObject {
  const common = JSON.stringify(details.default_classes ?? []);
  return Object.fromEntries(Object.entries(classLists).filter(([, list]) => JSON.stringify(list) !== common));
}

function withDataset(documents: Json, dataset: string): readonly Json[] {
  return (listOf(documents) ?? []).map((one) => (isObject(one) ? { ...one, _dataset_id: { $oid: dataset } } : one));
}

/** The name for addresses: lower case, of letters of ASCII, digits and hyphens. */
function slugOf(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[\s+_.-]+/g, '-')
    .replace(/[^a-z0-9-]/g, '');
  return plain.replace(/^-+|-+$/g, '') || 'dataset';
}

function idOf(name: string): string {
  return createHash('sha256').update(`dataset\n${name}`).digest('hex').slice(0, 24);
}

function notesOf({ options, fields, placer, noted, counts }: Work): string[] {
  const { media } = options;
  const notes = [`${counted(counts.samples, 'sample')}, ${counted(counts.labels, 'label')}`];
  const { 'hard-link': hard, 'symbolic-link': soft, copy } = placer.ways;
  if (media !== 'none') {
    notes.push(`pictures in data/: ${String(hard + soft)} linked, ${String(copy)} copied`);
    const { count, example } = placer.absent();
    if (count > 0)
      notes.push(
        `${counted(count, 'picture')} not there, such as ${example}: written with the path where it should be`,
      );
  } else notes.push('no pictures: file paths are where the pictures lie now');
  const moved = fields.filter(({ name, source }) => name !== source);
  for (const { source, name } of moved) notes.push(`${source} is written as ${name}`);
  return [...notes, ...noted.list().map(({ reason, count }) => `${counted(count, NOTED.get(reason) ?? '')} ${reason}`)];
}
