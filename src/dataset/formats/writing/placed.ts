import type { Skipped } from '../../model/job.ts';
import type { Label } from '../../model/label.ts';
import type { PackedLabel, PackedSample } from '../../model/packed-sample.ts';
import type { Sample } from '../../model/sample.ts';
import type { SourcePicture } from './source-picture.ts';
import type { Split } from './split.ts';

/** A sample that is to be written, with what is known about it. */
export type Placed = PlacedAs<Sample, Label>;

/** The same with labels as they are stored. */
export type PackedPlaced = PlacedAs<PackedSample, PackedLabel>;

/** With labels in either form. */
export type AnyPlaced = Placed | PackedPlaced;

type PlacedAs<S, L> = {
  readonly sample: S;
  /** Undefined where samples without a split are written, too. */
  readonly split: Split | undefined;
  /** Labels of the fields that are written; empty also where they are missing and written as empty. */
  readonly labels: readonly L[];
  readonly picture: SourcePicture;
  /** Base name without extension that no other sample has. */
  readonly name: string;
  /** How many were placed before; some of these may not have been written. */
  readonly number: number;
};

/** What became of one sample. */
export type Made = {
  /** Labels that were written, wholly or in part. */
  readonly labels: number;
  /** What they were written as: rows, objects. */
  readonly items: number;
  /** Numbers of the classes that occur. */
  readonly classes: Iterable<number>;
  readonly skipped: readonly Skipped[];
};
