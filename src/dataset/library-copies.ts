import { join } from 'node:path';
import { UserError } from '../diagnostics.ts';
import { type LibraryOptions, now, publishDataset, selfOf } from './library-options.ts';
import { expectDigests, snapshotDatabase } from './library-snapshots.ts';
import { linkTree } from './media/link-tree.ts';
import type { Job } from './model/job.ts';
import { adoptDataset, type Place } from './store/adopt-dataset.ts';
import { checkDatabase } from './store/check-database.ts';
import { copyDatabase } from './store/copy-database.ts';
import { databaseIn } from './store/create-dataset.ts';
import { expectDataset, expectFree, snapshotNamed } from './store/dataset-files.ts';
import { checkDatasetName, fileNameOf } from './store/dataset-name.ts';
import { DIGEST_NAMES, type Digests } from './store/digest.ts';
import { openForReading } from './store/open-database.ts';
import { changedMeanwhile, type Counted, settleDatabase, stampOf } from './store/settle-database.ts';
import { replaceDatabase } from './store/trash.ts';
import { holderOf } from './store/writer-lock.ts';

export type { Counted, Place };

/** How a dataset comes to be that another one is, or was. */
export type CopyOptions = { readonly statement: string; readonly job: Job };

/** Writes a dataset to a path where nothing is, in a folder that is removed afterwards. @returns the digests that it must have */
export type FillDatabase = (target: string) => Promise<Digests<string>>;

/** A dataset as a file, with the digests that it must have, or what writes one. */
export type ReplacedBy = { readonly file: string; readonly digests: Digests<string> } | FillDatabase;

/** What stands in the place of a dataset now; `trash` is the folder of the old file, relative to the folder of all datasets. */
export type Replaced = Counted & { readonly trash: string };

/** The part of a library that copies whole datasets. Throws `UserError` as a library does. */
export type LibraryCopies = {
  /**
   * Makes a dataset that is the same as another, or as a snapshot of one: ids, saved views, journal and snapshots too. Pictures of
   * its media folder are shared where the disk allows.
   */
  clone(from: string, to: string, options: CopyOptions): Promise<Counted & { readonly pictures: number }>;
  /** Writes a dataset, or a snapshot, as it is now to a file of its own, and checks what was written. */
  copyTo(name: string, file: string, job: Job): Promise<void>;
  /**
   * Makes a dataset of a file that is one: `fill` puts it and its pictures in place. It is checked, and its digests are those that
   * were expected, or nothing is left.
   */
  adopt(
    name: string,
    options: CopyOptions & { readonly digests: Digests<string> },
    fill: (place: Place) => Promise<void>,
  ): Promise<Counted>;
  /**
   * Puts another file in the place of that of a dataset, which goes to the trash; pictures stay. It is checked as by `adopt`, and
   * on any failure the dataset is as it was.
   */
  replace(name: string, options: CopyOptions, source: ReplacedBy): Promise<Replaced>;
  /** What a file that `copyTo` wrote holds. */
  describeFile(file: string): Promise<Counted & { readonly digests: Digests<string> }>;
  /** Checks that a dataset is whole: see `checkDatabase`. @returns what is wrong, a sentence each */
  check(name: string, job: Job): Promise<readonly string[]>;
};

/** Copies of the datasets of a library. */
export function libraryCopies(options: LibraryOptions): LibraryCopies {
  const { home } = options;
  return {
    clone: (from, to, how) => clone(options, from, to, how),
    copyTo: async (name, file, job) => {
      await copyDatabase(await sourceOf(options, name, job), file, { ...options, job });
      expectSound(await checkFile(file, job), file);
    },
    adopt: (name, how, fill) => adopt(options, name, how, fill),
    replace: (name, how, source) => replace(options, name, how, source),
    describeFile: async (file) => Promise.resolve(describeFile(file)),
    check: async (name, job) => checkFile(expectDataset(home, name), job),
  };
}

/** The file of a dataset, or of a snapshot, which is made where nobody has opened it yet. */
export function sourceOf(options: LibraryOptions, name: string, job: Job): Promise<string> {
  const snapshot = snapshotNamed(options.home, name);
  if (snapshot !== undefined) return snapshotDatabase(options, snapshot, job);
  return new Promise((resolve) => {
    resolve(expectDataset(options.home, name));
  });
}

async function clone(
  options: LibraryOptions,
  from: string,
  to: string,
  how: CopyOptions,
): Promise<Counted & { readonly pictures: number }> {
  const { home } = options;
  const { job } = how;
  expectName(options, to);
  const source = await sourceOf(options, from, job);
  const media = fileNameOf(snapshotNamed(home, from)?.dataset ?? from);
  let pictures = 0;
  const counted = await adoptDataset({
    ...adoption(options, to, how),
    fill: async ({ database, mediaOut }) => {
      await copyDatabase(source, database, { ...options, job });
      pictures = await linkTree(join(home, 'media', media), mediaOut, job);
    },
  });
  return { ...counted, pictures };
}

async function adopt(
  options: LibraryOptions,
  name: string,
  how: CopyOptions & { readonly digests: Digests<string> },
  fill: (place: Place) => Promise<void>,
): Promise<Counted> {
  expectName(options, name);
  return adoptDataset({
    ...adoption(options, name, how),
    fill,
    prepare: (db) => expectWhole(db, how.job, how.digests),
  });
}

async function replace(options: LibraryOptions, name: string, how: CopyOptions, source: ReplacedBy): Promise<Replaced> {
  const { home } = options;
  const file = expectDataset(home, name);
  const before = stampOf(file);
  let trash = '';
  let digests: Digests<string> | undefined;
  const counted = await adoptDataset({
    ...adoption(options, name, how),
    fill: async ({ database }) => {
      if (typeof source === 'function') {
        digests = await source(database);
        return;
      }
      await copyDatabase(source.file, database, { ...options, job: how.job });
      digests = source.digests;
    },
    prepare: (db) => expectWhole(db, how.job, digests),
    publish: (folder) => {
      if (stampOf(file) !== before) throw changedMeanwhile(file);
      settleDatabase(file, holderOf(file, selfOf(options)));
      const deleted = { name, samples: null, labels: null };
      const replacement = databaseIn(folder);
      trash = replaceDatabase(home, fileNameOf(name), { replacement, deleted, at: now(options) });
    },
  });
  return { ...counted, trash };
}

/** Whether a file is whole, and what was expected. */
async function expectWhole(
  db: Parameters<typeof checkDatabase>[0],
  job: Job,
  digests: Digests<string> | undefined,
): Promise<void> {
  expectSound(await checkDatabase(db, job), 'the dataset in it');
  const read = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck();
  const found = Object.fromEntries(DIGEST_NAMES.map((digest) => [digest, read.get(`digest_${digest}`)]));
  if (digests !== undefined) expectDigests(found, digests, 'the dataset in it');
}

function adoption(options: LibraryOptions, name: string, { statement, job }: CopyOptions) {
  const { home, pid } = options;
  return {
    home,
    pid,
    job,
    fileName: fileNameOf(name),
    origin: { name, statement, at: now(options).toISOString() },
    publish: (folder: string) => {
      publishDataset(options, name, folder);
    },
  };
}

function expectName({ home, reserved }: LibraryOptions, name: string): void {
  checkDatasetName(name, reserved);
  expectFree(home, name);
}

function describeFile(file: string): Counted & { readonly digests: Digests<string> } {
  const db = openForReading(file);
  try {
    const meta = new Map(db.prepare<[], [string, string]>('SELECT key, value FROM meta').raw().all());
    const digest = (name: string): string => meta.get(`digest_${name}`) ?? '';
    const digests = { labels: digest('labels'), fields: digest('fields'), identity: digest('identity') };
    return { digests, samples: Number(meta.get('samples')), labels: Number(meta.get('labels')) };
  } finally {
    db.close();
  }
}

async function checkFile(file: string, job: Job): Promise<readonly string[]> {
  const db = openForReading(file);
  try {
    return await checkDatabase(db, job);
  } finally {
    db.close();
  }
}

function expectSound(problems: readonly string[], what: string): void {
  const [first, ...more] = problems;
  if (first === undefined) return;
  const rest = more.length === 0 ? '' : `; and ${String(more.length)} more`;
  throw new UserError('unreadable', `${what} is damaged: ${first}${rest}`, {
    hint: 'use an older backup, or go back to a snapshot',
  });
}
