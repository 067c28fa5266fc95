import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { throwIfCancelled, UserError } from '../../../diagnostics.ts';
import { pictureName } from '../../media/picture-name.ts';
import type { Job } from '../../model/job.ts';
import { type JsonObject, pixelsOf, textOf } from '../../model/json-value.ts';
import type { Label } from '../../model/label.ts';
import type { ReadEvent } from '../../model/read-event.ts';
import type { Sample } from '../../model/sample.ts';
import { tally as emptyTally, type Tally } from '../../model/tally.ts';
import type { ReadOptions } from '../define-format.ts';
import { fieldValues, type FieldValues } from '../field-values.ts';
import { nameNotes } from '../import-notes.ts';
import { SAMPLES_AT_ONCE } from '../reading/samples-at-once.ts';
import type { SourceFile } from '../source-file.ts';
import { splitNamed } from '../writing/split.ts';
import type { AnnotationsByImage } from './annotations-by-image.ts';
import { cocoSources } from './coco-file.ts';
import { isImageField, tagsOf } from './coco-image.ts';
import { type Fields, partNotes, type Seen, emptySeen } from './coco-notes.ts';
import { checkCategories, type CocoPart, openPart, readImages } from './coco-part.ts';
import { mediaFolder } from './media-folder.ts';
import { type Batch, readAnnotations } from './read-annotations.ts';
import { checkSame, metPictures, type MetPictures } from './same-picture.ts';

/** Text of annotations that is read for one batch, if its images have many. */
const BATCH_BYTES = 4 << 20;

/**
 * Reads a COCO file, which may be larger than memory: it is gone through once to find everything, and images and annotations
 * are then read in the order of the images. An annotation that is wrong is left out and reported, a file that is cut off is
 * refused. An image without annotations has none (missing, not empty): COCO has no way to say that somebody looked and found
 * nothing.
 *
 * The files of an export by split are read as one: samples have the tag of their split, in whose folder their file name stands
 * as well. A picture that two of them list is taken for the first, if both say the same of it.
 *
 * Results, as `findResults` finds them, are read in the same way and become a field of their own, in which an image without
 * one is empty: a model looks at every picture.
 *
 * File names are kept below the media folder (`--media`, else where the first pictures are found, see `mediaFolder`) and are
 * made safe by `pictureName`; pictures that do not exist are counted. Other members of an image become fields.
 *
 * @throws UserError `not-found`, `unreadable`, `invalid`, also where files of two splits disagree on a category or a picture;
 *   `usage` where both fields have one name
 */
export async function* readCoco(options: ReadOptions, job: Job): AsyncGenerator<ReadEvent> {
  const fields = fieldsOf(options);
  const { sources, notes } = await cocoSources(options.path);
  const open: SourceFile[] = [];
  try {
    const tally = emptyTally();
    const values = fieldValues('coco', Object.values(fields));
    const parts: CocoPart[] = [];
    for (const source of sources) parts.push(await openPart(source, { options, values, tally, open }, job));
    checkCategories(parts);
    yield* classEvents(parts, fields);
    yield* sampleEvents({ options, parts, values, fields, faults: emptyTally() }, job);
    for (const skipped of tally.list()) yield { kind: 'skipped', skipped };
    for (const note of [...notes, ...parts.flatMap((part) => part.notes.map((note) => inPart(part, note)))])
      yield { kind: 'note', note };
  } finally {
    for (const { handle } of open) await handle.close();
  }
}

function inPart({ split }: CocoPart, note: string): string {
  return split === null ? note : `${split.folder}: ${note}`;
}

function fieldsOf({ field, predictionsField }: ReadOptions): Fields {
  const fields = { labels: field ?? 'ground_truth', results: predictionsField ?? 'predictions' };
  if (fields.labels !== fields.results) return fields;
  throw new UserError('usage', `annotations and results cannot both be the field ${fields.labels}`, {
    hint: 'name another with --field or --predictions-field',
  });
}

/** Both fields have the classes of the files. */
function* classEvents(parts: readonly CocoPart[], fields: Fields): Generator<ReadEvent> {
  const all = parts.flatMap(({ index }) => [...index.categories.values()].map(({ name }) => name));
  const classes = [...new Set(all)];
  yield { kind: 'classes', field: fields.labels, classes };
  if (parts.some(({ results }) => results !== null)) yield { kind: 'classes', field: fields.results, classes };
}

type Whole = {
  readonly options: ReadOptions;
  readonly parts: readonly CocoPart[];
  readonly values: FieldValues;
  readonly fields: Fields;
  readonly faults: Tally;
};

/** A part that is being read. Pictures are looked for among those of others only where there are some. */
type Reading = Omit<Whole, 'options' | 'parts'> & {
  readonly part: CocoPart;
  readonly media: string;
  readonly met: MetPictures | null;
  readonly seen: Seen;
};

async function* sampleEvents({ options, parts, ...whole }: Whole, job: Job): AsyncGenerator<ReadEvent> {
  const total = parts.reduce((sum, { index }) => sum + index.images.length(), 0);
  const media = new Map(
    parts.map((part) => [part, options.media ?? mediaFolder(part.file.path, firstNames(part))] as const),
  );
  const met = parts.length === 1 ? null : metPictures(parts, (part, image) => placeOf(media.get(part) ?? '', image));
  let before = 0;
  const notes: string[] = [];
  for (const part of parts) {
    const reading: Reading = { ...whole, part, met, media: media.get(part) ?? '', seen: emptySeen() };
    for (const batch of batchesOf(part)) {
      throwIfCancelled(job.signal);
      yield { kind: 'samples', samples: readBatch(reading, batch) };
      job.report({ what: 'importing', done: before + batch.end, total, unit: 'samples' });
      // The reads above are synchronous: let signals and the screen have their turn.
      await setImmediate();
    }
    before += part.index.images.length();
    notes.push(...partNotes(part, reading).map((note) => inPart(part, note)));
  }
  for (const note of [...notes, ...nameNotes(whole.faults), ...whole.values.notes()]) yield { kind: 'note', note };
}

function* batchesOf({ index: { images, annotations }, results }: CocoPart): Generator<Batch> {
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

function readBatch(reading: Reading, batch: Batch): Sample[] {
  const { part, media } = reading;
  const annotated = readAnnotations(part.index.annotations, batch, part);
  const predicted = part.results === null ? null : readAnnotations(part.results, batch, part);
  return readImages(part, batch).flatMap(({ image, number }): Sample[] => {
    const filepath = placeOf(media, image);
    if (isMetBefore(reading, filepath, number)) return [];
    const given = textOf(image['file_name']) ?? '';
    const { fault } = pictureName(given);
    if (fault !== null) reading.faults.count(fault, JSON.stringify(given));
    if (!existsSync(filepath)) reading.seen.absent += 1;
    reading.seen.samples += 1;
    const labels = labelsOf(
      reading,
      annotated.get(number) ?? null,
      predicted === null ? null : (predicted.get(number) ?? []),
    );
    return [
      {
        filepath,
        provenance: provenanceOf(reading, given, number),
        width: pixelsOf(image['width']),
        height: pixelsOf(image['height']),
        tags: tagsIn(reading, tagsOf(image['tags']) ?? []),
        fields: reading.values.fieldsOf(Object.entries(image).filter(([key, value]) => isImageField(key, value))),
        labels,
      },
    ];
  });
}

/** Where the picture of an image lies. */
function placeOf(media: string, image: JsonObject): string {
  return join(media, pictureName(textOf(image['file_name']) ?? '').path);
}

/** Whether a split before lists the picture, too, and says the same of it; then it is left out here and counted. */
function isMetBefore({ part, met }: Reading, filepath: string, number: number): boolean {
  const placed = { part, number, filepath };
  const other = met?.meet(placed);
  if (other === undefined) return false;
  checkSame(other, placed);
  part.tally.count('picture that another split lists, too', `${filepath} is also in ${other.part.split?.folder ?? ''}`);
  return true;
}

/** The tags with that of the split, unless one of them names it already. */
function tagsIn({ part: { split }, seen }: Reading, tags: readonly string[]): readonly string[] {
  if (split === null) return tags;
  const named = tags.map((tag) => splitNamed(tag)).filter((name) => name !== undefined);
  if (named.some((name) => name !== split.split)) seen.otherSplit += 1;
  return named.includes(split.split) ? tags : [...tags, split.split];
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

/**
 * The file name as it stands, so that the sample is the same wherever the pictures lie; with a number for a namesake, and below
 * the folder of its split.
 */
function provenanceOf({ part: { index, split }, seen }: Reading, name: string, number: number): string {
  const own = split === null ? name : `${split.folder}/${name}`;
  if (!index.namesakes.has(number)) return own;
  seen.namesakes += 1;
  return `${own}#${String(number)}`;
}

function firstNames(part: CocoPart): string[] {
  const images = readImages(part, { start: 0, end: Math.min(10, part.index.images.length()) });
  return images.map(({ image }) => pictureName(textOf(image['file_name']) ?? '').path);
}
