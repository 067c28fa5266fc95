import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { throwIfCancelled, UserError } from '../../../diagnostics.ts';
import { pictureName } from '../../media/picture-name.ts';
import type { Job } from '../../model/job.ts';
import { isObject, type JsonObject, pixelsOf, textOf } from '../../model/json-value.ts';
import type { Label } from '../../model/label.ts';
import type { ReadEvent } from '../../model/read-event.ts';
import type { Sample } from '../../model/sample.ts';
import { tally as emptyTally, type Tally } from '../../model/tally.ts';
import type { ReadOptions } from '../define-format.ts';
import { fieldValues, type FieldValues } from '../field-values.ts';
import { absentNote, nameNotes } from '../import-notes.ts';
import { counted } from '../../model/counted.ts';
import { openSource, type SourceFile } from '../source-file.ts';
import type { AnnotationsByImage } from './annotations-by-image.ts';
import { cocoFile } from './coco-file.ts';
import { isImageField, tagsOf } from './coco-image.ts';
import { type CocoIndex, readCocoIndex } from './coco-index.ts';
import { findResults, readResults, refuseResults } from './coco-results.ts';
import { mediaFolder } from './media-folder.ts';
import { parseMember } from './parse-member.ts';
import { type Batch, readAnnotations } from './read-annotations.ts';
import { eachSlice } from '../slice-list.ts';
import { SAMPLES_AT_ONCE } from '../reading/samples-at-once.ts';

/** Text of annotations that is read for one batch, if its images have many. */
const BATCH_BYTES = 4 << 20;

/**
 * Reads a COCO file, which may be larger than memory: it is gone through once to find everything, and images and annotations
 * are then read in the order of the images. An annotation that is wrong is left out and reported, a file that is cut off is
 * refused. An image without annotations has none (missing, not empty): COCO has no way to say that somebody looked and found
 * nothing.
 *
 * Results, as `findResults` finds them, are read in the same way and become a field of their own, in which an image without
 * one is empty: a model looks at every picture.
 *
 * File names are kept below the media folder (`--media`, else where the first pictures are found, see `mediaFolder`) and are
 * made safe by `pictureName`; pictures that do not exist are counted. Other members of an image become fields.
 *
 * @throws UserError `not-found`, `unreadable`, `invalid`; `usage` where both fields have one name
 */
export async function* readCoco(options: ReadOptions, job: Job): AsyncGenerator<ReadEvent> {
  const fields = fieldsOf(options);
  const file = await openSource(await cocoFile(options.path));
  const open: SourceFile[] = [file];
  try {
    await refuseResults(file);
    const found = await findResults(options, file.path);
    if (found.file !== null) open.push(found.file);
    const tally = emptyTally();
    const values = fieldValues('coco', Object.values(fields));
    const index = await readCocoIndex(file, values, tally, job);
    const results = found.file === null ? null : await readResults(found.file, index, tally, job);
    const reading: Reading = { file, index, results, values, tally, fields, seen: emptySeen() };
    yield* classEvents(reading);
    yield* sampleEvents(reading, options.media ?? mediaFolder(file.path, firstNames(reading)), job);
    for (const skipped of tally.list()) yield { kind: 'skipped', skipped };
    for (const note of found.notes) yield { kind: 'note', note };
  } finally {
    for (const { handle } of open) await handle.close();
  }
}

/** Names of the label fields. */
type Fields = { readonly labels: string; readonly results: string };

function fieldsOf({ field, predictionsField }: ReadOptions): Fields {
  const fields = { labels: field ?? 'ground_truth', results: predictionsField ?? 'predictions' };
  if (fields.labels !== fields.results) return fields;
  throw new UserError('usage', `annotations and results cannot both be the field ${fields.labels}`, {
    hint: 'name another with --field or --predictions-field',
  });
}

/** Both fields have the classes of the file. */
function* classEvents({ index, results, fields }: Reading): Generator<ReadEvent> {
  const classes = [...new Set([...index.categories.values()].map(({ name }) => name))];
  yield { kind: 'classes', field: fields.labels, classes };
  if (results !== null) yield { kind: 'classes', field: fields.results, classes };
}

async function* sampleEvents(reading: Reading, media: string, job: Job): AsyncGenerator<ReadEvent> {
  for (const batch of batchesOf(reading)) {
    throwIfCancelled(job.signal);
    yield { kind: 'samples', samples: readBatch(reading, batch, media) };
    job.report({ what: 'importing', done: batch.end, total: reading.index.images.length(), unit: 'samples' });
    // The reads above are synchronous: let signals and the screen have their turn.
    await setImmediate();
  }
  for (const note of notesOf(reading, media)) yield { kind: 'note', note };
}

type Seen = {
  absent: number;
  unannotated: number;
  namesakes: number;
  /** Results that became labels, and images without one. */
  results: number;
  withoutResult: number;
  readonly faults: Tally;
};

type Reading = {
  readonly file: SourceFile;
  readonly index: CocoIndex;
  readonly results: AnnotationsByImage | null;
  readonly values: FieldValues;
  readonly tally: Tally;
  readonly fields: Fields;
  readonly seen: Seen;
};

function emptySeen(): Seen {
  return { absent: 0, unannotated: 0, namesakes: 0, results: 0, withoutResult: 0, faults: emptyTally() };
}

function* batchesOf({ index: { images, annotations }, results }: Reading): Generator<Batch> {
  let start = 0;
  let bytes = 0;
  for (let i = 0; i < images.length(); i++) {
    bytes += bytesOf(annotations, i) + (results === null ? 0 : bytesOf(results, i));
    if (i + 1 - start < SAMPLES_AT_ONCE && bytes < BATCH_BYTES) continue;
    yield { start, end: i + 1 };
    start = i + 1;
    bytes = 0;
  }
  if (start < images.length()) yield { start, end: images.length() };
}

/** Bytes of the annotations of an image. */
function bytesOf({ slices, order, starts }: AnnotationsByImage, image: number): number {
  let bytes = 0;
  for (let k = starts[image] ?? 0; k < (starts[image + 1] ?? 0); k++) bytes += slices.slice(order[k] ?? 0).length;
  return bytes;
}

function readBatch(reading: Reading, batch: Batch, media: string): Sample[] {
  const { index, results } = reading;
  const annotated = readAnnotations(index.annotations, batch, reading);
  const predicted = results === null ? null : readAnnotations(results, batch, reading);
  return readImages(reading, batch).map(({ image, number }) => {
    const given = textOf(image['file_name']) ?? '';
    const { path, fault } = pictureName(given);
    if (fault !== null) reading.seen.faults.count(fault, JSON.stringify(given));
    const filepath = join(media, path);
    if (!existsSync(filepath)) reading.seen.absent += 1;
    return {
      filepath,
      provenance: provenanceOf(reading, given, number),
      width: pixelsOf(image['width']),
      height: pixelsOf(image['height']),
      tags: tagsOf(image['tags']) ?? [],
      fields: reading.values.fieldsOf(Object.entries(image).filter(([key, value]) => isImageField(key, value))),
      labels: labelsOf(
        reading,
        annotated.get(number) ?? null,
        predicted === null ? null : (predicted.get(number) ?? []),
      ),
    };
  });
}

function labelsOf(
  { fields, seen }: Reading,
  annotated: readonly Label[] | null,
  predicted: readonly Label[] | null,
): Sample['labels'] {
  if (annotated === null) seen.unannotated += 1;
  if (predicted === null) return { [fields.labels]: annotated };
  seen.results += predicted.length;
  if (predicted.length === 0) seen.withoutResult += 1;
  return { [fields.labels]: annotated, [fields.results]: predicted };
}

/** The file name as it stands, so that the sample is the same wherever the pictures lie; with a number for a namesake. */
function provenanceOf({ index, seen }: Reading, name: string, number: number): string {
  if (!index.namesakes.has(number)) return name;
  seen.namesakes += 1;
  return `${name}#${String(number)}`;
}

function readImages({ file, index }: Reading, { start, end }: Batch): { image: JsonObject; number: number }[] {
  const slices = Array.from({ length: end - start }, (_, i) => index.images.slice(start + i));
  const images: { image: JsonObject; number: number }[] = [];
  eachSlice(file.handle.fd, slices, (bytes, i) => {
    const { value: image } = parseMember(file.path, { offset: slices[i]?.offset ?? 0, bytes }, 'kept');
    if (isObject(image)) images.push({ image, number: start + i });
  });
  return images;
}

function firstNames(reading: Reading): string[] {
  const images = readImages(reading, { start: 0, end: Math.min(10, reading.index.images.length()) });
  return images.map(({ image }) => pictureName(textOf(image['file_name']) ?? '').path);
}

function notesOf({ file, index, results, seen, values, fields }: Reading, media: string): string[] {
  const images = index.images.length();
  const notes: string[] = [];
  if (images === 0) notes.push(`${basename(file.path)} has no images`);
  if (seen.absent > 0) notes.push(absentNote(seen.absent, images, `in ${media}`));
  if (seen.unannotated > 0) {
    const what = counted(seen.unannotated, 'image');
    notes.push(`${what} without an annotation: ${fields.labels} is missing there, as COCO cannot say that it is empty`);
  }
  if (seen.namesakes > 0)
    notes.push(`${counted(seen.namesakes, 'image')} with the file name of another; all were imported`);
  if (results !== null) notes.push(...resultNotes(seen, results, fields.results));
  return [...notes, ...nameNotes(seen.faults), ...values.notes()];
}

function resultNotes({ results, withoutResult }: Seen, { file }: AnnotationsByImage, field: string): string[] {
  const read = `${counted(results, 'result')} of ${basename(file.path)} in ${field}`;
  if (withoutResult === 0) return [read];
  return [read, `${counted(withoutResult, 'image')} without a result: ${field} is empty there`];
}
