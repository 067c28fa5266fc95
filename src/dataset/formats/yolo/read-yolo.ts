import { join, relative, resolve, sep } from 'node:path';
import { throwIfCancelled, UserError } from '../../../diagnostics.ts';
import { readPictureHeader, shownSize } from '../../media/picture-size.ts';
import type { Job } from '../../model/job.ts';
import type { Label } from '../../model/label.ts';
import type { ReadEvent } from '../../model/read-event.ts';
import type { Sample } from '../../model/sample.ts';
import { tally, type Tally } from '../../model/tally.ts';
import type { ReadOptions } from '../define-format.ts';
import { absentNote } from '../import-notes.ts';
import { counted } from '../../model/counted.ts';
import type { PixelSize } from '../writing/source-picture.ts';
import { labelFileText, type LabelRow, labelRowsIn } from './label-file.ts';
import { poseShapeOf } from './pose-shape.ts';
import { type ClassName, type LabelOrFault, poseLabel, rowLabel } from './row-label.ts';
import { type YoloPicture, type YoloSources, yoloSources } from './yolo-sources.ts';
import { SAMPLES_AT_ONCE } from '../reading/samples-at-once.ts';

/**
 * Reads boxes and outlines, as Quadrat and others write them: see `yoloSources` for what is found, `rowLabel` for what
 * becomes of a row. A picture without a label file has no labels (missing), one with an empty file none either (empty). A
 * row that is wrong is left out and reported. Splits become tags, other subsets the field `subset`.
 *
 * @throws UserError `not-found` where there is nothing, `invalid` for a `data.yaml` that cannot be read
 */
export async function* readYolo(options: ReadOptions, job: Job): AsyncGenerator<ReadEvent> {
  const sources = await yoloSources(options.path);
  yield* readRows(options, job, sources, (row, className) => rowLabel(row, className));
}

/** Reads boxes with points. @throws UserError as `readYolo`, and `invalid` where `kpt_shape` does not say how many points */
export async function* readPose(options: ReadOptions, job: Job): AsyncGenerator<ReadEvent> {
  const sources = await yoloSources(options.path);
  const pose = poseShapeOf(sources.content['kpt_shape']);
  if (pose === undefined) {
    throw new UserError(
      'invalid',
      `data.yaml in ${sources.root} has no kpt_shape that says how many points rows have`,
      {
        hint: 'add e.g. kpt_shape: [4, 3], or import yolo',
      },
    );
  }
  yield* readRows(options, job, sources, (row, className, size) => poseLabel(row, className, { ...pose, size }));
}

type MakeLabel = (row: LabelRow, className: ClassName, size: PixelSize | null) => LabelOrFault;

type Reading = {
  readonly options: ReadOptions;
  readonly sources: YoloSources;
  readonly field: string;
  readonly makeLabel: MakeLabel;
  readonly className: ClassName;
  readonly skipped: Tally;
  readonly seen: { samples: number; absent: number; without: number; doubled: number; readonly unnamed: Set<number> };
};

async function* readRows(
  options: ReadOptions,
  job: Job,
  sources: YoloSources,
  makeLabel: MakeLabel,
): AsyncGenerator<ReadEvent> {
  const field = options.field ?? 'ground_truth';
  const names = options.classes ?? sources.names;
  const seen: Reading['seen'] = { samples: 0, absent: 0, without: 0, doubled: 0, unnamed: new Set() };
  const className: ClassName = (number) => {
    if (names !== null) return names[number];
    seen.unnamed.add(number);
    return String(number);
  };
  if (names !== null) yield { kind: 'classes', field, classes: [...new Set(names)] };
  const reading: Reading = { options, sources, field, makeLabel, className, skipped: tally(), seen };
  const pictures = withoutDoubles(reading);
  for (let at = 0; at < pictures.length; at += SAMPLES_AT_ONCE) {
    throwIfCancelled(job.signal);
    const batch = await Promise.all(pictures.slice(at, at + SAMPLES_AT_ONCE).map((one) => look(one, reading)));
    yield { kind: 'samples', samples: batch.map((one) => sampleOf(one, reading)) };
    job.report({ what: 'importing', done: at + batch.length, total: pictures.length, unit: 'samples' });
  }
  for (const skipped of reading.skipped.list()) yield { kind: 'skipped', skipped };
  for (const note of notesOf(reading, names === null)) yield { kind: 'note', note };
}

/** A picture that two splits list is taken for the first of them. */
function withoutDoubles({ sources, seen, skipped }: Reading): readonly YoloPicture[] {
  const before = new Set<string>();
  return sources.pictures.filter(({ picture, split, subset }) => {
    if (!before.has(picture)) {
      before.add(picture);
      return true;
    }
    seen.doubled += 1;
    skipped.count(
      'picture that another split lists, too',
      `${relative(sources.root, picture)} in ${split ?? subset ?? 'none'}`,
    );
    return false;
  });
}

type Looked = YoloPicture & {
  readonly path: string;
  readonly size: PixelSize | null;
  readonly isThere: boolean;
  readonly text: Awaited<ReturnType<typeof labelFileText>>;
};

async function look(one: YoloPicture, { options, sources }: Reading): Promise<Looked> {
  const path = options.media === null ? one.picture : join(options.media, relativeTo(sources.root, one.picture));
  const [header, text] = await Promise.all([
    readPictureHeader(path).catch((error: unknown) =>
      error instanceof UserError ? error.code : Promise.reject(error as Error),
    ),
    labelFileText(one.label),
  ]);
  const size = typeof header === 'string' ? null : shownSize(header);
  return { ...one, path, size, isThere: header !== 'not-found', text };
}

function sampleOf(one: Looked, reading: Reading): Sample {
  const { sources, field, seen, skipped } = reading;
  const name = relativeTo(sources.root, one.picture);
  seen.samples += 1;
  if (!one.isThere) seen.absent += 1;
  else if (one.size === null) skipped.count('size of a picture that cannot be read', name);
  return {
    filepath: one.path,
    provenance: name,
    width: one.size?.width ?? null,
    height: one.size?.height ?? null,
    tags: one.split === null ? [] : [one.split],
    fields: one.subset === null ? {} : { [subsetField(field)]: one.subset },
    labels: { [field]: labelsOf(one, reading) },
  };
}

/** The field for the name of a subset that is no split. */
function subsetField(labels: string): string {
  return labels === 'subset' ? 'yolo_subset' : 'subset';
}

function labelsOf({ text, label: file, size }: Looked, reading: Reading): Label[] | null {
  const { sources, skipped, seen, makeLabel, className } = reading;
  const where = relativeTo(sources.root, file);
  if (text === null) {
    seen.without += 1;
    return null;
  }
  if (typeof text !== 'string') {
    skipped.count(`label file that ${text.problem}`, where);
    return null;
  }
  return labelRowsIn(text).flatMap((row): Label[] => {
    const made = makeLabel(row, className, size);
    if ('label' in made) return [made.label];
    skipped.count(made.fault, `${where}:${String(row.line)}`);
    return [];
  });
}

/** The path below a folder with `/`, or as it is where it lies elsewhere. */
function relativeTo(root: string, path: string): string {
  const way = relative(resolve(root), path);
  return way.startsWith('..') ? path : way.split(sep).join('/');
}

function notesOf({ seen, sources, field }: Reading, isNameless: boolean): string[] {
  const notes = [...sources.notes];
  if (seen.samples === 0) notes.push(`${sources.root} has no pictures`);
  const subsets = new Set(sources.pictures.flatMap(({ subset }) => (subset === null ? [] : [subset])));
  if (subsets.size > 0) {
    notes.push(`of no split, but of a subset that the field ${subsetField(field)} names: ${[...subsets].join(', ')}`);
  }
  if (seen.absent > 0) notes.push(absentNote(seen.absent, seen.samples, 'where they should be'));
  if (seen.without > 0)
    notes.push(`${counted(seen.without, 'picture')} without a label file: ${field} is missing there`);
  if (isNameless)
    notes.push('nothing says what classes are called: they bear their numbers (--classes a,b,c names them)');
  return notes;
}
