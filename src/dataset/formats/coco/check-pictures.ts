import { join } from 'node:path';
import { throwIfCancelled } from '../../../diagnostics.ts';
import { shownSize } from '../../media/picture-size.ts';
import { isThere } from '../../media/is-there.ts';
import type { Job } from '../../model/job.ts';
import type { VerifyFinding } from '../define-format.ts';
import { pictureName } from '../../media/picture-name.ts';
import { checkPicture } from '../verifying/check-picture.ts';
import type { CocoKnown } from './check-known.ts';
import { mediaFolder } from './media-folder.ts';

/** Checks the pictures of a COCO file, if any of the first lie where they are looked for; otherwise that is said once. */
export async function* checkPictures(path: string, { images }: CocoKnown, job: Job): AsyncGenerator<VerifyFinding> {
  const all = [...images.values()].filter(({ name }) => name !== '');
  const folder = mediaFolder(
    path,
    all.slice(0, 10).map(({ name }) => pictureName(name).path),
  );
  const first = await Promise.all(all.slice(0, 10).map(({ name }) => isThere(join(folder, pictureName(name).path))));
  if (all.length === 0) return;
  if (!first.includes(true)) {
    const message = 'no pictures beside the file: they are not checked';
    yield { check: 'picture', severity: 'info', message, where: folder };
    return;
  }
  for (const [done, { name, width, height }] of all.entries()) {
    throwIfCancelled(job.signal);
    if (done % 50 === 0) job.report({ what: 'verifying pictures', done, total: all.length, unit: 'pictures' });
    const checked = await checkPicture(join(folder, pictureName(name).path), name);
    if ('finding' in checked)
      yield { ...checked.finding, message: checked.finding.message.replace('a link to a file that', 'the picture') };
    else {
      const size = shownSize(checked.header);
      if (size.width === width && size.height === height) continue;
      const own = `${String(size.width)} x ${String(size.height)}`;
      const message = `${own} pixels, but the file says ${String(width)} x ${String(height)}`;
      yield { check: 'size', severity: 'error', message, where: name };
    }
  }
}
