import { join } from 'node:path';
import { throwIfCancelled } from '../../../diagnostics.ts';
import { counted, formatCount } from '../../model/counted.ts';
import type { Job } from '../../model/job.ts';
import type { VerifyFinding } from '../define-format.ts';
import { checkPicture } from '../verifying/check-picture.ts';
import { fewOfEach } from '../verifying/few-of-each.ts';
import type { PictureHomes } from '../verifying/picture-homes.ts';
import { checkLabelFile, type LabelRules } from './check-label-file.ts';
import { filesIn } from '../files-in.ts';
import { LEAST_SIDE, PICTURE_EXTENSIONS } from '../writing/source-picture.ts';
import type { SplitFolder, YoloPlace } from './read-data-yaml.ts';

/** A folder of pictures, the labels that belong to it, what its rows must be, and what was seen of other splits. */
export type SplitPlace = YoloPlace & SplitFolder & LabelRules & { readonly homes: PictureHomes };

/** What was found in a folder; `pictures` is null where there is none. */
export type SplitCounts = { readonly pictures: number | null; readonly rows: number };

/** Checks pictures, label files, and whether each has its other half. Labels are checked also where pictures are absent. */
export async function* verifySplit(place: SplitPlace, job: Job): AsyncGenerator<VerifyFinding, SplitCounts> {
  const labelFolder = labelFolderOf(place.folder);
  const [pictures, files] = await Promise.all([filesIn(place.root, place.folder), filesIn(place.root, labelFolder)]);
  if (pictures === undefined) yield noFolder(place);
  const seen = pictures?.filter(isPicture) ?? [];
  const labels = new Set(files?.filter(isLabel));
  const counts: Counts = { pictures: seen.length, labels: labels.size, empty: 0, rows: 0, background: 0 };
  const work: Work = { place, labelFolder, labels, counts, tick: ticker(place.split, seen.length + labels.size, job) };
  const stems = new Map<string, string>();
  yield* verifyPictures(seen, stems, work, job);
  yield* verifyLabels(pictures === undefined ? undefined : stems, work);
  yield summary(place, counts);
  return { pictures: pictures === undefined ? null : counts.pictures, rows: counts.rows };
}

type Work = {
  readonly place: SplitPlace;
  readonly labelFolder: string;
  readonly labels: ReadonlySet<string>;
  readonly counts: Counts;
  readonly tick: () => void;
};

/** Checks pictures in order, and fills `stems` with the picture of each stem. */
async function* verifyPictures(
  pictures: readonly string[],
  stems: Map<string, string>,
  { place, labels, counts, tick }: Work,
  job: Job,
): AsyncGenerator<VerifyFinding> {
  const few = fewOfEach(place.folder);
  for (const picture of pictures) {
    tick();
    yield* verifyPicture(place, picture);
    const where = `${place.folder}/${picture}`;
    const stem = picture.slice(0, picture.lastIndexOf('.'));
    yield* await place.homes.house({ stem, folder: place.folder, where, file: join(place.root, where) }, job);
    const other = stems.get(stem);
    if (other !== undefined) yield sameStem(where, other);
    else if (!labels.has(stem + LABEL)) {
      counts.background += 1;
      yield* few.pass([background(where)]);
    }
    stems.set(stem, other ?? picture);
  }
  yield* few.rest();
}

/** Checks label files in order; `stems` is undefined where there are no pictures to be had. */
async function* verifyLabels(
  stems: ReadonlyMap<string, string> | undefined,
  { place, labelFolder, labels, counts, tick }: Work,
): AsyncGenerator<VerifyFinding> {
  for (const label of labels) {
    tick();
    const where = labelFolder === '' ? label : `${labelFolder}/${label}`;
    if (stems?.has(label.slice(0, -LABEL.length)) === false) yield noPicture(where);
    const { rows, findings } = await checkLabelFile(place.root, where, place);
    yield* findings;
    counts.rows += rows;
    if (rows === 0 && findings.length === 0) counts.empty += 1;
  }
}

type Counts = { readonly pictures: number; readonly labels: number; empty: number; rows: number; background: number };

const LABEL = '.txt';

function isLabel(file: string): boolean {
  return file.endsWith(LABEL);
}

function isPicture(file: string): boolean {
  return PICTURE_EXTENSIONS.has(file.slice(file.lastIndexOf('.')).toLowerCase());
}

/** Where labels are looked for: the last `images` of the path becomes `labels`; without one they lie beside the pictures. */
function labelFolderOf(folder: string): string {
  const parts = folder.split('/');
  const last = parts.lastIndexOf('images');
  return last < 0 ? folder : parts.with(last, 'labels').join('/');
}

function ticker(split: string, total: number, { signal, report }: Job): () => void {
  let done = 0;
  return () => {
    throwIfCancelled(signal);
    if (done % 50 === 0) report({ what: `verifying ${split}`, done, total, unit: 'files' });
    done += 1;
  };
}

async function* verifyPicture(place: SplitPlace, picture: string): AsyncGenerator<VerifyFinding> {
  const where = `${place.folder}/${picture}`;
  const checked = await checkPicture(join(place.root, where), where);
  if ('finding' in checked) {
    yield checked.finding;
    return;
  }
  const { header } = checked;
  const say = (severity: 'error' | 'warning', message: string): VerifyFinding => ({
    check: 'picture',
    severity,
    message,
    where,
  });
  const size = `${String(header.width)} x ${String(header.height)}`;
  if (Math.min(header.width, header.height) < LEAST_SIDE) {
    yield say('error', `${size} pixels: fewer than ${String(LEAST_SIDE)} a side are refused`);
  }
  if (header.format === 'jpeg' && !header.isWhole) {
    yield say('warning', 'does not end as a JPEG does: Ultralytics writes it anew in place, also through a link');
  }
}

/** Pictures without a label file are legal: examples of background. */
function background(where: string): VerifyFinding {
  return { check: 'background', severity: 'info', message: 'no label file: a trainer takes it for background', where };
}

function sameStem(where: string, other: string): VerifyFinding {
  return { check: 'stem', severity: 'error', message: `shares its label file with ${other}`, where };
}

function noPicture(where: string): VerifyFinding {
  return { check: 'pairing', severity: 'error', message: 'a label file without a picture', where };
}

function noFolder({ split, folder, file }: SplitPlace): VerifyFinding {
  const severity = split === 'test' ? 'warning' : 'error';
  return { check: 'folder', severity, message: `there is no folder ${folder} for ${split}`, where: file };
}

function summary({ split, folder }: SplitPlace, counts: Counts): VerifyFinding {
  const { pictures, labels, empty, rows, background: without } = counts;
  const parts = [
    counted(pictures, 'picture'),
    counted(labels, 'label file'),
    `${formatCount(empty)} of them empty`,
    counted(rows, 'row'),
    `${counted(without, 'picture')} without a label file`,
  ];
  return { check: 'summary', severity: 'info', message: `${split}: ${parts.join(', ')}`, where: folder };
}
