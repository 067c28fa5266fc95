import { counted } from '../model/counted.ts';
import type { MergedSample, Overwritten } from './merge-sample.ts';

/** What is told of a merge beyond what the numbers of the change say. */
export type MergeReport = {
  /** Samples of the source that were here, and those that were added. */
  matched: number;
  added: number;
  /** Samples of the source that were left out, not being here. */
  left: number;
  /** Added samples whose id was taken. */
  renamed: number;
  /** By field: what stood here and went. */
  readonly overwritten: Map<string, OverwrittenField>;
};

/** How often, and how it was for the first. */
type OverwrittenField = { samples: number; labels: number; readonly example: string };

/** A report of nothing yet. */
export function emptyReport(): MergeReport {
  return { matched: 0, added: 0, left: 0, renamed: 0, overwritten: new Map() };
}

/** Takes note of what a merged sample loses. */
export function noteOverwritten({ overwritten }: MergeReport, filepath: string, merged: MergedSample): void {
  for (const each of merged.overwritten) {
    const known = overwritten.get(each.field) ?? { samples: 0, labels: 0, example: exampleOf(filepath, each) };
    overwritten.set(each.field, known);
    known.samples++;
    known.labels += each.labels ?? 0;
  }
}

/** Sentences for a person: what goes, first. */
export function reportNotes(report: MergeReport, { absent }: { readonly absent: number }): readonly string[] {
  const overwritten = Array.from(report.overwritten, ([field, { samples, labels, example }]) => {
    const what = labels > 0 ? `${counted(labels, 'label')} of ${field}` : field;
    return `overwritten: ${what} in ${counted(samples, 'sample')}, ${example}`;
  });
  const { matched, left, renamed } = report;
  return [
    ...overwritten,
    `${counted(matched, 'sample')} ${matched === 1 ? 'is' : 'are'} in both`,
    ...(left > 0 ? [`left out, not being here: ${counted(left, 'sample')}`] : []),
    ...(renamed > 0 ? [`${counted(renamed, 'sample')} got a new id: another one here has theirs`] : []),
    ...(absent > 0 ? [`the pictures of ${counted(absent, 'new sample')} are not there`] : []),
  ];
}

function exampleOf(filepath: string, { labels, what }: Overwritten): string {
  return labels === null ? `such as ${what} in ${filepath}` : `such as those of ${filepath}`;
}
