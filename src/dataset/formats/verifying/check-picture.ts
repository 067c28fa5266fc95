import { UserError } from '../../../diagnostics.ts';
import type { PictureHeader } from '../../media/picture-header.ts';
import { readPictureHeader } from '../../media/picture-size.ts';
import type { VerifyFinding } from '../define-format.ts';

/** The header of a picture, or what is wrong with it; `where` is how findings name it. */
export async function checkPicture(
  path: string,
  where: string,
): Promise<{ readonly header: PictureHeader } | { readonly finding: VerifyFinding }> {
  try {
    return { header: await readPictureHeader(path) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const message = error.code === 'not-found' ? 'a link to a file that is not there' : 'cannot be read as a picture';
    return { finding: { check: 'picture', severity: 'error', message, where } };
  }
}
