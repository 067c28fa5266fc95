import type { Json } from './label.ts';
import type { FieldValue } from './sample.ts';

/** Numbers of labels by what became of them. A label may have moved and be relabelled, too. */
export type LabelDiff = {
  readonly added: number;
  readonly removed: number;
  /** With other points, not by rounding. */
  readonly moved: number;
  /** With the same points but for rounding, and the same holes, marked or not. */
  readonly rounded: number;
  /** With another class. */
  readonly relabelled: number;
  /** With other tags. */
  readonly retagged: number;
  /** With another confidence or other attributes. */
  readonly changed: number;
};

/** What can become of a label. */
export type LabelFate = keyof LabelDiff;

/** One difference. What was is in `from`, what is now in `to`. */
export type DiffEntry = {
  readonly of: 'sample' | 'label';
  readonly what: LabelFate;
  /** Id of the sample: on the second side, unless it was removed. */
  readonly sample: string;
  readonly filepath: string;
  /** The field: of the labels, or of values that are not the same; null for samples that were added or removed. */
  readonly field: string | null;
  /** Id of the label. */
  readonly label: string | null;
  /** Its class; for a relabelled one what it is now. */
  readonly class: string | null;
  readonly from: FieldValue;
  readonly to: FieldValue;
  /** Of labels that moved, how much they cover each other, 0 to 1. */
  readonly iou: number | null;
};

/** A difference in what is said of a dataset as a whole. What is only on the other side is null. */
export type AboutEntry =
  /** The declaration of a field in words; of an attribute of labels, `gt.alive`, its type. */
  | { readonly of: 'field'; readonly name: string; readonly from: string | null; readonly to: string | null }
  /** A class list: of a label field, or of all that have none of their own, whose name is null. */
  | {
      readonly of: 'classes';
      readonly name: string | null;
      readonly from: readonly string[] | null;
      readonly to: readonly string[] | null;
    }
  /** A note, or a member of what only an export to FiftyOne gives back. */
  | { readonly of: 'info' | 'fiftyone'; readonly name: string; readonly from: Json; readonly to: Json };

/** What lies between two datasets, snapshots or views. */
export type Diff = {
  /** What was compared, as it was written. */
  readonly sides: readonly [string, string];
  /** What samples were matched by. */
  readonly by: string;
  readonly samples: {
    readonly total: readonly [number, number];
    readonly added: number;
    readonly removed: number;
    /** On both sides, and not the same. */
    readonly changed: number;
    /** On both sides, and the same but for labels that are rounded. */
    readonly rounded: number;
  };
  /** What is said of the datasets as a whole: fields, class lists, notes. */
  readonly about: readonly AboutEntry[];
  /**
   * Fields that only say when something was fetched, with the number of samples on which they differ, and on how many of these
   * nothing else does. They are no difference and counted nowhere else, unless they were asked for.
   */
  readonly fetched: { readonly samples: number; readonly fields: Diff['fields'] };
  readonly labels: LabelDiff;
  /** Fields of values, and `tags`, with the number of samples on which they differ. */
  readonly fields: readonly { readonly name: string; readonly samples: number }[];
  /** A relabelled label counts with both of its classes. */
  readonly classes: readonly (LabelDiff & { readonly field: string; readonly class: string | null })[];
  readonly relabelled: readonly {
    readonly field: string;
    readonly from: string | null;
    readonly to: string | null;
    readonly labels: number;
  }[];
  /** By `cvat_task_name`, where there is one; samples are those that changed, were added or removed. */
  readonly tasks: readonly (LabelDiff & { readonly task: string; readonly samples: number })[];
  /** The first of them, in the order of the first side; those that were added come last, and behind them what is rounded. */
  readonly entries: readonly DiffEntry[];
  /** How many there are. */
  readonly total: number;
};

/** Whether nothing differs, when something was fetched apart. */
export function isEqual({ about, total }: Diff): boolean {
  return about.length === 0 && total === 0;
}

/** Samples in which a field differs, in words; tags are several things. */
export function withAnother(field: string): string {
  return field === 'tags' ? 'samples with other tags' : `samples with another ${field}`;
}
