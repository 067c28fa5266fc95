import { throwIfCancelled, UserError } from '../../../diagnostics.ts';
import type { Job } from '../../model/job.ts';
import type { Label, LabelKind } from '../../model/label.ts';
import type { ReadEvent } from '../../model/read-event.ts';
import type { FieldValue, Sample } from '../../model/sample.ts';
import { tally as emptyTally, type Tally } from '../../model/tally.ts';
import { defineFormat, type ReadOptions } from '../define-format.ts';
import { absentNote, nameNotes } from '../import-notes.ts';
import { counted } from '../../model/counted.ts';
import { pictureName } from '../../media/picture-name.ts';
import { CVAT_FIELDS } from './cvat-fields.ts';
import { type CvatMeta, type CvatTask, NO_META, readMeta } from './cvat-meta.ts';
import { labelOf } from './cvat-shape.ts';
import type { CvatSource } from './cvat-source.ts';
import { openCvat } from './open-cvat.ts';
import { verifyCvat } from './verify-cvat.ts';
import { inSmallHeap } from '../writing/small-heap.ts';
import { writeCvat } from './write-cvat.ts';
import { childrenOf, type XmlNode } from './xml-children.ts';
import { SAMPLES_AT_ONCE } from '../reading/samples-at-once.ts';

/**
 * CVAT for images 1.1: an XML file, a folder or a zip, of a task, a job or a project.
 *
 * Labels go to fields by their kind, see `CVAT_FIELDS`; `--field` names that of the polylines. What becomes of each shape says
 * `labelOf`. An image without any shape has no labels (missing, not empty): the file does not tell whether its job was done.
 * Deleted frames are not in the file. Samples get `cvat_task_id`, `cvat_task_name`, `cvat_subset`, `cvat_project_name` as
 * far as the file says them, and the tag of their subset (train, val or validation, test). A sample is known again by task
 * and image id: project exports rename pictures. CVAT for video is refused.
 */
export const cvat = defineFormat({
  name: 'cvat',
  summary: 'CVAT for images 1.1: every kind of shape, from XML, a folder or a zip.',
  examples: [
    'import cvat export.zip --name reef',
    'import cvat annotations.xml --media photos --name reef',
    'export cvat out/cvat -d demo',
    'verify cvat out/cvat',
  ],
  hasClassList: true,
  takes: ['holes'],
  keepsMissing: true,
  read: readCvat,
  write: (options, job) => inSmallHeap(() => writeCvat(options, job)),
  verify: verifyCvat,
});

async function* readCvat(options: ReadOptions, job: Job): AsyncGenerator<ReadEvent> {
  const tally = emptyTally();
  const source = await openCvat(options, tally, job);
  try {
    const reading = startReading(source, tally, options.field);
    let batch: Sample[] = [];
    for await (const node of childrenOf(source.xml(), source.name, 'annotations')) {
      throwIfCancelled(job.signal);
      const sample = await takeNode(reading, node);
      if (sample !== null) batch.push(sample);
      if (batch.length < SAMPLES_AT_ONCE) continue;
      yield { kind: 'samples', samples: batch };
      batch = [];
    }
    if (batch.length > 0) yield { kind: 'samples', samples: batch };
    yield* reportOf(reading);
  } finally {
    await source.close();
  }
}

type Reading = {
  readonly source: CvatSource;
  readonly tally: Tally;
  readonly faults: Tally;
  readonly fields: Readonly<Record<LabelKind, string>>;
  meta: CvatMeta;
  /** Tasks and image ids so far. */
  readonly ids: Set<string>;
  readonly labelFields: Set<string>;
  readonly seen: { samples: number; absent: number; unannotated: number };
};

function startReading(source: CvatSource, tally: Tally, field: string | null): Reading {
  const fields = { ...CVAT_FIELDS, polyline: field ?? CVAT_FIELDS.polyline };
  const seen = { samples: 0, absent: 0, unannotated: 0 };
  return {
    source,
    tally,
    faults: emptyTally(),
    fields,
    meta: NO_META,
    ids: new Set(),
    labelFields: new Set([fields.polyline]),
    seen,
  };
}

async function takeNode(reading: Reading, node: XmlNode): Promise<Sample | null> {
  if (node.name === 'meta') reading.meta = readMeta(node);
  else if (node.name === 'image') return takeImage(reading, node);
  else if (node.name === 'track') {
    throw new UserError(
      'unsupported',
      `${reading.source.name}, line ${String(node.line)}: this is CVAT for video, with tracks`,
      {
        hint: 'export the task as CVAT for images 1.1: then each frame has its shapes',
      },
    );
  }
  return null;
}

async function takeImage(reading: Reading, node: XmlNode): Promise<Sample | null> {
  const { attributes, line } = node;
  const { tally, meta, seen, ids } = reading;
  const given = attributes['name'] ?? '';
  const where = `image ${attributes['id'] ?? '?'} (line ${String(line)})`;
  if (given === '') {
    tally.count('image without a name', where);
    return null;
  }
  const task = taskOf(attributes, meta);
  const provenance = provenanceOf(attributes, meta, task);
  if (ids.has(provenance)) {
    tally.count('image that was there before', `${where}: ${given}`);
    return null;
  }
  ids.add(provenance);
  const subset = attributes['subset'] ?? task?.subset ?? meta.subset;
  const { path, exists } = await placePicture(reading, given, subset);
  seen.samples += 1;
  if (!exists) seen.absent += 1;
  return {
    filepath: path,
    provenance,
    width: sizeOf(attributes['width']),
    height: sizeOf(attributes['height']),
    tags: tagsOf(subset),
    fields: fieldsOf(task, subset, meta),
    labels: labelsOf(reading, node, where),
  };
}

function taskOf(attributes: XmlNode['attributes'], meta: CvatMeta): CvatTask | undefined {
  const id = sizeOf(attributes['task_id']);
  return id === null ? meta.tasks.get(null) : (meta.tasks.get(id) ?? { id, name: null, subset: null });
}

function provenanceOf(attributes: XmlNode['attributes'], meta: CvatMeta, task: CvatTask | undefined): string {
  const id = attributes['id'];
  if (id !== undefined && task !== undefined) return `cvat:task:${String(task.id)}:${id}`;
  if (id !== undefined && meta.id !== null) return `cvat:${meta.kind}:${String(meta.id)}:${id}`;
  return `cvat:${attributes['name'] ?? ''}`;
}

function placePicture(reading: Reading, given: string, subset: string | null): ReturnType<CvatSource['picture']> {
  const { path, fault } = pictureName(given);
  if (fault !== null) reading.faults.count(fault, JSON.stringify(given));
  const inSubset = subset === null ? [] : [pictureName(`${subset}/${path}`).path];
  // A task export has no folder a subset, a project export has.
  return reading.source.picture(reading.meta.kind === 'project' ? [...inSubset, path] : [path, ...inSubset]);
}

function sizeOf(text: string | undefined): number | null {
  return text !== undefined && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}

const TAGS = new Map([
  ['train', 'train'],
  ['val', 'val'],
  ['validation', 'val'],
  ['test', 'test'],
]);

function tagsOf(subset: string | null): string[] {
  const tag = TAGS.get(subset?.toLowerCase() ?? '');
  return tag === undefined ? [] : [tag];
}

function fieldsOf(task: CvatTask | undefined, subset: string | null, meta: CvatMeta): Record<string, FieldValue> {
  const fields: readonly (readonly [string, FieldValue])[] = [
    ['cvat_task_id', task?.id ?? null],
    ['cvat_task_name', task?.name ?? null],
    ['cvat_subset', subset],
    ['cvat_project_name', meta.projectName],
  ];
  return Object.fromEntries(fields.filter(([, value]) => value !== null));
}

/** Labels by field; the field of polylines is always there, with null where it has none. */
function labelsOf(reading: Reading, node: XmlNode, where: string): Sample['labels'] {
  const { fields, tally, meta, labelFields, seen } = reading;
  const labels: Record<string, Label[] | null> = { [fields.polyline]: null };
  let count = 0;
  for (const shape of node.children) {
    const made = labelOf(shape, meta);
    const place = `line ${String(shape.line)}, ${where}`;
    if ('fault' in made) {
      tally.count(made.fault, place);
      continue;
    }
    if (made.complaint !== undefined) tally.count(`part of a shape: ${made.complaint}`, place);
    const field = fields[made.label.kind];
    labelFields.add(field);
    (labels[field] ??= []).push(made.label);
    count += 1;
  }
  if (count === 0) seen.unannotated += 1;
  return labels;
}

function* reportOf({ labelFields, meta, tally, faults, seen, source, fields }: Reading): Generator<ReadEvent> {
  if (meta.classes.length > 0) {
    for (const field of labelFields) yield { kind: 'classes', field, classes: [...new Set(meta.classes)] };
  }
  for (const skipped of tally.list()) yield { kind: 'skipped', skipped };
  const notes = [...source.notes()];
  if (seen.samples === 0) notes.push(`${source.name} has no images`);
  if (seen.absent > 0) notes.push(absentNote(seen.absent, seen.samples, 'beside the XML or in the zip'));
  if (seen.unannotated > 0) {
    const what = counted(seen.unannotated, 'image');
    notes.push(
      `${what} without shapes: ${fields.polyline} is missing there, as the file does not say that the job was done`,
    );
  }
  for (const note of [...notes, ...nameNotes(faults)]) yield { kind: 'note', note };
}
