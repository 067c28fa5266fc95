import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { throwIfCancelled, UserError } from '../../../diagnostics.ts';
import type { Job } from '../../model/job.ts';
import type { Json } from '../../model/label.ts';
import type { ReadEvent } from '../../model/read-event.ts';
import type { FieldValue, Sample } from '../../model/sample.ts';
import { tally as emptyTally, type Tally } from '../../model/tally.ts';
import { defineFormat, type ReadOptions } from '../define-format.ts';
import { eachElement, parseElement } from '../json-elements.ts';
import { absentNote, nameNotes } from '../import-notes.ts';
import { counted } from '../../model/counted.ts';
import { isId, isObject, type JsonObject, listOf, pixelsOf, textOf } from '../../model/json-value.ts';
import { pictureName } from '../../media/picture-name.ts';
import { eachSlice, type Slice, type SliceList, sliceList } from '../slice-list.ts';
import { openSource, type SourceFile } from '../source-file.ts';
import { labelsOfMap } from './taglab-labels.ts';

/**
 * A TagLab project: maps with hand-drawn regions, and classes.
 *
 * A map is a sample, its picture the file of its RGB channel; that is looked for under its own path and its own name, in
 * `--media` or else in the folder of the project and above it. Regions become closed, filled polylines in pixels, inner
 * contours rings that are holes, all numbers as they stand; annotated points go to a field of their own, `..._points`.
 * Coordinates are TagLab's: 0, 0 is the middle of the first pixel. A map without regions has none (missing, not empty): the
 * project does not say whether it was looked at. Correspondences between maps are not imported and counted.
 */
export const taglab = defineFormat({
  name: 'taglab',
  summary: 'A TagLab project: regions with holes, and points, in one JSON file.',
  examples: ['import taglab project.json --name plots'],
  read: readTaglab,
});

async function* readTaglab(options: ReadOptions, job: Job): AsyncGenerator<ReadEvent> {
  const field = options.field ?? 'ground_truth';
  const file = await openSource(options.path);
  try {
    const parts = await findParts(file, job);
    const reading: Reading = {
      file,
      field,
      pointField: `${field}_points`,
      folders: options.media === null ? [dirname(file.path), dirname(dirname(file.path))] : [options.media],
      tally: emptyTally(),
      faults: emptyTally(),
      names: new Set(),
      seen: { absent: 0, unannotated: 0 },
    };
    if (parts.classes.length > 0) yield { kind: 'classes', field, classes: parts.classes };
    for (let i = 0; i < parts.maps.length(); i++) {
      throwIfCancelled(job.signal);
      const sample = readMap(reading, parts.maps.slice(i), i);
      if (sample !== null) yield { kind: 'samples', samples: [sample] };
      job.report({ what: 'importing', done: i + 1, total: parts.maps.length(), unit: 'samples' });
      await setImmediate();
    }
    for (const skipped of reading.tally.list()) yield { kind: 'skipped', skipped };
    for (const note of notesOf(reading, parts)) yield { kind: 'note', note };
  } finally {
    await file.handle.close();
  }
}

type Parts = { readonly maps: SliceList; readonly classes: readonly string[]; readonly correspondences: number };

type Reading = {
  readonly file: SourceFile;
  readonly field: string;
  readonly pointField: string;
  /** Where pictures are looked for, in this order. */
  readonly folders: readonly string[];
  readonly tally: Tally;
  readonly faults: Tally;
  /** File names and ids of the maps before. */
  readonly names: Set<string>;
  readonly seen: { absent: number; unannotated: number };
};

const WANTED: ReadonlySet<string> = new Set(['images', 'labels', 'correspondences', 'categories']);

/** One pass over the file: it may be large, and classes may come after the maps. */
async function findParts(file: SourceFile, job: Job): Promise<Parts> {
  const maps = sliceList();
  const classes: string[] = [];
  let correspondences = 0;
  const found = await eachElement(file, WANTED, job, (element) => {
    if (element.key === 'categories') return;
    if (element.key === 'images') {
      maps.add(element.offset, element.bytes.length, 0);
    } else if (element.key === 'labels') classes.push(...classNames(parseElement(file.path, element)));
    else correspondences += countPairs(parseElement(file.path, element));
  });
  if (!found.has('images') || found.has('categories')) {
    const what = found.has('images') ? 'it looks like COCO' : 'it has no list of maps ("images")';
    throw new UserError('invalid', `${file.path} is no TagLab project: ${what}`, {
      hint: 'a project is the .json file that TagLab saves; COCO files are read by import coco',
    });
  }
  return { maps, classes, correspondences };
}

/** Classes are a dictionary by name; in later versions a list. */
function classNames(labels: Json): string[] {
  if (!isObject(labels)) return [];
  const name = textOf(labels['name']);
  return name === null ? Object.keys(labels) : [name];
}

function countPairs(tables: Json): number {
  if (!isObject(tables)) return 0;
  return Object.values(tables).reduce<number>(
    (sum, table) => sum + (isObject(table) ? (listOf(table['correspondences'])?.length ?? 0) : 0),
    0,
  );
}

function readMap(reading: Reading, slice: Slice, index: number): Sample | null {
  const { file, tally, names, seen, field, pointField } = reading;
  const map = sliceOf(file, slice);
  const where = `map ${String(index)}`;
  if (!isObject(map)) {
    tally.count('map that is no object', where);
    return null;
  }
  const given = fileNameOf(map);
  const provenance = given ?? (isId(map['id']) ? `taglab:${String(map['id'])}` : null);
  if (provenance === null) {
    tally.count('map without a picture or an id', where);
    return null;
  }
  if (names.has(provenance)) {
    tally.count('map with the picture of another map', `${where}: ${provenance}`);
    return null;
  }
  names.add(provenance);
  const found = labelsOfMap(map, `map ${textOf(map['name']) ?? String(index)}`, tally);
  if (found.regions === null && found.points === null) seen.unannotated += 1;
  return {
    filepath: pathOf(reading, provenance),
    provenance,
    width: pixelsOf(map['width']),
    height: pixelsOf(map['height']),
    tags: [],
    fields: fieldsOf(map),
    labels: { [field]: found.regions, ...(found.points !== null && { [pointField]: found.points }) },
  };
}

function sliceOf(file: SourceFile, slice: Slice): Json {
  let value: Json = null;
  eachSlice(file.handle.fd, [slice], (bytes) => {
    value = parseElement(file.path, { offset: slice.offset, bytes });
  });
  return value;
}

/** File of the RGB channel, else of the first. */
function fileNameOf(map: JsonObject): string | null {
  const channels = (listOf(map['channels']) ?? []).filter(isObject);
  const channel = channels.find(({ type }) => type === 'RGB') ?? channels[0];
  const name = textOf(channel?.['filename']);
  return name === '' ? null : name;
}

function pathOf({ folders, faults, seen }: Reading, given: string): string {
  const { path, fault } = pictureName(given);
  if (fault !== null) faults.count(fault, JSON.stringify(given));
  const candidates = folders.flatMap((folder) => [join(folder, path), join(folder, basename(path))]);
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found === undefined) seen.absent += 1;
  return found ?? join(folders[0] ?? '', path);
}

function fieldsOf(map: JsonObject): Record<string, FieldValue> {
  const date = dateOf(textOf(map['acquisition_date']));
  const factor = Number(map['map_px_to_mm_factor'] ?? NaN);
  const fields: readonly (readonly [string, FieldValue])[] = [
    ['map_name', textOf(map['name'])],
    ['acquisition_date', date],
    ['px_to_mm', Number.isFinite(factor) ? factor : null],
    ['georef_filename', textOf(map['georef_filename'])],
    ['working_area', listOf(map['working_area']) ?? null],
    ['taglab_metadata', isObject(map['metadata']) ? map['metadata'] : null],
  ];
  return Object.fromEntries(fields.filter(([, value]) => !isBlank(value)));
}

function dateOf(text: string | null): Date | null {
  if (text === null || !/^\d{4}-\d\d-\d\d$/.test(text)) return null;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : date;
}

function isBlank(value: FieldValue): boolean {
  if (value === null || value === '') return true;
  return typeof value === 'object' && !(value instanceof Date) && Object.keys(value).length === 0;
}

function notesOf({ faults, seen, field, folders }: Reading, { maps, correspondences }: Parts): string[] {
  const notes: string[] = [];
  if (seen.absent > 0) notes.push(absentNote(seen.absent, maps.length(), `in ${folders[0] ?? ''}`));
  if (seen.unannotated > 0) {
    notes.push(`${counted(seen.unannotated, 'map')} without regions or points: ${field} is missing there`);
  }
  notes.push(...nameNotes(faults));
  if (correspondences > 0) notes.push(`${counted(correspondences, 'correspondence')} between maps not imported`);
  return notes;
}
