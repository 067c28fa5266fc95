import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { throwIfCancelled } from '../../../diagnostics.ts';
import type { Job } from '../../model/job.ts';
import type { Label } from '../../model/label.ts';
import type { ReadEvent } from '../../model/read-event.ts';
import type { Sample } from '../../model/sample.ts';
import { tally as emptyTally, type Tally } from '../../model/tally.ts';
import { defineFormat, type ReadOptions } from '../define-format.ts';
import { fieldValues, type FieldValues } from '../field-values.ts';
import { parseElement } from '../json-elements.ts';
import { absentNote, counted, nameNotes } from '../import-notes.ts';
import { isId, isMissing, isObject, type JsonObject, pixelsOf, textOf } from '../../model/json-value.ts';
import { pictureName } from '../../media/picture-name.ts';
import { openSource, type SourceFile } from '../source-file.ts';
import { isImageField, tagsOf } from './coco-image.ts';
import { type CocoIndex, readCocoIndex } from './coco-index.ts';
import { labelOf } from './coco-label.ts';
import { cocoFile } from './coco-file.ts';
import { mediaFolder } from './media-folder.ts';
import { verifyCoco } from './verify-coco.ts';
import { writeCoco } from './write-coco.ts';
import { eachSlice, type Slice } from '../slice-list.ts';

/**
 * COCO instances: one JSON file of images, annotations and categories.
 *
 * Written, it is `labels.json` beside `data`, as `writeCoco` says. Read, the file may be larger than memory: it is gone through once to find everything, and images and annotations are then read
 * in the order of the images. An annotation that is wrong is left out and reported, a file that is cut off is refused.
 * An image without annotations has none (missing, not empty): COCO has no way to say that somebody looked and found nothing.
 * File names are kept below the media folder (`--media`, else where the first pictures are found, see `mediaFolder`) and are
 * made safe by `pictureName`; pictures that do not exist are counted. Other members of an image become fields.
 */
export const coco = defineFormat({
  name: 'coco',
  summary: 'COCO instances: polygons, run lengths, boxes and key points in one JSON file.',
  examples: [
    'import coco annotations.json --name reef',
    'import coco instances.json --media photos --name reef',
    'export coco out/coco -d demo',
    'export coco out/coco -d demo --splits --media none',
    'verify coco out/coco',
  ],
  hasClassList: true,
  takes: ['holes', 'splits', 'predictions'],
  read: readCoco,
  write: writeCoco,
  verify: verifyCoco,
});

const BATCH = 25;
/** Text of annotations that is read for one batch, if its images have many. */
const BATCH_BYTES = 4 << 20;

async function* readCoco(options: ReadOptions, job: Job): AsyncGenerator<ReadEvent> {
  const field = options.field ?? 'ground_truth';
  const file = await openSource(await cocoFile(options.path));
  try {
    const tally = emptyTally();
    const values = fieldValues('coco', [field]);
    const index = await readCocoIndex(file, values, tally, job);
    yield { kind: 'classes', field, classes: [...new Set([...index.categories.values()].map(({ name }) => name))] };
    const reading = { file, index, values, tally, field, seen: emptySeen() };
    const media = options.media ?? mediaFolder(file.path, firstNames(reading));
    for (const batch of batchesOf(index)) {
      throwIfCancelled(job.signal);
      yield { kind: 'samples', samples: readBatch(reading, batch, media) };
      job.report({ what: 'importing', done: batch.end, total: index.images.length(), unit: 'samples' });
      // The reads above are synchronous: let signals and the screen have their turn.
      await setImmediate();
    }
    for (const skipped of tally.list()) yield { kind: 'skipped', skipped };
    for (const note of notesOf(reading, media)) yield { kind: 'note', note };
  } finally {
    await file.handle.close();
  }
}

type Seen = { absent: number; unannotated: number; namesakes: number; readonly faults: Tally };

type Reading = {
  readonly file: SourceFile;
  readonly index: CocoIndex;
  readonly values: FieldValues;
  readonly tally: Tally;
  readonly field: string;
  readonly seen: Seen;
};

/** Images from `start` to before `end`. */
type Batch = { readonly start: number; readonly end: number };

function emptySeen(): Seen {
  return { absent: 0, unannotated: 0, namesakes: 0, faults: emptyTally() };
}

function* batchesOf({ images, annotations, order, starts }: CocoIndex): Generator<Batch> {
  let start = 0;
  let bytes = 0;
  for (let i = 0; i < images.length(); i++) {
    for (let k = starts[i] ?? 0; k < (starts[i + 1] ?? 0); k++) bytes += annotations.slice(order[k] ?? 0).length;
    if (i + 1 - start < BATCH && bytes < BATCH_BYTES) continue;
    yield { start, end: i + 1 };
    start = i + 1;
    bytes = 0;
  }
  if (start < images.length()) yield { start, end: images.length() };
}

function readBatch(reading: Reading, batch: Batch, media: string): Sample[] {
  const labels = readLabels(reading, batch);
  return readImages(reading, batch).map(({ image, number }) => {
    const given = textOf(image['file_name']) ?? '';
    const { path, fault } = pictureName(given);
    if (fault !== null) reading.seen.faults.count(fault, JSON.stringify(given));
    const filepath = join(media, path);
    if (!existsSync(filepath)) reading.seen.absent += 1;
    const found = labels.get(number) ?? null;
    if (found === null) reading.seen.unannotated += 1;
    return {
      filepath,
      provenance: provenanceOf(reading, given, number),
      width: pixelsOf(image['width']),
      height: pixelsOf(image['height']),
      tags: tagsOf(image['tags']) ?? [],
      fields: reading.values.fieldsOf(Object.entries(image).filter(([key, value]) => isImageField(key, value))),
      labels: { [reading.field]: found },
    };
  });
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
    const image = parseElement(file.path, { offset: slices[i]?.offset ?? 0, bytes });
    if (isObject(image)) images.push({ image, number: start + i });
  });
  return images;
}

/** The labels of a batch by the number of their image; an image without one is not in the map. */
function readLabels({ file, index, tally }: Reading, { start, end }: Batch): Map<number, Label[]> {
  const labels = new Map<number, Label[]>();
  const slices: Slice[] = [];
  for (let i = index.starts[start] ?? 0; i < (index.starts[end] ?? 0); i++) {
    slices.push(index.annotations.slice(index.order[i] ?? 0));
  }
  slices.sort((a, b) => a.offset - b.offset);
  eachSlice(file.handle.fd, slices, (bytes, i) => {
    const annotation = parseElement(file.path, { offset: slices[i]?.offset ?? 0, bytes });
    const image =
      isObject(annotation) && isId(annotation['image_id']) ? index.imageOf(annotation['image_id']) : undefined;
    if (!isObject(annotation) || image === undefined) {
      tally.count('annotation without an image_id', `byte ${String(slices[i]?.offset)}`);
      return;
    }
    const label = checkedLabel(annotation, index, tally);
    if (label !== null) append(labels, image, label);
  });
  return labels;
}

function checkedLabel(annotation: JsonObject, index: CocoIndex, tally: Tally): Label | null {
  const { id, image_id: image, category_id: category } = annotation;
  const name = `annotation ${isId(id) ? String(id) : '?'} of image ${isId(image) ? String(image) : '?'}`;
  const known = isId(category) ? index.categories.get(category) : undefined;
  if (known === undefined && !isMissing(category)) {
    tally.count('annotation of a category that is not in the file', `${name}: category ${JSON.stringify(category)}`);
    return null;
  }
  const made = labelOf(annotation, known);
  if ('fault' in made) {
    tally.count(made.fault, name);
    return null;
  }
  if (made.complaint !== undefined) tally.count(`part of an annotation: ${made.complaint}`, name);
  return made.label;
}

function firstNames(reading: Reading): string[] {
  const images = readImages(reading, { start: 0, end: Math.min(10, reading.index.images.length()) });
  return images.map(({ image }) => pictureName(textOf(image['file_name']) ?? '').path);
}

function notesOf({ file, index, seen, values, field }: Reading, media: string): string[] {
  const images = index.images.length();
  const notes: string[] = [];
  if (images === 0) notes.push(`${basename(file.path)} has no images`);
  if (seen.absent > 0) notes.push(absentNote(seen.absent, images, `in ${media}`));
  if (seen.unannotated > 0) {
    const what = counted(seen.unannotated, 'image');
    notes.push(`${what} without an annotation: ${field} is missing there, as COCO cannot say that it is empty`);
  }
  if (seen.namesakes > 0)
    notes.push(`${counted(seen.namesakes, 'image')} with the file name of another; all were imported`);
  return [...notes, ...nameNotes(seen.faults), ...values.notes()];
}

function append(labels: Map<number, Label[]>, image: number, label: Label): void {
  const list = labels.get(image);
  if (list === undefined) labels.set(image, [label]);
  else list.push(label);
}
