import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfCancelled, UserError } from '../../../diagnostics.ts';
import type { PictureLink } from '../../media/link-picture.ts';
import type { Job, Skipped } from '../../model/job.ts';
import type { PackedSample } from '../../model/packed-sample.ts';
import type { Sample } from '../../model/sample.ts';
import { tally, type Tally } from '../../model/tally.ts';
import type { WriteOptions } from '../define-format.ts';
import { nameGiver, type NameGiver } from './file-names.ts';
import type { Elsewhere } from './label-file.ts';
import type { AnyPlaced, Made, PackedPlaced, Placed } from './placed.ts';
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
  /** Writes the labels of one sample. */
  readonly write: (placed: Placed) => M | Promise<M>;
  /** Has the labels of several samples written by other threads instead. */
  readonly elsewhere?: Elsewhere<M> | undefined;
  /** Takes what was made, in the order of the samples. */
  readonly take?: (made: M, placed: AnyPlaced) => void | Promise<void>;
};

/** What was written and what was not. */
export type WrittenSamples = { readonly written: Written; readonly skipped: readonly Skipped[] };

/**
 * Goes through the samples, decides which of them are written, puts their pictures in place and has their labels written. What is
 * written elsewhere is waited for only when the next samples are on their way, so that all cores have something to do. Names,
 * counts and examples do not depend on which is done first.
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
  const { elsewhere } = writer;
  const { packed } = options;
  if (elsewhere === undefined || packed === undefined) await writeHere(options.samples(), work, job);
  else await writeElsewhere(packed(), { ...work, elsewhere }, job);
  const skipped = work.skipped.list();
  if (work.written.samples === 0) throw nothingWritten(skipped);
  return { written: work.written, skipped };
}

/** Samples that are looked at together: their headers are read, and their pictures copied, at once. */
const AT_ONCE = 16;

/** Lots that other threads have before one is waited for: a thread that has done one has the next already. */
const AHEAD = 8;

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

type LabelOf<P extends AnyPlaced> = P['labels'][number];

/** A sample that may be written, until its picture turns out to be none. */
type Candidate<P extends AnyPlaced> = Pick<P, 'sample' | 'split' | 'labels'> & {
  readonly picture: SourcePicture | NoPicture;
};

/** Some samples in their order: what was left out of them, and what is to be written. */
type Lot<P> = { readonly left: readonly Skipped[]; readonly ready: readonly Ready<P>[] };

/** How the picture got into place, null where it did not and need not, or why there is none. */
type Ready<P> = { readonly placed: P; readonly way: PictureLink | null | NoPicture };

async function writeHere<M extends Made>(samples: AsyncIterable<Sample>, work: Work<M>, job: Job): Promise<void> {
  for await (const batch of batches(samples, work, job)) {
    const { left, ready } = await lotOf<Placed, M>(batch, work);
    work.skipped.add(left);
    // What is made of one is forgotten before the next is made.
    for (const one of ready) await fold(one, hasPicture(one) ? await work.writer.write(one.placed) : undefined, work);
  }
}

async function writeElsewhere<M extends Made>(
  samples: AsyncIterable<PackedSample>,
  work: Work<M> & { readonly elsewhere: Elsewhere<M> },
  job: Job,
): Promise<void> {
  const inOrder: Promise<void>[] = [];
  for await (const batch of batches(samples, work, job)) {
    const lot = await lotOf<PackedPlaced, M>(batch, work);
    const made = work.elsewhere(lot.ready.filter(hasPicture).map(({ placed }) => placed));
    const writing = Promise.all([inOrder.at(-1), made]).then(([, all]) => foldLot(lot, all, work));
    // It is waited for below, and may fail before that.
    writing.catch(() => undefined);
    inOrder.push(writing);
    if (inOrder.length > AHEAD) await inOrder.shift();
  }
  await inOrder.at(-1);
}

async function foldLot<M extends Made>(
  { left, ready }: Lot<PackedPlaced>,
  made: readonly M[],
  work: Work<M>,
): Promise<void> {
  work.skipped.add(left);
  const next = made.values();
  for (const one of ready) await fold(one, hasPicture(one) ? next.next().value : undefined, work);
}

async function* batches<S, M extends Made>(
  samples: AsyncIterable<S>,
  { options, writer }: Work<M>,
  job: Job,
): AsyncGenerator<readonly S[]> {
  let done = 0;
  let batch: S[] = [];
  for await (const sample of samples) {
    if (batch.push(sample) < AT_ONCE) continue;
    yield batch;
    done += batch.length;
    batch = [];
    throwIfCancelled(job.signal);
    job.report({ what: writer.what, done, total: options.total, unit: 'samples' });
  }
  yield batch;
}

/** Decides which samples are written, and puts their pictures in place. Nothing of all is counted yet: that is done in order. */
async function lotOf<P extends AnyPlaced, M extends Made>(
  samples: readonly P['sample'][],
  work: Work<M>,
): Promise<Lot<P>> {
  const left = tally();
  const candidates = await Promise.all(
    samples.map((sample) => candidate<P, M>(sample, work, left)).filter((one) => one !== undefined),
  );
  const placed = candidates.flatMap((one) => named<P, M>(one, work, left));
  const ready = await Promise.all(placed.map(async (one) => ({ placed: one, way: await put(one, work) })));
  return { left: left.list(), ready };
}

/** The sample with its labels and picture, or undefined where it is left out, which is counted. */
function candidate<P extends AnyPlaced, M extends Made>(
  sample: P['sample'],
  { options, writer }: Work<M>,
  left: Tally,
): Promise<Candidate<P>> | undefined {
  const split = (writer.wanted.bySplit ? splitOf : mentionedSplitOf)(sample, options.splitBy);
  const labels = labelsIn<LabelOf<P>>(sample, writer.survey.fields);
  const reason = whyLeftOut(split, labels !== null, { options, writer });
  if (reason !== undefined) {
    left.count(reason, sample.filepath);
    return undefined;
  }
  return sourcePicture(sample, options, writer.needs).then(
    (picture) => ({ sample, split, labels: labels ?? [], picture }) as Candidate<P>,
  );
}

function whyLeftOut<M extends Made>(
  split: Split | undefined,
  isAnnotated: boolean,
  { options, writer }: Pick<Work<M>, 'options' | 'writer'>,
): string | undefined {
  if (split === undefined && writer.wanted.bySplit) {
    return options.splitBy === null
      ? 'samples in none of the splits train, val, test'
      : `samples whose ${options.splitBy} is none of train, val, test`;
  }
  return !isAnnotated && options.missing !== 'empty' ? 'samples that were never annotated' : undefined;
}

/** Names are given in order, as one may depend on those before. */
function named<P extends AnyPlaced, M extends Made>(
  { picture, ...rest }: Candidate<P>,
  work: Work<M>,
  left: Tally,
): P[] {
  const { nameOf, writer } = work;
  const reason = 'reason' in picture ? picture.reason : writer.refuses?.(picture);
  if (reason !== undefined || 'reason' in picture) {
    left.count(reason ?? '', rest.sample.filepath);
    return [];
  }
  return [{ ...rest, picture, name: nameOf(rest.sample, picture.extension), number: work.placed++ } as P];
}

async function put<M extends Made>(
  { split, name, picture }: AnyPlaced,
  { options, writer, folders }: Work<M>,
): Promise<PictureLink | null | NoPicture> {
  const { media, out } = options;
  if (media === 'none') return null;
  const folder = join(out, writer.pictureFolder(split));
  const isMade = folders.get(folder) ?? mkdir(folder, { recursive: true });
  folders.set(folder, isMade);
  await isMade;
  return placePicture(picture, join(folder, name + picture.extension), media);
}

function hasPicture({ way }: Ready<AnyPlaced>): boolean {
  return way === null || typeof way === 'string';
}

async function fold<M extends Made>(
  { placed, way }: Ready<AnyPlaced>,
  made: M | undefined,
  { writer, skipped, written }: Work<M>,
): Promise<void> {
  if (way !== null && typeof way !== 'string') skipped.count(way.reason, placed.sample.filepath);
  if (made === undefined || (way !== null && typeof way !== 'string')) return;
  skipped.add(made.skipped);
  countSample(written, placed, { way, made });
  await writer.take?.(made, placed);
}

function nothingWritten(skipped: readonly Skipped[]): UserError {
  const reasons = skipped.map(({ reason, count }) => `${String(count)} ${reason}`);
  return new UserError('invalid', `no sample can be written: ${reasons.join(', ')}`, {
    hint: '--media none writes labels without pictures',
  });
}
