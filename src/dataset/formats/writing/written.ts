import { counted, formatCount } from '../../model/counted.ts';
import type { PictureLink } from '../../media/link-picture.ts';
import type { ClassMap } from '../../model/class-map.ts';
import type { AnyPlaced, Made } from './placed.ts';
import { type Split, SPLITS } from './split.ts';

/** What has been written so far. */
export type Written = {
  samples: number;
  labels: number;
  readonly splits: Readonly<Record<Split | 'none', SplitCounts>>;
  readonly ways: Record<PictureLink, number>;
  /** Numbers of the classes that have an item. */
  readonly classes: Set<number>;
  /** Samples with labels of which none was written. */
  emptied: number;
  /** Pictures that have another size than recorded, and the first of them. */
  readonly otherSize: { count: number; example: string };
};

type SplitCounts = { samples: number; items: number; empty: number };

/** Nothing yet. */
export function newWritten(): Written {
  const none = (): SplitCounts => ({ samples: 0, items: 0, empty: 0 });
  return {
    samples: 0,
    labels: 0,
    splits: { train: none(), val: none(), test: none(), none: none() },
    ways: { 'hard-link': 0, 'symbolic-link': 0, copy: 0 },
    classes: new Set(),
    emptied: 0,
    otherSize: { count: 0, example: '' },
  };
}

/** Counts a sample that was written; `way` is how its picture got there, null where it did not. */
export function countSample(
  written: Written,
  { sample, split, labels, picture }: AnyPlaced,
  { way, made }: { readonly way: PictureLink | null; readonly made: Made },
): void {
  written.samples += 1;
  written.labels += made.labels;
  const own = written.splits[split ?? 'none'];
  own.samples += 1;
  own.items += made.items;
  if (made.items === 0) own.empty += 1;
  if (made.items === 0 && labels.length > 0) written.emptied += 1;
  for (const number of made.classes) written.classes.add(number);
  if (way !== null) written.ways[way] += 1;
  if (!picture.isOtherSize) return;
  if (written.otherSize.count === 0) written.otherSize.example = sample.filepath;
  written.otherSize.count += 1;
}

/** What is counted, and many of it where that takes more than an s. */
export type Noun = readonly [singular: string, plural?: string];

/** The words of a report. */
export type Nouns = {
  /** What is written for each sample: `label file`; null where that is one file for all. */
  readonly file: Noun | null;
  /** What labels are written as: `outline`. */
  readonly item: Noun;
};

const SAMPLE: Noun = ['sample'];

type About = { readonly nouns: Nouns; readonly classes: ClassMap; readonly media: 'link' | 'copy' | 'none' };

/** What a report says about the splits, each of them even if it is empty. */
export function splitNotes({ splits }: Written, { nouns, media }: Omit<About, 'classes'>): readonly string[] {
  return SPLITS.map((split) => {
    const { samples, items, empty } = splits[split];
    if (samples === 0) return `${split}: no samples`;
    const parts = [
      ...(media === 'none' ? [] : [counted(samples, 'picture')]),
      counted(samples, ...(nouns.file ?? SAMPLE)),
    ];
    const background = empty === 0 ? '' : ` (${formatCount(empty)} empty)`;
    return `${split}: ${parts.join(', ')}${background}, ${counted(items, ...nouns.item)}`;
  });
}

/** Splits without samples that a training cannot do without. */
export function bareSplitNotes({ splits }: Written): string[] {
  const bare = (['train', 'val'] as const).filter((split) => splits[split].samples === 0);
  if (bare.length === 0) return [];
  return [`training needs pictures in train and val: there are none in ${bare.join(' and ')}, which verify reports`];
}

/** Classes that no item has. */
export function classNotes({ classes }: Written, { names }: ClassMap): string[] {
  const unused = names.filter((_, i) => !classes.has(i));
  return unused.length === 0 ? [] : [`classes without a label: ${unused.join(', ')}`];
}

/** Samples that look annotated as empty although they are not, and how pictures got into place. */
export function pictureNotes({ ways, otherSize, emptied }: Written): string[] {
  const done = [
    ways['hard-link'] > 0 && `${formatCount(ways['hard-link'])} hard-linked`,
    ways['symbolic-link'] > 0 && `${formatCount(ways['symbolic-link'])} linked by name`,
    ways.copy > 0 && `${formatCount(ways.copy)} copied`,
  ].filter((part) => part !== false);
  const notes: string[] = [];
  if (emptied > 0)
    notes.push(`background to a trainer, because none of their labels was written: ${counted(emptied, 'sample')}`);
  if (done.length > 0) notes.push(`pictures: ${done.join(', ')}`);
  const { count, example } = otherSize;
  if (count > 0) notes.push(`${counted(count, 'picture')} of another size than recorded, such as ${example}`);
  return notes;
}
