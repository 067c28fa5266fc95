import { type PackedLabel, type StoredLabel, unpackLabel } from '../../model/packed-sample.ts';
import type { Label } from '../../model/label.ts';
import type { WriteOptions } from '../define-format.ts';
import type { Made, PackedPlaced, Placed } from './placed.ts';
import type { SourcePicture } from './source-picture.ts';
import { threadPool } from './thread-pool.ts';

/** A file that is to be written for the labels of one sample. */
export type LabelFile = {
  /** Absolute path; there is no such file yet. */
  readonly file: string;
  /** What the sample is called in reports. */
  readonly sample: string;
  readonly picture: Pick<SourcePicture, 'size' | 'fileSize'>;
  readonly labels: readonly Label[];
};

/** The same as plain data, for another thread. */
export type StoredLabelFile = Omit<LabelFile, 'labels'> & { readonly labels: readonly StoredLabel[] };

/** Which file is written for a sample. */
export type FileOf = (placed: Omit<Placed, 'sample' | 'labels'>) => string;

/** The file of a sample, to be written in this thread. */
export function labelFileOf({ sample, labels, ...placed }: Placed, fileOf: FileOf): LabelFile {
  return { ...headOf({ ...placed, sample }, fileOf), labels };
}

/** A file that came from another thread. */
export function unpackFile({ labels, ...file }: StoredLabelFile): LabelFile {
  return { ...file, labels: labels.map(unpackLabel) };
}

/** How label files are written by several threads. */
export type Threading<M> = {
  /** A module that answers a `StoredLabelFile` with what it made of it, and its `workerData`. */
  readonly worker: URL;
  readonly data: unknown;
  /** Number of samples from which on starting threads pays. */
  readonly from: number;
  readonly fileOf: FileOf;
  /** Which files are written in this thread, one at a time, and how; default: none. */
  readonly isHeavy?: (picture: LabelFile['picture']) => boolean;
  readonly write: (file: LabelFile) => M;
};

/** Writes the files of some samples in other threads. */
export type Elsewhere<M> = (placed: readonly PackedPlaced[]) => Promise<readonly M[]>;

/** Runs `work` with threads beside it where there is enough to do, and ends them with it. */
export async function withThreads<M extends Made, T>(
  { packed, total }: Pick<WriteOptions, 'packed' | 'total'>,
  { worker, data, from, fileOf, isHeavy = () => false, write }: Threading<M>,
  work: (elsewhere: Elsewhere<M> | undefined) => Promise<T>,
): Promise<T> {
  if (packed === undefined || total < from) return work(undefined);
  const pool = threadPool<StoredLabelFile, M>(worker, data);
  try {
    return await work(async (placed) => {
      const files = placed.map((one) => storedFileOf(one, fileOf));
      const made = [...(await pool.run(files.filter(({ picture }) => !isHeavy(picture))))];
      for (const [i, file] of files.entries()) if (isHeavy(file.picture)) made.splice(i, 0, write(unpackFile(file)));
      return made;
    });
  } finally {
    await pool.close();
  }
}

function storedFileOf({ labels, ...placed }: PackedPlaced, fileOf: FileOf): StoredLabelFile {
  return { ...headOf(placed, fileOf), labels: labels.map(storedPart) };
}

function headOf(
  placed: Omit<Placed, 'sample' | 'labels'> & { readonly sample: { readonly filepath: string } },
  fileOf: FileOf,
): Omit<LabelFile, 'labels'> {
  const { size, fileSize } = placed.picture;
  return { file: fileOf(placed), sample: placed.sample.filepath, picture: { size, fileSize } };
}

/** A function cannot go to another thread. */
function storedPart({
  id,
  kind,
  label,
  confidence,
  closed,
  filled,
  geometry,
  attributes,
  tags,
}: PackedLabel): StoredLabel {
  return { id, kind, label, confidence, closed, filled, geometry, attributes, tags };
}
