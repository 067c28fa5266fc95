import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { existsSync } from 'node:fs';
import { throwIfCancelled, UserError } from '../../../diagnostics.ts';
import { pictureName } from '../../media/picture-name.ts';
import type { Job, Skipped } from '../../model/job.ts';
import type { Json, Label } from '../../model/label.ts';
import type { ReadEvent } from '../../model/read-event.ts';
import type { Sample } from '../../model/sample.ts';
import { tally, type Tally } from '../../model/tally.ts';
import { defineFormat, type ReadOptions } from '../define-format.ts';
import { labelsByKind } from '../fields-by-kind.ts';
import { filesIn } from '../files-in.ts';
import { absentNote, nameNotes } from '../import-notes.ts';
import { isObject, type JsonObject, listOf, pixelsOf, textOf } from '../../model/json-value.ts';
import { labelmeLabel } from './labelme-label.ts';
import { namesIn } from '../names-in.ts';

/**
 * LabelMe: a JSON file a picture, in a folder or named itself. What becomes of a shape says `labelmeLabel`. Boxes go to a field
 * `..._boxes`, points to `..._points`. A picture without shapes has none (empty: its file was saved). Pictures that are
 * packed into the file are not unpacked: they are looked for beside it, or in `--media`. Flags of a picture are its tags.
 */
export const labelme = defineFormat({
  name: 'labelme',
  summary: 'LabelMe: polygons, boxes, circles, lines, points and masks, in a JSON file a picture.',
  examples: ['import labelme annotated --name reef', 'import labelme annotated --media photos --name reef'],
  read: readLabelme,
});

async function* readLabelme(options: ReadOptions, job: Job): AsyncGenerator<ReadEvent> {
  const files = await jsonFiles(options.path);
  const reading: Reading = {
    options,
    field: options.field ?? 'ground_truth',
    skipped: tally(),
    faults: tally(),
    seen: { samples: 0, absent: 0 },
  };
  for (let at = 0; at < files.length; at += BATCH) {
    throwIfCancelled(job.signal);
    const documents = await Promise.all(files.slice(at, at + BATCH).map(documentOf));
    const samples = documents.flatMap((one) => sampleOf(one, reading) ?? []);
    if (samples.length > 0) yield { kind: 'samples', samples };
    job.report({ what: 'importing', done: at + documents.length, total: files.length, unit: 'samples' });
  }
  const { samples, absent } = reading.seen;
  if (samples === 0) throw nothingRead(options.path, reading.skipped.list());
  for (const skipped of reading.skipped.list()) yield { kind: 'skipped', skipped };
  const notes = absent > 0 ? [absentNote(absent, samples, 'beside the files')] : [];
  for (const note of [...notes, ...nameNotes(reading.faults)]) yield { kind: 'note', note };
}

function nothingRead(path: string, [first]: readonly Skipped[]): UserError {
  const why = first === undefined ? 'there is no .json file' : `${first.examples[0] ?? ''} is a ${first.reason}`;
  return new UserError('invalid', `${path} has no files of LabelMe: ${why}`, {
    hint: 'name a file that LabelMe wrote, or a folder with one for each picture; nothing was imported',
  });
}

const BATCH = 50;
/** A file with its picture packed into it is hardly larger. */
const LARGEST = 256 << 20;

type Reading = {
  readonly options: ReadOptions;
  readonly field: string;
  readonly skipped: Tally;
  readonly faults: Tally;
  readonly seen: { samples: number; absent: number };
};

type Document = { readonly file: string; readonly content: Json | undefined; readonly problem?: string };

async function jsonFiles(path: string): Promise<readonly string[]> {
  const status = await stat(path).catch(() => undefined);
  if (status === undefined) throw new UserError('not-found', `no file or folder ${path}`);
  if (!status.isDirectory()) return [path];
  const files = (await filesIn(path, '')) ?? (await namesIn(path));
  return files.filter((name) => name.endsWith('.json')).map((name) => join(path, name));
}

async function documentOf(file: string): Promise<Document> {
  try {
    if ((await stat(file)).size > LARGEST) return { file, content: undefined, problem: 'larger than 256 MB' };
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
    return { file, content: JSON.parse(text) as Json };
  } catch (error) {
    const problem = error instanceof SyntaxError ? 'no JSON' : error instanceof TypeError ? 'no UTF-8' : 'unreadable';
    return { file, content: undefined, problem };
  }
}

function sampleOf({ file, content, problem }: Document, reading: Reading): Sample | undefined {
  const { options, skipped, seen } = reading;
  const shapes = isObject(content) ? listOf(content['shapes']) : undefined;
  if (!isObject(content) || shapes === undefined) {
    skipped.count(`file that is ${problem ?? 'none of LabelMe: it has no list "shapes"'}`, basename(file));
    return undefined;
  }
  const path = picturePath(file, content, reading);
  seen.samples += 1;
  if (!existsSync(path)) seen.absent += 1;
  const labels = labelsOf(shapes, file, reading);
  return {
    filepath: path,
    provenance: provenanceOf(file, options.path),
    width: pixelsOf(content['imageWidth']),
    height: pixelsOf(content['imageHeight']),
    tags: flagsOf(content['flags']),
    fields: {},
    labels: labels.length === 0 ? { [reading.field]: [] } : labelsByKind(reading.field, labels),
  };
}

/** LabelMe names it relative to the file, with `..` where it lies elsewhere. */
function picturePath(file: string, content: JsonObject, { options, faults }: Reading): string {
  const given = textOf(content['imagePath']) ?? '';
  const folder = options.media ?? dirname(file);
  const inPlace = join(folder, given.replaceAll('\\', '/'));
  if (options.media === null && given !== '' && existsSync(inPlace)) return inPlace;
  const { path, fault } = pictureName(given === '' ? `${basename(file, '.json')}.jpg` : given);
  if (fault !== null && fault !== 'leaves its folder') faults.count(fault, JSON.stringify(given));
  const direct = join(folder, path);
  return existsSync(direct) ? direct : join(folder, basename(path));
}

function provenanceOf(file: string, root: string): string {
  return file.startsWith(`${root}/`) ? file.slice(root.length + 1) : basename(file);
}

function flagsOf(flags: Json | undefined): string[] {
  if (!isObject(flags)) return [];
  return Object.entries(flags).flatMap(([name, value]) => (value === true && name !== '' ? [name] : []));
}

function labelsOf(shapes: readonly Json[], file: string, { skipped }: Reading): Label[] {
  return shapes.flatMap((shape, i): Label[] => {
    const made = labelmeLabel(shape);
    if ('label' in made) return [made.label];
    skipped.count(made.fault, `${basename(file)}#${String(i + 1)}`);
    return [];
  });
}
