import { open, stat } from 'node:fs/promises';
import { UserError } from '../../diagnostics.ts';
import { quoteWord } from '../model/words.ts';

/**
 * Refuses a zip where a format is read from files: what is wrong with its bytes would say nothing.
 * @throws UserError `unsupported` that says to unpack it; what else may be wrong with the path is the reader's to complain of
 */
export async function refuseZip(format: string, path: string): Promise<void> {
  if (format === 'cvat' || !(await beginsAsZip(path))) return;
  throw new UserError('unsupported', `${path} is a zip, from which ${format} is not read`, { hint: unpacking(path) });
}

/** What to do about a zip that is not read. */
export function unpacking(path: string): string {
  const folder = path.replace(/\.zip$/iu, '');
  return `unpack it (unzip ${quoteWord(path)} -d ${quoteWord(folder === path ? `${path}-files` : folder)}) and name the folder`;
}

async function beginsAsZip(path: string): Promise<boolean> {
  // Opening a pipe would wait for what comes through it.
  const isFile = await stat(path).then(
    (status) => status.isFile(),
    () => false,
  );
  const file = isFile ? await open(path).catch(() => undefined) : undefined;
  if (file === undefined) return false;
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return ['PK\x03\x04', 'PK\x05\x06'].includes(buffer.toString('latin1'));
  } finally {
    await file.close();
  }
}
