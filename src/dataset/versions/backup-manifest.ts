import { UserError } from '../../diagnostics.ts';

/** What the manifest of an archive calls the database. */
export const DATABASE = 'dataset.sqlite';

/** Name of the list of what is in an archive. */
export const MANIFEST = 'manifest.json';

/** What the names of pictures in an archive begin with; the rest is their path below the media folder. */
export const MEDIA = 'media/';

/** A file of an archive. `sha256`: 64 hex digits of what it holds when unpacked. */
export type BackupFile = { readonly path: string; readonly bytes: number; readonly sha256: string };

/** What an archive says of itself. */
export type BackupManifest = {
  /** Format of the archive. */
  readonly quadratBackup: number;
  readonly dataset: string;
  readonly samples: number;
  readonly labels: number;
  /** 32 hex digits each. */
  readonly digests: { readonly labels: string; readonly fields: string; readonly identity: string };
  /** Whether the pictures of the media folder are in it. */
  readonly media: boolean;
  readonly files: readonly BackupFile[];
};

/** The format of archives that this code writes. It reads format 1 too, in which the database was packed as zip does. */
export const BACKUP_FORMAT = 2;

/** Whether a file lies in the archive packed with Zstandard: a fourth of the time, and no larger. */
export function isPacked(path: string, { quadratBackup }: Pick<BackupManifest, 'quadratBackup'>): boolean {
  return path === DATABASE && quadratBackup > 1;
}

/** What a file is called in the archive. */
export function memberName(path: string, manifest: Pick<BackupManifest, 'quadratBackup'>): string {
  return isPacked(path, manifest) ? `${path}.zst` : path;
}

/**
 * Reads a manifest that came from outside.
 * @param archive as to be shown
 * @throws UserError `unreadable` for what is none, `unsupported` for a newer one
 */
export function parseManifest(text: string, archive: string): BackupManifest {
  const value = parsed(text, archive);
  const { quadratBackup, dataset, samples, labels, digests, media, files } = value;
  if (typeof quadratBackup !== 'number') throw noManifest(archive, 'it does not say which format it has');
  if (quadratBackup > BACKUP_FORMAT) {
    throw new UserError('unsupported', `${archive} is a backup of format ${String(quadratBackup)}, newer than this`, {
      hint: 'update the program, or use the version that wrote it',
    });
  }
  if (typeof dataset !== 'string' || !isCount(samples) || !isCount(labels) || typeof media !== 'boolean') {
    throw noManifest(archive, 'what it says of the dataset is incomplete');
  }
  if (!isDigests(digests)) throw noManifest(archive, 'it has no digests');
  if (!Array.isArray(files)) throw noManifest(archive, 'it lists no files');
  return {
    quadratBackup,
    dataset,
    samples,
    labels,
    media,
    digests,
    files: files.map((file) => readFile(file, archive)),
  };
}

type Loose = Readonly<Record<string, unknown>>;

function parsed(text: string, archive: string): Loose {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Said below.
  }
  throw noManifest(archive, 'it is not JSON');
}

function readFile(value: unknown, archive: string): BackupFile {
  const { path, bytes, sha256 } = isObject(value) ? value : {};
  if (typeof path !== 'string' || !isCount(bytes) || typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/u.test(sha256)) {
    throw noManifest(archive, 'a file in it lacks path, size or digest');
  }
  if (!isInside(path)) throw noManifest(archive, `a file in it leads elsewhere: ${JSON.stringify(path)}`);
  return { path, bytes, sha256 };
}

/** The database, or a path below the media folder that stays below it, on any system. */
function isInside(path: string): boolean {
  if (path === DATABASE) return true;
  const parts = path.slice(MEDIA.length).split('/');
  const isPlain = (part: string): boolean => part !== '' && part !== '.' && part !== '..';
  return path.startsWith(MEDIA) && parts.every(isPlain) && !/[\\\p{Cc}]/u.test(path);
}

function isDigests(value: unknown): value is BackupManifest['digests'] {
  if (!isObject(value)) return false;
  return ['labels', 'fields', 'identity'].every((name) => /^[0-9a-f]{32}$/u.test(String(value[name])));
}

function isObject(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function noManifest(archive: string, why: string): UserError {
  return new UserError('unreadable', `the manifest of ${archive} cannot be used: ${why}`, {
    hint: 'it was damaged or changed; use another copy of the backup',
  });
}
