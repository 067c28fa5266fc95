import type { PictureLink } from '../../media/link-picture.ts';
import type { ClassMap } from '../../model/class-map.ts';
import { type Split, SPLITS } from './split.ts';
import type { Survey } from './survey.ts';

/** What has been written so far. */
export type WriteCounts = {
  samples: number;
  labels: number;
  cut: number;
  bridged: number;
  readonly splits: Readonly<Record<Split, SplitCounts>>;
  readonly ways: Record<PictureLink, number>;
  /** Numbers of the classes that have a row. */
  readonly classes: Set<number>;
  /** Pictures with labels of which none became a row. */
  emptied: number;
  /** Pictures that have another size than recorded, and the first of them. */
  readonly otherSize: { count: number; example: string };
};

type SplitCounts = { files: number; rows: number; empty: number };

/** Nothing yet. */
export function newCounts(): WriteCounts {
  const none = (): SplitCounts => ({ files: 0, rows: 0, empty: 0 });
  return {
    samples: 0,
    labels: 0,
    cut: 0,
    bridged: 0,
    splits: { train: none(), val: none(), test: none() },
    ways: { 'hard-link': 0, 'symbolic-link': 0, copy: 0 },
    classes: new Set(),
    emptied: 0,
    otherSize: { count: 0, example: '' },
  };
}

type About = { readonly survey: Survey; readonly classes: ClassMap; readonly media: 'link' | 'copy' | 'none' };

/** What the report says beside its numbers. */
export function notesOf(counts: WriteCounts, about: About): readonly string[] {
  const rows = about.survey.kind === 'polyline' ? 'outlines' : 'boxes';
  return [
    ...SPLITS.map((split) => splitNote(split, counts.splits[split], { rows, media: about.media })),
    ...classNotes(counts, about.classes),
    ...labelNotes(counts),
    ...pictureNotes(counts),
  ];
}

function splitNote(split: Split, { files, rows, empty }: SplitCounts, what: { rows: string; media: string }): string {
  if (files === 0) return `${split}: no samples`;
  const pictures = what.media === 'none' ? '' : `${counted(files, 'pictures')}, `;
  const background = empty === 0 ? '' : ` (${String(empty)} empty)`;
  return `${split}: ${pictures}${counted(files, 'label files')}${background}, ${counted(rows, what.rows)}`;
}

function classNotes({ classes }: WriteCounts, { names }: ClassMap): string[] {
  const unused = names.filter((_, i) => !classes.has(i));
  return unused.length === 0 ? [] : [`classes without a label: ${unused.join(', ')}`];
}

function labelNotes({ cut, bridged, emptied }: WriteCounts): string[] {
  const notes: string[] = [];
  if (cut > 0) notes.push(`labels cut at the edge of their picture: ${decimal(cut)}`);
  if (bridged > 0) notes.push(`holes joined to their outline by a line of no width: ${decimal(bridged)}`);
  if (emptied > 0)
    notes.push(`background to a trainer, because none of their labels was written: ${decimal(emptied)} samples`);
  return notes;
}

function pictureNotes({ ways, otherSize }: WriteCounts): string[] {
  const done = [
    ways['hard-link'] > 0 && `${decimal(ways['hard-link'])} hard-linked`,
    ways['symbolic-link'] > 0 && `${decimal(ways['symbolic-link'])} linked by name`,
    ways.copy > 0 && `${decimal(ways.copy)} copied`,
  ].filter((part) => part !== false);
  const notes = done.length === 0 ? [] : [`pictures: ${done.join(', ')}`];
  const { count, example } = otherSize;
  if (count > 0) notes.push(`${counted(count, 'pictures')} of another size than recorded, such as ${example}`);
  return notes;
}

/** With its noun, e.g. `1,204 outlines`, `1 outline`. */
function counted(count: number, what: string): string {
  const one = what === 'boxes' ? 'box' : what.replace(/s$/u, '');
  return `${decimal(count)} ${count === 1 ? one : what}`;
}

function decimal(count: number): string {
  return count.toLocaleString('en-US');
}
