import { formatCount } from '../../model/counted.ts';
import { existsSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { throwIfCancelled, UserError } from '../../../diagnostics.ts';
import type { Job } from '../../model/job.ts';
import type { ReadEvent } from '../../model/read-event.ts';
import type { Sample } from '../../model/sample.ts';
import type { Field } from '../../model/schema.ts';
import { tally } from '../../model/tally.ts';
import { defineFormat, type ReadOptions } from '../define-format.ts';
import { absentNote } from '../import-notes.ts';
import { type DatasetDocument, readDatasetDocument } from './dataset-document.ts';
import type { DeclaredField } from './declared-fields.ts';
import { exportFolder } from './export-folder.ts';
import { objectIdIn } from './extended-json.ts';
import type { Told } from './place.ts';
import { type KnownFields, readSample } from './read-sample.ts';
import { type SampleDocument, sampleDocuments } from './sample-documents.ts';
import { verifyFiftyone } from './verify-fiftyone.ts';
import { writeFiftyone } from './write-fiftyone.ts';
import { SAMPLES_AT_ONCE } from '../reading/samples-at-once.ts';

/**
 * FiftyOneDataset: the folder that FiftyOne's export of that type writes, with metadata.json and samples.json.
 *
 * Ids, tags, fields with their declared types and labels are kept as they stand, coordinates as fractions. Relative file
 * paths refer to `--media` (FiftyOne's `rel_dir`), else to the folder itself, as FiftyOne reads them. What queries do not
 * see and an export gives back is kept beside: explicit nulls, numbers that are not finite, the rest of the metadata, dates.
 * A document that FiftyOne itself could not load ends the import.
 * Source of the format: exports of FiftyOne 1.22.
 */
export const fiftyone = defineFormat({
  name: 'fiftyone',
  summary: 'FiftyOneDataset: a folder with metadata.json and samples.json, ids and all.',
  examples: [
    'import fiftyone export --name reef',
    'import fiftyone export --media photos --name reef',
    'export fiftyone out',
  ],
  keepsMissing: true,
  read: readFiftyone,
  write: writeFiftyone,
  verify: verifyFiftyone,
});

async function* readFiftyone(options: ReadOptions, job: Job): AsyncGenerator<ReadEvent> {
  if (options.field !== null) {
    throw new UserError('usage', 'fiftyone names its own label fields: --field has no use', { hint: 'leave it out' });
  }
  const folder = exportFolder(options.path);
  const about = await readDatasetDocument(folder);
  yield* declarations(about);
  const reading: Reading = {
    fields: new Map(about.fields.map((declared) => [declared.key, declared])),
    folder: options.media ?? folder,
    ids: new Set(),
    told: { dropped: tally(), noted: tally() },
    seen: { samples: 0, absent: 0 },
  };
  for await (const documents of sampleDocuments(folder, job)) {
    for (let at = 0; at < documents.length; at += SAMPLES_AT_ONCE) {
      throwIfCancelled(job.signal);
      yield { kind: 'samples', samples: readBatch(documents.slice(at, at + SAMPLES_AT_ONCE), reading) };
      // What is above is synchronous: let signals and the screen have their turn.
      await setImmediate();
    }
  }
  for (const skipped of reading.told.dropped.list()) yield { kind: 'skipped', skipped };
  for (const note of notesOf(reading, about)) yield { kind: 'note', note };
}

type Reading = {
  readonly fields: KnownFields;
  /** Folder to which relative file paths refer. */
  readonly folder: string;
  readonly ids: Set<string>;
  readonly told: Told;
  readonly seen: { samples: number; absent: number };
};

function* declarations(about: DatasetDocument): Generator<ReadEvent> {
  const { fields, defaultClasses, info, kept } = about;
  for (const { field } of fields) yield { kind: 'field', field };
  for (const { field } of fields) {
    const classes = classesOf(field, about);
    if (classes.length > 0) yield { kind: 'classes', field: field.name, classes };
  }
  if (Object.keys(info).length > 0) yield { kind: 'detail', name: 'info', value: info };
  if (defaultClasses.length > 0) yield { kind: 'detail', name: 'default_classes', value: defaultClasses };
  if (Object.keys(kept).length > 0) yield { kind: 'detail', name: 'fiftyone', value: kept };
}

/** The field's own list, else the list of all; but a class of the whole picture is hardly one of the things in it. */
function classesOf(field: Field, { classes, defaultClasses }: DatasetDocument): readonly string[] {
  if (field.kind !== 'labels') return [];
  const own = Object.hasOwn(classes, field.name) ? classes[field.name] : undefined;
  return own ?? (field.label === 'classification' ? [] : defaultClasses);
}

function readBatch(documents: readonly SampleDocument[], reading: Reading): Sample[] {
  const samples: Sample[] = [];
  for (const { document, file, index } of documents) {
    const id = objectIdIn(document['_id']);
    const place = { file, sample: id ?? `number ${String(index)}`, told: reading.told, folder: reading.folder };
    const sample = readSample(document, reading.fields, place);
    if (sample === null) continue;
    expectNew(reading.ids, sample, file);
    reading.seen.samples += 1;
    if (!existsSync(sample.filepath)) reading.seen.absent += 1;
    samples.push(sample);
  }
  return samples;
}

function expectNew(ids: Set<string>, { id = '', filepath }: Sample, file: string): void {
  if (!ids.has(id)) {
    ids.add(id);
    return;
  }
  throw new UserError('invalid', `${file}, sample ${id}: a sample before it has the same id (${filepath})`, {
    hint: 'nothing was imported; remove one of the two',
  });
}

function notesOf({ seen, told, folder }: Reading, { fields, notes }: DatasetDocument): string[] {
  const lines: string[] = [...notes];
  if (seen.absent > 0) lines.push(absentNote(seen.absent, seen.samples, `below ${folder} or where they say`));
  lines.push(...fields.filter(isKept).map(keptNote));
  for (const { reason, count, examples } of told.noted.list()) {
    lines.push(`${formatCount(count)} ${reason} (${examples[0] ?? ''}${count > 1 ? ', ...' : ''})`);
  }
  return lines;
}

function isKept({ kept }: DeclaredField): boolean {
  return kept !== undefined;
}

function keptNote({ field, kept = '' }: DeclaredField): string {
  return `the field ${field.name} holds objects as they stand: Quadrat has nothing like ${kept.split('.').at(-1) ?? ''}`;
}
