import { readdir } from 'node:fs/promises';
import { codeOf, UserError } from '../../diagnostics.ts';

/** Names of what lies in a folder, in no order. @throws UserError `not-found`, or `unreadable` where that is refused */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new UserError('not-found', `no folder ${folder}`, { cause: error });
    throw new UserError('unreadable', `${folder} cannot be read: ${code}`, { cause: error });
  }
}
