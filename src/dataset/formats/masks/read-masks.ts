import { join } from 'node:path';
import { throwIfCancelled, UserError } from '../../../diagnostics.ts';
import { traceRegions } from '../../geometry/trace-regions.ts';
import { type IndexPicture, readIndexPng } from '../../media/read-index-png.ts';
import type { Job } from '../../model/job.ts';
import type { Label } from '../../model/label.ts';
import type { ReadEvent } from '../../model/read-event.ts';
import type { Sample } from '../../model/sample.ts';
import { tally, type Tally } from '../../model/tally.ts';
import type { Background, ReadOptions } from '../define-format.ts';
import { absentNote } from '../import-notes.ts';
import { counted } from '../../model/counted.ts';
import { classOf, CLASSES_JSON, readClassesFile } from './classes-file.ts';
import { type MaskFolders, masksLayout, type MasksLayout } from './masks-layout.ts';
import { type MaskPair, pairMasks } from './pair-masks.ts';

/**
 * Reads masks back: each connected area of a class becomes a closed, filled outline with its holes, in whole pixels, such
 * that painting it gives the same pixels. A picture without a mask has no labels (missing), a mask of nothing but
 * background has none either (empty). Classes and background are those of `classes.json`, else of `--classes` and
 * `--background` (255); a value without a name is called by its number.
 *
 * @throws UserError `not-found` where there are no masks, `invalid` for a `classes.json` that cannot be used
 */
export async function* readMasks(options: ReadOptions, job: Job): AsyncGenerator<ReadEvent> {
  const layout = await masksLayout(options.path);
  const field = options.field ?? 'ground_truth';
  const meaning = await meaningOf(options);
  if (meaning.names !== null) yield { kind: 'classes', field, classes: meaning.names };
  const reading: Reading = { options, layout, field, meaning, skipped: tally(), seen: emptySeen() };
  yield* readPairs(await pairsOf(reading), reading, job);
  if (meaning.names === null) yield { kind: 'classes', field, classes: classesMet(reading.seen.values) };
  for (const skipped of reading.skipped.list()) yield { kind: 'skipped', skipped };
  for (const note of notesOf(reading)) yield { kind: 'note', note };
}

/** What values mean; `names` is null where nobody says. */
type Meaning = {
  readonly names: readonly string[] | null;
  readonly background: Background;
  readonly isStated: boolean;
};

type Seen = { samples: number; absent: number; without: number; readonly values: Set<number> };

type Reading = {
  readonly options: ReadOptions;
  readonly layout: MasksLayout;
  readonly field: string;
  readonly meaning: Meaning;
  readonly skipped: Tally;
  readonly seen: Seen;
};

const BATCH = 50;
/** More areas than this in a picture are noise, such as a mask that was once a JPEG. */
const MOST_REGIONS = 100_000;

function emptySeen(): Seen {
  return { samples: 0, absent: 0, without: 0, values: new Set() };
}

async function meaningOf({ path, classes = null, background = null }: ReadOptions): Promise<Meaning> {
  const stated = await readClassesFile(path);
  if (typeof stated === 'string') {
    throw new UserError('invalid', `${join(path, CLASSES_JSON)} ${stated}`, {
      hint: 'mend it, or take it away and say --classes and --background',
    });
  }
  if (stated === null) return { names: classes, background: background ?? 255, isStated: background !== null };
  return { names: classes ?? stated.names, background: background ?? stated.background, isStated: true };
}

type Work = { readonly pair: MaskPair; readonly folders: MaskFolders };

/** All pairs, split by split. */
async function pairsOf({ options, layout }: Reading): Promise<readonly Work[]> {
  const work: Work[] = [];
  for (const folders of layout.folders) {
    const { pairs } = await pairMasks(layout, folders, options.media ?? undefined);
    // Pictures in a folder of all splits that have no mask in this one belong to another.
    const own = options.media === null ? pairs : pairs.filter(({ mask }) => mask !== null);
    work.push(...own.map((pair) => ({ pair, folders })));
  }
  return work;
}

async function* readPairs(work: readonly Work[], reading: Reading, job: Job): AsyncGenerator<ReadEvent> {
  let batch: Sample[] = [];
  for (const [done, { pair, folders }] of work.entries()) {
    throwIfCancelled(job.signal);
    job.report({ what: 'reading masks', done, total: work.length, unit: 'masks' });
    batch.push(await readPair(pair, folders, reading));
    if (batch.length < BATCH) continue;
    yield { kind: 'samples', samples: batch };
    batch = [];
  }
  if (batch.length > 0) yield { kind: 'samples', samples: batch };
}

async function readPair(pair: MaskPair, folders: MaskFolders, reading: Reading): Promise<Sample> {
  const { options, layout, field, seen } = reading;
  const image = pair.image ?? `${pair.stem}.jpg`;
  seen.samples += 1;
  if (pair.image === null) seen.absent += 1;
  if (pair.mask === null) seen.without += 1;
  const path = `${folders.masks}/${pair.mask ?? ''}`;
  const picture = pair.mask === null ? null : await readMask(path, reading);
  return {
    filepath: join(options.media ?? join(layout.root, folders.images), image),
    provenance: `${folders.images}/${image}`,
    ...(picture === null ? { width: null, height: null } : { width: picture.width, height: picture.height }),
    tags: folders.split === null ? [] : [folders.split],
    fields: {},
    labels: { [field]: picture === null ? null : labelsOf(picture, path, reading) },
  };
}

/** The mask, or null where it cannot be read, which is counted. */
async function readMask(path: string, { layout, skipped }: Reading): Promise<IndexPicture | null> {
  try {
    return await readIndexPng(join(layout.root, path));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    skipped.count(`mask that ${error.message.replace(`${join(layout.root, path)} `, '')}`, path);
    return null;
  }
}

function labelsOf(picture: IndexPicture, path: string, { meaning, skipped, seen }: Reading): Label[] | null {
  const isBackground = (value: number): boolean => classOf(value, meaning.background) === undefined;
  const regions = traceRegions(picture, isBackground, MOST_REGIONS);
  if (regions === undefined) {
    skipped.count(`mask of more than ${String(MOST_REGIONS)} areas, which is noise`, path);
    return null;
  }
  return regions.flatMap(({ value, rings }): Label[] => {
    seen.values.add(classOf(value, meaning.background) ?? 0);
    const name = nameOf(value, meaning);
    if (name === undefined) {
      skipped.count('area of a value without a class', `${path}: ${String(value)}`);
      return [];
    }
    const base = { confidence: null, tags: [], attributes: {} };
    return [{ ...base, kind: 'polyline', label: name, units: 'pixel', rings, closed: true, filled: true }];
  });
}

function nameOf(value: number, { names, background }: Meaning): string | undefined {
  const index = classOf(value, background) ?? 0;
  return names === null ? String(value) : names[index];
}

function classesMet(values: ReadonlySet<number>): string[] {
  return [...values].sort((a, b) => a - b).map(String);
}

function notesOf({ meaning, seen, options, field }: Reading): string[] {
  const notes: string[] = [];
  if (seen.samples === 0) notes.push(`${options.path} has no masks`);
  if (seen.absent > 0) notes.push(absentNote(seen.absent, seen.samples, 'beside the masks'));
  if (seen.without > 0) notes.push(`${counted(seen.without, 'picture')} without a mask: ${field} is missing there`);
  if (!meaning.isStated)
    notes.push('nothing says what is background: it was taken to be 255 (--background 0 is the other)');
  if (meaning.names === null)
    notes.push('nothing says what the values are called: classes bear their numbers (--classes a,b,c names them)');
  return notes;
}
