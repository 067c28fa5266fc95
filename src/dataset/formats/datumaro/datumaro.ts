import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { throwIfCancelled, UserError } from '../../../diagnostics.ts';
import { pictureName } from '../../media/picture-name.ts';
import type { Job } from '../../model/job.ts';
import type { Json, Label } from '../../model/label.ts';
import type { ReadEvent } from '../../model/read-event.ts';
import type { Sample } from '../../model/sample.ts';
import { tally, type Tally } from '../../model/tally.ts';
import { defineFormat, type ReadOptions } from '../define-format.ts';
import { labelsByKind } from '../fields-by-kind.ts';
import { absentNote, nameNotes } from '../import-notes.ts';
import { counted } from '../../model/counted.ts';
import { eachElement, parseElement } from '../json-elements.ts';
import { isObject, type JsonObject, listOf, numbersOf, pixelsOf, textOf } from '../../model/json-value.ts';
import { eachSlice, sliceList } from '../slice-list.ts';
import { openSource, type SourceFile } from '../source-file.ts';
import { splitNamed } from '../writing/split.ts';
import { datumaroLabel } from './datumaro-label.ts';
import { namesIn } from '../names-in.ts';

/**
 * Datumaro 1.0: a JSON file a subset in `annotations`, pictures in `images`, or one JSON file. What becomes of an annotation
 * says `datumaroLabel`; boxes, points and labels of whole pictures go to fields of their own. An item without annotations has
 * none (missing, not empty): the file does not say that somebody looked. A subset train, val (validation) or test is a tag.
 */
export const datumaro = defineFormat({
  name: 'datumaro',
  summary: 'Datumaro 1.0: every kind of annotation but cuboids, from JSON files by subset.',
  examples: [
    'import datumaro exported --name reef',
    'import datumaro annotations/train.json --media photos --name reef',
  ],
  read: readDatumaro,
});

async function* readDatumaro(options: ReadOptions, job: Job): AsyncGenerator<ReadEvent> {
  const files = await filesOf(options.path);
  const reading: Reading = {
    options,
    field: options.field ?? 'ground_truth',
    skipped: tally(),
    faults: tally(),
    seen: { samples: 0, absent: 0, without: 0, names: new Set() },
  };
  const classes = new Set<string>();
  for (const file of files) yield* readFile(file, reading, classes, job);
  yield { kind: 'classes', field: reading.field, classes: [...classes] };
  for (const skipped of reading.skipped.list()) yield { kind: 'skipped', skipped };
  for (const note of notesOf(reading)) yield { kind: 'note', note };
}

type Reading = {
  readonly options: ReadOptions;
  readonly field: string;
  readonly skipped: Tally;
  readonly faults: Tally;
  readonly seen: { samples: number; absent: number; without: number; readonly names: Set<string> };
};

async function filesOf(path: string): Promise<readonly string[]> {
  const status = await stat(path).catch(() => undefined);
  if (status === undefined) throw new UserError('not-found', `no file or folder ${path}`);
  if (!status.isDirectory()) return [path];
  const folder = existsSync(join(path, 'annotations')) ? join(path, 'annotations') : path;
  const files = (await namesIn(folder)).filter((name) => name.endsWith('.json')).sort();
  if (files.length > 0) return files.map((name) => join(folder, name));
  throw new UserError('not-found', `no JSON file in ${folder}`, { hint: 'there should be annotations/SUBSET.json' });
}

/** Items are found in a first pass, as classes may stand behind them. */
async function* readFile(path: string, reading: Reading, all: Set<string>, job: Job): AsyncGenerator<ReadEvent> {
  const file = await openSource(path);
  try {
    const items = sliceList();
    let classes: readonly string[] = [];
    const lists = await eachElement(file, new Set(['items', 'categories']), job, (element) => {
      if (element.key === 'items' && element.index !== null) items.add(element.offset, element.bytes.length, 0);
      if (element.key === 'categories') classes = classesOf(parseElement(path, element));
    });
    if (!lists.has('items')) {
      throw new UserError('invalid', `${path} is no file of Datumaro: it has no list "items"`, {
        hint: 'nothing was imported',
      });
    }
    for (const name of classes) all.add(name);
    for (let at = 0; at < items.length(); at += BATCH) {
      throwIfCancelled(job.signal);
      const slices = Array.from({ length: Math.min(BATCH, items.length() - at) }, (_, i) => items.slice(at + i));
      yield { kind: 'samples', samples: samplesAt(file, slices, { reading, classes }) };
      job.report({ what: 'importing', done: at + slices.length, total: items.length(), unit: 'samples' });
    }
  } finally {
    await file.handle.close();
  }
}

const BATCH = 100;

function classesOf(categories: Json): string[] {
  const label = isObject(categories) ? categories['label'] : undefined;
  const labels = isObject(label) ? (listOf(label['labels']) ?? []) : [];
  return labels.map((one) => (isObject(one) ? (textOf(one['name']) ?? '') : ''));
}

type Work = { readonly reading: Reading; readonly classes: readonly string[] };

function samplesAt(file: SourceFile, slices: Parameters<typeof eachSlice>[1], work: Work): Sample[] {
  const samples: Sample[] = [];
  eachSlice(file.handle.fd, slices, (bytes, i) => {
    const item = parseElement(file.path, { offset: slices[i]?.offset ?? 0, bytes });
    const sample = isObject(item) ? sampleOf(item, file.path, work) : undefined;
    if (sample !== undefined) samples.push(sample);
    else
      work.reading.skipped.count('item without an id', `byte ${String(slices[i]?.offset)} of ${basename(file.path)}`);
  });
  return samples;
}

function sampleOf(item: JsonObject, file: string, { reading, classes }: Work): Sample | undefined {
  const { field, seen } = reading;
  const id = textOf(item['id']) ?? '';
  if (id === '') return undefined;
  const subset = basename(file, '.json');
  const { path: given, size } = imageOf(item, id);
  const path = placeOf(given, subset, file, reading);
  const labels = labelsOf(item, id, { reading, classes });
  seen.samples += 1;
  if (labels.length === 0) seen.without += 1;
  if (!existsSync(path)) seen.absent += 1;
  const split = splitNamed(subset.toLowerCase());
  const provenance = uniqueName(`${subset}/${id}`, seen.names);
  return {
    ...{ filepath: path, provenance, ...size },
    ...{ tags: split === undefined ? [] : [split], fields: {}, labels: labelsByKind(field, labels) },
  };
}

/** Name and size of an item's picture; without a name it is called as the item. */
function imageOf(item: JsonObject, id: string): { path: string; size: Pick<Sample, 'width' | 'height'> } {
  const image = isObject(item['image']) ? item['image'] : {};
  const [height = null, width = null] = (numbersOf(image['size']) ?? []).map((side) => pixelsOf(side));
  const path = textOf(image['path']) ?? '';
  return { path: path === '' ? `${id}.jpg` : path, size: { width, height } };
}

function labelsOf(item: JsonObject, id: string, { reading, classes }: Work): Label[] {
  return (listOf(item['annotations']) ?? []).flatMap((annotation, i): Label[] => {
    const made = datumaroLabel(annotation, classes);
    if ('label' in made) return [made.label];
    reading.skipped.count(made.fault, `${id}#${String(i + 1)}`);
    return [];
  });
}

function uniqueName(name: string, names: Set<string>): string {
  let unique = name;
  for (let n = 2; names.has(unique); n++) unique = `${name}#${String(n)}`;
  names.add(unique);
  return unique;
}

/** Below `--media`, or `images` (or its subset) beside `annotations`, else as it would lie there. */
function placeOf(name: string, subset: string, file: string, { options, faults }: Reading): string {
  const { path, fault } = pictureName(name);
  if (fault !== null) faults.count(fault, JSON.stringify(name));
  const root = basename(dirname(file)) === 'annotations' ? dirname(dirname(file)) : dirname(file);
  const folders = options.media === null ? [join(root, 'images', subset), join(root, 'images'), root] : [options.media];
  const places = folders.map((folder) => join(folder, path));
  return places.find((place) => existsSync(place)) ?? places[0] ?? path;
}

function notesOf({ seen, faults, field, options }: Reading): string[] {
  const notes: string[] = [];
  if (seen.samples === 0) notes.push(`${options.path} has no items`);
  if (seen.absent > 0) notes.push(absentNote(seen.absent, seen.samples, 'in images'));
  if (seen.without > 0) notes.push(`${counted(seen.without, 'item')} without annotations: ${field} is missing there`);
  return [...notes, ...nameNotes(faults)];
}
