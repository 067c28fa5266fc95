import { stat } from 'node:fs/promises';
import { codeOf, UserError } from '../../../diagnostics.ts';
import type { Job } from '../../model/job.ts';
import type { VerifyFinding } from '../define-format.ts';
import { fileDigest } from '../file-digest.ts';

/** A picture or its label. `stem` is its path in the folder of its split without extension, which pairs it. */
export type Housed = {
  readonly stem: string;
  /** Of its split, as findings name it. */
  readonly folder: string;
  /** How findings name it. */
  readonly where: string;
  /** Absolute path of the picture; null where there is none. */
  readonly file: string | null;
};

/** What has been seen of the splits so far: an entry a picture. */
export type PictureHomes = {
  /** A warning where the picture is in another split as well: that makes a score look better than it is. */
  readonly house: (picture: Housed, job: Job) => Promise<readonly VerifyFinding[]>;
};

/**
 * Nothing seen yet. Pictures are the same where their names are, or their content, which is read only of those that have as
 * many bytes as one of another split. Splits come one after the other.
 */
export function pictureHomes(): PictureHomes {
  const folders = new Map<string, string>();
  const sizes = new Map<number, SameSize>();
  return {
    house: async (picture, job) => {
      const other = folders.get(picture.stem);
      folders.set(picture.stem, other ?? picture.folder);
      const twin = await twinOf(picture, sizes, job);
      if (other !== undefined && other !== picture.folder) return [say(`${picture.stem} is also in ${other}`, picture)];
      return twin === undefined ? [] : [say(`the same picture as ${twin}`, picture)];
    },
  };
}

type Home = Pick<Housed, 'folder' | 'where'>;

/** Pictures of one size in bytes; those that were never read, and others by their content. */
type SameSize = {
  readonly folder: string;
  unread: (Home & { readonly file: string })[];
  readonly byContent: Map<string, Home>;
};

/** How the picture of another split is named that has the same content. */
async function twinOf(
  { folder, where, file }: Housed,
  sizes: Map<number, SameSize>,
  { signal }: Job,
): Promise<string | undefined> {
  const size = await sizeOf(file);
  if (file === null || size === undefined) return undefined;
  const same = sizes.get(size) ?? { folder, unread: [], byContent: new Map<string, Home>() };
  sizes.set(size, same);
  same.unread.push({ folder, where, file });
  const twin = same.folder === folder ? undefined : await lastRead(same, signal);
  return twin === undefined || twin.folder === folder ? undefined : twin.where;
}

async function sizeOf(file: string | null): Promise<number | undefined> {
  const status = file === null ? undefined : await stat(file).catch(() => undefined);
  return status?.isFile() === true ? status.size : undefined;
}

/** Reads those that were not; the first picture that has the content of the last of them. */
async function lastRead(same: SameSize, signal: AbortSignal): Promise<Home | undefined> {
  let twin: Home | undefined;
  for (const { file, ...home } of same.unread) {
    const content = await contentOf(file, signal);
    twin = content === undefined ? undefined : same.byContent.get(content);
    if (content !== undefined && twin === undefined) same.byContent.set(content, home);
  }
  same.unread = [];
  return twin;
}

/** Undefined where it cannot be read, which the check of the picture itself reports. */
async function contentOf(file: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    return (await fileDigest(file, signal, undefined)).hash.toString('base64');
  } catch (error) {
    if (error instanceof UserError || codeOf(error) === '') throw error;
    return undefined;
  }
}

function say(message: string, { where }: Housed): VerifyFinding {
  return { check: 'split', severity: 'warning', message, where };
}
