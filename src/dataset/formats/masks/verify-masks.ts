import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfCancelled, UserError } from '../../../diagnostics.ts';
import { shownSize } from '../../media/picture-size.ts';
import { type IndexPicture, readIndexPng } from '../../media/read-index-png.ts';
import { counted, formatCount } from '../../model/counted.ts';
import type { Job } from '../../model/job.ts';
import type { VerifyFinding } from '../define-format.ts';
import { checkPicture } from '../verifying/check-picture.ts';
import { type Housed, type PictureHomes, pictureHomes } from '../verifying/picture-homes.ts';
import { CLASSES_JSON, classOf, type MaskClasses, readClassesFile } from './classes-file.ts';
import { type MaskFolders, masksLayout, type MasksLayout } from './masks-layout.ts';
import { type MaskPair, pairMasks } from './pair-masks.ts';

/**
 * Checks masks as MMSegmentation would read them: an `error` is what makes it fail or train on something else, `info`
 * counts and explains.
 *
 * @throws UserError `not-found` where there are no masks at `path`
 */
export async function* verifyMasks(path: string, job: Job): AsyncGenerator<VerifyFinding> {
  const layout = await masksLayout(path);
  const stated = await readClassesFile(path);
  if (stated === null) {
    const message = 'missing: nothing says what the values are, which are not checked';
    yield { check: 'classes', severity: 'warning', message, where: CLASSES_JSON };
  } else if (typeof stated === 'string') {
    yield { check: 'classes', severity: 'error', message: stated, where: CLASSES_JSON };
  } else yield* checkNames(stated);
  const classes = typeof stated === 'string' ? null : stated;
  const homes = pictureHomes();
  for (const folders of layout.folders) yield* verifyFolders(folders, { layout, classes, homes }, job);
}

type Work = {
  readonly layout: MasksLayout;
  readonly classes: MaskClasses | null;
  readonly homes: PictureHomes;
};

type Counts = { pairs: number; empty: number; readonly values: Set<number> };

function* checkNames({ names }: MaskClasses): Generator<VerifyFinding> {
  const doubled = names.filter((name, i) => names.indexOf(name) !== i);
  for (const name of new Set(doubled)) {
    yield { check: 'classes', severity: 'error', message: `two classes are called ${name}`, where: CLASSES_JSON };
  }
}

async function* verifyFolders(folders: MaskFolders, work: Work, job: Job): AsyncGenerator<VerifyFinding> {
  const { pairs, hasImages } = await pairMasks(work.layout, folders);
  const counts: Counts = { pairs: 0, empty: 0, values: new Set() };
  if (!hasImages) {
    const message = 'no such folder: masks are checked without their pictures';
    yield { check: 'folder', severity: 'warning', message, where: folders.images };
  }
  for (const [done, pair] of pairs.entries()) {
    throwIfCancelled(job.signal);
    job.report({ what: `verifying ${folders.masks}`, done, total: pairs.length, unit: 'masks' });
    yield* await work.homes.house(housed(pair, folders, work.layout), job);
    if (pair.mask === null)
      yield finding('pairing', 'a picture without a mask', `${folders.images}/${pair.image ?? ''}`);
    else yield* verifyMask(pair, { folders, hasImages, counts, ...work });
  }
  if (pairs.length === 0) yield* bareSplit(folders);
  yield summary(folders, pairs, counts, work.classes);
}

/** Neither training nor its measure can do without pictures. */
function* bareSplit({ split, masks }: MaskFolders): Generator<VerifyFinding> {
  if (split === 'test') return;
  const message = split === null ? 'neither a picture nor a mask' : `neither a picture nor a mask in ${split}`;
  yield { check: 'folder', severity: 'warning', message, where: masks };
}

function housed({ stem, image }: MaskPair, { images, masks }: MaskFolders, { root }: MasksLayout): Housed {
  const file = image === null ? null : join(root, images, image);
  return { stem, folder: masks, where: `${masks}/${stem}`, file };
}

type Place = Work & { readonly folders: MaskFolders; readonly hasImages: boolean; readonly counts: Counts };

async function* verifyMask(pair: MaskPair, place: Place): AsyncGenerator<VerifyFinding> {
  const { layout, folders, counts, classes } = place;
  const where = `${folders.masks}/${pair.mask ?? ''}`;
  if (pair.image === null && place.hasImages) yield finding('pairing', 'a mask without a picture', where);
  const mask = await maskOrFinding(join(layout.root, where), where);
  if ('message' in mask) yield mask;
  else {
    counts.pairs += 1;
    yield* checkValues(mask, classes, where, counts);
  }
  if (pair.image === null) return;
  const path = `${folders.images}/${pair.image}`;
  const checked = await checkPicture(join(layout.root, path), path);
  if ('finding' in checked) yield checked.finding;
  else if (!('message' in mask)) yield* checkSize(mask, shownSize(checked.header), where);
}

async function maskOrFinding(path: string, where: string): Promise<IndexPicture | VerifyFinding> {
  try {
    await stat(path);
    return await readIndexPng(path);
  } catch (error) {
    if (!(error instanceof UserError)) return finding('mask', 'a link to a file that is not there', where);
    return finding('mask', error.message.replace(`${path} `, ''), where);
  }
}

function* checkSize(
  mask: IndexPicture,
  picture: { readonly width: number; readonly height: number },
  where: string,
): Generator<VerifyFinding> {
  if (mask.width === picture.width && mask.height === picture.height) return;
  const [own, other] = [mask, picture].map(({ width, height }) => `${String(width)} x ${String(height)}`);
  yield finding('size', `${own ?? ''} pixels, but its picture has ${other ?? ''}`, where);
}

function* checkValues(
  mask: IndexPicture,
  classes: MaskClasses | null,
  where: string,
  counts: Counts,
): Generator<VerifyFinding> {
  const pixels = histogram(mask.pixels);
  const background = classes?.background ?? 255;
  const values = [...pixels.keys()].filter((value) => (pixels[value] ?? 0) > 0);
  if (values.every((value) => classOf(value, background) === undefined)) counts.empty += 1;
  for (const value of values) {
    const index = classOf(value, background);
    if (index === undefined) continue;
    counts.values.add(index);
    if (classes === null || index < classes.names.length) continue;
    const at = mask.pixels.indexOf(value);
    const place = `first at column ${String(at % mask.width)}, row ${String(Math.floor(at / mask.width))}`;
    yield finding('value', `${String(pixels[value])} pixels of ${String(value)}, which is no class (${place})`, where);
  }
}

function histogram(pixels: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256);
  for (let i = 0; i < pixels.length; i++) {
    const value = pixels[i] ?? 0;
    counts[value] = (counts[value] ?? 0) + 1;
  }
  return counts;
}

function summary(
  { split, masks }: MaskFolders,
  pairs: readonly MaskPair[],
  { pairs: read, empty, values }: Counts,
  classes: MaskClasses | null,
): VerifyFinding {
  const unused = classes?.names.filter((_, i) => !values.has(i)) ?? [];
  const parts = [
    counted(pairs.filter(({ image }) => image !== null).length, 'picture'),
    counted(read, 'mask'),
    `${formatCount(empty)} of them empty`,
    ...(unused.length === 0 ? [] : [`without a pixel: ${unused.join(', ')}`]),
  ];
  return { check: 'summary', severity: 'info', message: `${split ?? masks}: ${parts.join(', ')}`, where: masks };
}

function finding(check: string, message: string, where: string): VerifyFinding {
  return { check, severity: 'error', message, where };
}
