import { join } from 'node:path';
import { throwIfCancelled } from '../../../diagnostics.ts';
import { shownSize } from '../../media/picture-size.ts';
import { isThere } from '../../media/is-there.ts';
import type { Job } from '../../model/job.ts';
import type { VerifyFinding } from '../define-format.ts';
import { pictureName } from '../../media/picture-name.ts';
import { checkPicture } from '../verifying/check-picture.ts';
import type { PictureHomes } from '../verifying/picture-homes.ts';
import type { CocoKnown, KnownImage } from './check-known.ts';
import { mediaFolder } from './media-folder.ts';

/** The images of a file, and where it lies; of a split, its folder and what was seen of others. */
export type CheckedImages = {
  readonly path: string;
  readonly known: CocoKnown;
  readonly split?: { readonly folder: string; readonly homes: PictureHomes } | undefined;
};

/**
 * Checks the pictures of a COCO file, if any of the first lie where they are looked for; otherwise that is said once. Whether
 * they are in another split as well is known by their names even then.
 */
export async function* checkPictures({ path, known, split }: CheckedImages, job: Job): AsyncGenerator<VerifyFinding> {
  const all = [...known.images.values()].filter(({ name }) => name !== '');
  if (all.length === 0) return;
  const paths = all.slice(0, 10).map(({ name }) => pictureName(name).path);
  const folder = mediaFolder(path, paths);
  const isAnyThere = (await Promise.all(paths.map((name) => isThere(join(folder, name))))).includes(true);
  if (!isAnyThere) {
    const message = 'no pictures beside the file: they are not checked';
    yield { check: 'picture', severity: 'info', message, where: folder };
  }
  for (const [done, image] of all.entries()) {
    throwIfCancelled(job.signal);
    if (done % 50 === 0) job.report({ what: 'verifying pictures', done, total: all.length, unit: 'pictures' });
    const file = isAnyThere ? join(folder, pictureName(image.name).path) : null;
    if (file !== null) yield* await checkImagePicture(image, file);
    if (split !== undefined) yield* await houseImage(image.name, file, split, job);
  }
}

async function checkImagePicture({ name, width, height }: KnownImage, file: string): Promise<VerifyFinding[]> {
  const checked = await checkPicture(file, name);
  if ('finding' in checked) {
    const { finding } = checked;
    return [{ ...finding, message: finding.message.replace('a link to a file that', 'the picture') }];
  }
  const size = shownSize(checked.header);
  if (size.width === width && size.height === height) return [];
  const own = `${String(size.width)} x ${String(size.height)}`;
  const message = `${own} pixels, but the file says ${String(width)} x ${String(height)}`;
  return [{ check: 'size', severity: 'error', message, where: name }];
}

/** Others name a picture with its split, which is said of this one already. */
async function houseImage(
  name: string,
  file: string | null,
  { folder, homes }: NonNullable<CheckedImages['split']>,
  job: Job,
): Promise<VerifyFinding[]> {
  const findings = await homes.house({ stem: name, folder, where: `${folder}: ${name}`, file }, job);
  return findings.map((finding) => ({ ...finding, where: name }));
}
