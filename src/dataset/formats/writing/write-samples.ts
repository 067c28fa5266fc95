import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfCancelled, UserError } from '../../../diagnostics.ts';
import type { PictureLink } from '../../media/link-picture.ts';
import type { Job, Skipped } from '../../model/job.ts';
import type { FieldLabels, Sample } from '../../model/sample.ts';
import { tally, type Tally } from '../../model/tally.ts';
import type { WriteOptions } from '../define-format.ts';
import { nameGiver, type NameGiver } from './file-names.ts';
import type { Made, Placed } from './placed.ts';
import {
  type NoPicture,
  type PictureNeeds,
  placePicture,
  type SourcePicture,
  sourcePicture,
} from './source-picture.ts';
import { mentionedSplitOf, type Split, splitOf } from './split.ts';
import { labelsIn, type Survey, type Wanted } from './survey.ts';
import { countSample, newWritten, type Written } from './written.ts';

/** How a format writes samples one by one. */
export type SampleWriter<M extends Made> = {
  readonly wanted: Wanted;
  readonly needs: PictureNeeds;
  readonly survey: Survey;
  /** Why a picture cannot be written in this format, as a reason to count. */
  readonly refuses?: (picture: SourcePicture) => string | undefined;
  /** What progress is called. */
  readonly what: string;
  /** Folder of a picture, relative to the export, with `/`. */
  readonly pictureFolder: (split: Split | undefined) => string;
  /** Writes the labels of one sample; several are asked for at once. */
  readonly write: (placed: Placed) => Promise<M>;
  /** Takes what was made, in the order of the samples. */
  readonly take?: (made: M, placed: Placed) => void | Promise<void>;
};

/** What was written and what was not. */
export type WrittenSamples = { readonly written: Written; readonly skipped: readonly Skipped[] };

/**
 * Goes through the samples, decides which of them are written, puts their pictures in place and has their labels written, a
 * few samples at a time so that the disk and both cores have something to do. Names, counts and examples do not depend on
 * which is done first.
 *
 * @throws UserError `invalid` where no sample was written
 */
export async function writeSamples<M extends Made>(
  options: WriteOptions,
  job: Job,
  writer: SampleWriter<M>,
): Promise<WrittenSamples> {
  const work: Work<M> = {
    options,
    writer,
    nameOf: nameGiver(writer.survey.stems),
    skipped: tally(),
    written: newWritten(),
    folders: new Map(),
    placed: 0,
  };
  let done = 0;
  let batch: Sample[] = [];
  for await (const sample of options.samples()) {
    if (batch.push(sample) < AT_ONCE) continue;
    await writeBatch(batch, work);
    done += batch.length;
    batch = [];
    throwIfCancelled(job.signal);
    job.report({ what: writer.what, done, total: options.total, unit: 'samples' });
  }
  await writeBatch(batch, work);
  const skipped = work.skipped.list();
  if (work.written.samples === 0) throw nothingWritten(skipped);
  return { written: work.written, skipped };
}

const AT_ONCE = 32;

type Work<M extends Made> = {
  readonly options: WriteOptions;
  readonly writer: SampleWriter<M>;
  readonly nameOf: NameGiver;
  readonly skipped: Tally;
  readonly written: Written;
  /** Folders of pictures, made when the first comes. */
  readonly folders: Map<string, Promise<unknown>>;
  placed: number;
};

/** A sample that may be written, until its picture turns out to be none. */
type Candidate = Omit<Placed, 'name' | 'number' | 'picture'> & { readonly picture: SourcePicture | NoPicture };

async function writeBatch<M extends Made>(samples: readonly Sample[], work: Work<M>): Promise<void> {
  const candidates = await Promise.all(
    samples.map((sample) => candidate(sample, work)).filter((one) => one !== undefined),
  );
  const placed = candidates.flatMap((one) => named(one, work));
  const results = await Promise.all(placed.map((one) => writeOne(one, work)));
  for (const [i, result] of results.entries()) {
    const one = placed[i];
    if (one !== undefined) await fold(result, one, work);
  }
}

/** The sample with its labels and picture, or undefined where it is left out, which is counted. */
function candidate<M extends Made>(sample: Sample, work: Work<M>): Promise<Candidate> | undefined {
  const { options, writer } = work;
  const split = (writer.wanted.bySplit ? splitOf : mentionedSplitOf)(sample, options.splitBy);
  const labels = labelsIn(sample, writer.survey.fields);
  const reason = whyLeftOut(split, labels, work);
  if (reason !== undefined) {
    work.skipped.count(reason, sample.filepath);
    return undefined;
  }
  return sourcePicture(sample, options, writer.needs).then((picture) => ({
    sample,
    split,
    labels: labels ?? [],
    picture,
  }));
}

function whyLeftOut<M extends Made>(
  split: Split | undefined,
  labels: FieldLabels,
  { options, writer }: Work<M>,
): string | undefined {
  if (split === undefined && writer.wanted.bySplit) {
    return options.splitBy === null
      ? 'samples in none of the splits train, val, test'
      : `samples whose ${options.splitBy} is none of train, val, test`;
  }
  return labels === null && options.missing !== 'empty' ? 'samples that were never annotated' : undefined;
}

/** Names are given in order, as one may depend on those before. */
function named<M extends Made>({ picture, ...rest }: Candidate, work: Work<M>): Placed[] {
  const { nameOf, skipped, writer } = work;
  if ('reason' in picture) {
    skipped.count(picture.reason, rest.sample.filepath);
    return [];
  }
  const reason = writer.refuses?.(picture);
  if (reason !== undefined) {
    skipped.count(reason, rest.sample.filepath);
    return [];
  }
  return [{ ...rest, picture, name: nameOf(rest.sample, picture.extension), number: work.placed++ }];
}

type Result<M> = { readonly way: PictureLink | null; readonly made: M } | NoPicture;

async function writeOne<M extends Made>(placed: Placed, { options, writer, folders }: Work<M>): Promise<Result<M>> {
  const { media, out } = options;
  if (media === 'none') return { way: null, made: await writer.write(placed) };
  const folder = join(out, writer.pictureFolder(placed.split));
  const isMade = folders.get(folder) ?? mkdir(folder, { recursive: true });
  folders.set(folder, isMade);
  await isMade;
  const way = await placePicture(placed.picture, join(folder, placed.name + placed.picture.extension), media);
  return typeof way === 'string' ? { way, made: await writer.write(placed) } : way;
}

async function fold<M extends Made>(
  result: Result<M>,
  placed: Placed,
  { writer, skipped, written }: Work<M>,
): Promise<void> {
  if ('reason' in result) {
    skipped.count(result.reason, placed.sample.filepath);
    return;
  }
  skipped.add(result.made.skipped);
  countSample(written, placed, result);
  await writer.take?.(result.made, placed);
}

function nothingWritten(skipped: readonly Skipped[]): UserError {
  const reasons = skipped.map(({ reason, count }) => `${String(count)} ${reason}`);
  return new UserError('invalid', `no sample can be written: ${reasons.join(', ')}`, {
    hint: '--media none writes labels without pictures',
  });
}
