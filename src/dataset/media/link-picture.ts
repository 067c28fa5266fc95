import { access, constants, copyFile, link, realpath, stat, symlink } from 'node:fs/promises';
import { codeOf, UserError } from '../../diagnostics.ts';

/** How a picture got to its place. A copy shares its blocks with the source where the file system can. */
export type PictureLink = 'hard-link' | 'symbolic-link' | 'copy';

/** Ways in order of preference, for pictures that nobody writes to. */
export const LINK: readonly PictureLink[] = ['hard-link', 'symbolic-link', 'copy'];

/** For pictures that may be written to. */
export const COPY: readonly PictureLink[] = ['copy'];

/**
 * Puts a picture at `target`, in the first of the `ways` that works there, and says which it was. Links lead to the file
 * itself, also where `source` is a symbolic link. Both paths are absolute.
 *
 * @throws UserError `not-found` or `unreadable` for the source, `exists` or `unwritable` for the target
 */
export async function linkPicture(
  source: string,
  target: string,
  ways: readonly PictureLink[] = LINK,
): Promise<PictureLink> {
  const file = await realFile(source);
  for (const way of ways) {
    try {
      await MAKE[way](file, target);
      return way;
    } catch (error) {
      if (way === ways.at(-1) || !NOT_HERE.has(codeOf(error))) throw await targetError(error, file, target);
    }
  }
  throw new Error('linkPicture was given no way');
}

const MAKE: Readonly<Record<PictureLink, (file: string, target: string) => Promise<void>>> = {
  'hard-link': (file, target) => link(file, target),
  'symbolic-link': (file, target) => symlink(file, target, 'file'),
  copy: (file, target) => copyFile(file, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE),
};

/** What a file system answers that cannot or will not make such a link; `EPERM` is also Linux's answer for files of others. */
const NOT_HERE: ReadonlySet<string> = new Set([
  'EXDEV',
  'EPERM',
  'EACCES',
  'EMLINK',
  'ENOSYS',
  'ENOTSUP',
  'EOPNOTSUPP',
  'EINVAL',
  'UNKNOWN',
]);

async function realFile(source: string): Promise<string> {
  try {
    const file = await realpath(source);
    if ((await stat(file)).isFile()) return file;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new UserError('not-found', `no file ${source}`, { cause: error });
    throw unreadable(source, error);
  }
  throw new UserError('unreadable', `${source} is no file`);
}

/** The source has been seen by then: what goes wrong is the target's fault, unless the source may not be read. */
async function targetError(error: unknown, file: string, target: string): Promise<unknown> {
  const code = codeOf(error);
  if (code === '') return error;
  if (code === 'EEXIST') return new UserError('exists', `${target} is there already`, { cause: error });
  const isReadable = await access(file, constants.R_OK).then(
    () => true,
    () => false,
  );
  if (!isReadable) return unreadable(file, error);
  return new UserError('unwritable', `${target} cannot be written: ${code}`, {
    hint:
      code === 'ENOSPC' || code === 'EDQUOT'
        ? 'the disk is full: make room and try again'
        : 'check the rights on its folder',
    cause: error,
  });
}

function unreadable(path: string, cause: unknown): UserError {
  return new UserError('unreadable', `${path} cannot be read: ${codeOf(cause)}`, { cause });
}
