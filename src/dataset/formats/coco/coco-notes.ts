import { basename } from 'node:path';
import { counted } from '../../model/counted.ts';
import { absentNote } from '../import-notes.ts';
import type { AnnotationsByImage } from './annotations-by-image.ts';
import type { CocoPart } from './coco-part.ts';

/** Names of the label fields. */
export type Fields = { readonly labels: string; readonly results: string };

/** What was seen while a part was read. */
export type Seen = {
  /** Those that were imported. */
  samples: number;
  absent: number;
  unannotated: number;
  namesakes: number;
  /** Samples with the tag of another split than that of their folder. */
  otherSplit: number;
  /** Results that became labels, and images without one. */
  results: number;
  withoutResult: number;
};

/** Nothing yet. */
export function emptySeen(): Seen {
  return { samples: 0, absent: 0, unannotated: 0, namesakes: 0, otherSplit: 0, results: 0, withoutResult: 0 };
}

/** What there is to say about a part that was read. */
export function partNotes(
  { file, index, results }: CocoPart,
  { seen, fields, media }: { readonly seen: Seen; readonly fields: Fields; readonly media: string },
): string[] {
  const notes: string[] = [];
  if (index.images.length() === 0) notes.push(`${basename(file.path)} has no images`);
  if (seen.absent > 0) notes.push(absentNote(seen.absent, seen.samples, `in ${media}`));
  if (seen.unannotated > 0) {
    const what = counted(seen.unannotated, 'image');
    notes.push(`${what} without an annotation: ${fields.labels} is missing there, as COCO cannot say that it is empty`);
  }
  if (seen.namesakes > 0)
    notes.push(`${counted(seen.namesakes, 'image')} with the file name of another; all were imported`);
  if (seen.otherSplit > 0) {
    notes.push(
      `${counted(seen.otherSplit, 'image')} with the tag of another split, too, which was kept (untag takes it away)`,
    );
  }
  return results === null ? notes : [...notes, ...resultNotes(seen, results, fields.results)];
}

function resultNotes({ results, withoutResult }: Seen, { file }: AnnotationsByImage, field: string): string[] {
  const read = `${counted(results, 'result')} of ${basename(file.path)} in ${field}`;
  if (withoutResult === 0) return [read];
  return [read, `${counted(withoutResult, 'image')} without a result: ${field} is empty there`];
}
