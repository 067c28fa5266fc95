import type { DetailName } from '../model/detail.ts';
import type { Job, Skipped } from '../model/job.ts';
import type { Json } from '../model/label.ts';
import type { ReadEvent } from '../model/read-event.ts';
import type { PackedSample } from '../model/packed-sample.ts';
import type { Sample } from '../model/sample.ts';
import type { Answer } from '../query/answer.ts';
import type { Field } from '../model/schema.ts';

/** What a reader is told: where the source lies and how to name things. Paths are absolute. */
export type ReadOptions = {
  readonly path: string;
  /** Folder in which the pictures are looked for; default: as the format documents. */
  readonly media: string | null;
  /** Name of the label field, where the format has no table of its own. */
  readonly field: string | null;
  /** Names of the classes in the order of their numbers, where the source does not tell them. */
  readonly classes?: readonly string[] | null;
  /** Value of pixels that belong to no class, where the source does not tell it. */
  readonly background?: Background | null;
  /** A file with the results of a model for the same pictures, and the label field they become; for `readsPredictions`. */
  readonly predictions?: string | null;
  readonly predictionsField?: string | null;
  /** An empty folder that becomes the media folder of the dataset: pictures made or unpacked go here, `filepath` is then relative to it. */
  readonly mediaOut: string;
};

/** What is written for pixels of no class: 255 (then classes count from 0) or 0 (then they count from 1). */
export type Background = 0 | 255;

/** Which of two labels is seen where both cover a pixel: the smaller, the later in its field, or that of higher `z_order`. */
export type OnTop = 'smaller' | 'later' | 'z-order';

/** What becomes of holes: joined to their outline by a line, run lengths, left out, or outlines of their own. */
export type Holes = 'bridge' | 'rle' | 'outer' | 'split';

/** What a writer may know of the dataset as a whole. */
export type WrittenDataset = {
  readonly name: string;
  /** User fields that the view leaves, in the order in which they were first seen. */
  readonly fields: readonly Field[];
  /** Class lists in the order of their sources, by label field. */
  readonly classLists: Readonly<Record<string, readonly string[]>>;
  readonly details: Readonly<Partial<Record<DetailName, Json>>>;
  /** False where a view is written. */
  readonly isWhole: boolean;
};

/** What a writer is handed. `samples` streams complete samples in order; it can be asked for more than once. */
export type WriteOptions = {
  /** Absolute. Does not exist yet, or is an empty folder; for some formats a file. The command moves it to its final name when all is written. */
  readonly out: string;
  /** Absolute path that `out` will have in the end, for files that name it; default: `out`. */
  readonly finalOut?: string;
  readonly samples: () => AsyncIterable<Sample>;
  /** The same with labels as they are stored, for a look at them that needs no points; where that is cheaper. */
  readonly packed?: () => AsyncIterable<PackedSample>;
  readonly total: number;
  readonly dataset: WrittenDataset;
  /** Absolute path of a sample's picture. */
  readonly mediaPath: (sample: Pick<Sample, 'filepath'>) => string;
  /** Label fields to write, in order; null: the only one that fits. */
  readonly fields: readonly string[] | null;
  /** Fixed class list in order; null: as the format documents. */
  readonly classes: readonly string[] | null;
  readonly media: 'link' | 'copy' | 'none';
  readonly missing: 'skip' | 'empty' | 'error';
  /** Field whose value names the split; null: the tags do. */
  readonly splitBy: string | null;
} & ParticularOptions;

/** Options that only some writers know; such a format lists them in `takes`. */
export type ParticularOptions = {
  readonly background?: Background;
  readonly onTop?: OnTop;
  /** Masks without a palette. */
  readonly grey?: boolean;
  readonly holes?: Holes;
  /** A set for each split, in a folder of its name, rather than one whole. */
  readonly splits?: boolean;
  /** A label field whose labels are written as results beside the others. */
  readonly predictions?: string;
  /** What a row of a table is. */
  readonly rows?: 'samples' | 'labels';
  /** A result that is written instead of samples. */
  readonly table?: Answer;
};

/** What was written. */
export type WriteReport = {
  readonly samples: number;
  readonly labels: number;
  readonly skipped: readonly Skipped[];
  readonly notes: readonly string[];
};

/** Something wrong in files that were written, with its place. */
export type VerifyFinding = {
  readonly check: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly where: string;
  /** How many findings this one stands for, where they are not listed one by one; default: 1. */
  readonly count?: number;
};

/** A format: any of reading, writing and verifying. Each streams, and obeys and reports to its job. */
export type Format = {
  readonly name: string;
  readonly summary: string;
  readonly examples: readonly string[];
  /** Which of the particular options its writer knows; default: none. */
  readonly takes?: readonly (keyof ParticularOptions)[];
  /** Whether `out` is a file rather than a folder. */
  readonly toFile?: boolean;
  /** Whether that file is text, which can be written to standard output as well. */
  readonly isText?: boolean;
  /** Whether the last result is written where nothing else is asked for. */
  readonly writesLast?: boolean;
  /** Whether what it writes has a list of classes, in their order. */
  readonly hasClassList?: boolean;
  /** Whether its reader takes results from a file of their own. */
  readonly readsPredictions?: boolean;
  /** Whether samples that were never annotated are written, too, unless it is asked for otherwise. */
  readonly keepsMissing?: boolean;
  readonly read?: (options: ReadOptions, job: Job) => AsyncIterable<ReadEvent>;
  readonly write?: (options: WriteOptions, job: Job) => Promise<WriteReport>;
  readonly verify?: (path: string, job: Job) => AsyncIterable<VerifyFinding>;
};

/** Declares a format; the registry in `index.ts` lists it. */
export function defineFormat<const F extends Format>(format: F): F {
  return format;
}
