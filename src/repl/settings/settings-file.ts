import { chmod, mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf, UserError } from '../../diagnostics.ts';

/** The text of the file; undefined where there is none. @throws UserError `unreadable` */
export async function readSettingsFile(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    // A home that is no folder is told where something is to be written.
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return undefined;
    throw new UserError('unreadable', `${path} cannot be read: ${codeOf(error) || String(error)}`, { cause: error });
  }
}

/**
 * Writes the file whole or not at all. A link stays one, and who may read the file stays as it was: there may be a password
 * in it. A new file is for its owner alone.
 *
 * @throws UserError `unwritable`
 */
export async function writeSettingsFile(path: string, text: string, unique: string): Promise<void> {
  let draft: string | undefined;
  try {
    await mkdir(dirname(path), { recursive: true });
    const target = await realpath(path).catch(() => path);
    const mode = await stat(target).then(
      (found) => found.mode & 0o777,
      () => 0o600,
    );
    draft = `${target}.${unique}.new`;
    await writeFile(draft, text, { mode });
    await chmod(draft, mode);
    await rename(draft, target);
  } catch (error) {
    if (draft !== undefined) await rm(draft, { force: true }).catch(() => undefined);
    throw new UserError('unwritable', `${path} cannot be written: ${codeOf(error) || String(error)}`, {
      hint: 'check that the folder can be written to and has room; nothing was changed',
      cause: error,
    });
  }
}
