import { hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { codeOf, UserError } from '../../../diagnostics.ts';
import type { Library } from '../../library.ts';

/** Where a pull keeps what it has fetched until all of it goes into the dataset: a killed one goes on from there. */
export type Staging = {
  /** Absolute; pictures of a dataset that does not exist yet. */
  readonly media: string;
  /** The annotations of a task as they were at that date; undefined where they are not there. */
  readonly readAnnotations: (task: number, updated: string) => Promise<unknown>;
  readonly writeAnnotations: (task: number, updated: string, value: unknown) => Promise<void>;
  readonly remove: () => Promise<void>;
};

/** The staging of the pull of a project into a dataset, below the folder of all state. */
export function openStaging(
  library: Library,
  dataset: string,
  source: { readonly server: string; readonly project: number },
): Staging {
  const key = hash('sha256', `${source.server}\n${String(source.project)}`, 'hex').slice(0, 12);
  const folder = join(library.home, 'pulls', `${basename(library.mediaRoot(dataset))}.${key}`);
  const fileOf = (task: number, updated: string): string =>
    join(folder, `task-${String(task)}-${hash('sha256', updated, 'hex').slice(0, 12)}.json`);
  return {
    media: join(folder, 'media'),
    readAnnotations: async (task, updated) => {
      const file = fileOf(task, updated);
      return existsSync(file) ? parsed(await readFile(file, 'utf8')) : undefined;
    },
    writeAnnotations: (task, updated, value) => writeWhole(folder, fileOf(task, updated), JSON.stringify(value)),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** What a disk has spoilt is fetched again. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

async function writeWhole(folder: string, file: string, text: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(`${file}.part`, text);
    await rename(`${file}.part`, file);
  } catch (error) {
    const code = codeOf(error);
    throw new UserError('unwritable', `${file} cannot be written: ${code}`, {
      hint: code === 'ENOSPC' ? 'the disk is full: make room and pull again' : 'check the rights on its folder',
      cause: error,
    });
  }
}
