import { closeSync, openSync, readFileSync, readSync, statSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { checkDataset } from '../../../src/dataset/check-dataset.ts';
import type { Library } from '../../../src/dataset/library.ts';
import type { Trouble } from '../../../src/dataset/model/trouble.ts';
import { type Repaired, repairDataset } from '../../../src/dataset/repair-dataset.ts';
import { importSamples, outline, sampleOf, temporaryFolder, testJob, testLibrary } from '../library-fixture.ts';

/** A dataset `large` of many pages: `samples` samples with four outlines each. */
export async function largeLibrary(
  samples = 400,
): Promise<{ readonly home: string; readonly library: Library; readonly file: string }> {
  const home = temporaryFolder();
  const library = testLibrary(home);
  const xy = Array.from({ length: 40 }, (_, i) => i);
  await importSamples(
    library,
    'large',
    Array.from({ length: samples }, (_, i) =>
      sampleOf(`${String(i)}.jpg`, {
        tags: ['train'],
        fields: { year: 2020 },
        labels: {
          gt: ['Porites', 'Pavona', 'Fungia', 'Acropora'].map((name) =>
            outline(
              name,
              xy.map((at) => at + i),
            ),
          ),
        },
      }),
    ),
  );
  const file = join(home, 'datasets', 'large.sqlite');
  return { home, library, file };
}

/** What the doctor says of a dataset. */
export function check(home: string, name: string, deep = false): Promise<readonly Trouble[]> {
  return checkDataset(name, { home, execPath: process.execPath, job: testJob(), deep });
}

/** The same without pictures, which these datasets do not have. */
export async function troubles(home: string, name: string, deep = false): Promise<readonly string[]> {
  const found = await check(home, name, deep);
  return found
    .filter(({ check: each }) => each !== 'pictures')
    .map(({ severity, message }) => `${severity} ${message}`);
}

/** Has a dataset repaired. */
export function repair(home: string, name: string): Promise<Repaired> {
  const now = (): Date => new Date(Date.UTC(2024, 4, 2));
  return repairDataset(name, {
    home,
    pid: process.pid,
    statement: 'doctor',
    job: testJob(),
    anything: true,
    isAlive: () => false,
    now,
  });
}

/** Writes past Quadrat. */
export function tamper(file: string, work: (db: Database) => void): void {
  const db = new Sqlite(file);
  db.unsafeMode(true);
  try {
    work(db);
    db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
}

const PAGE = 4096;

/** Numbers of the pages that hold rows of a table, from 1. */
export function pagesOf(file: string, table: string): readonly number[] {
  const db = new Sqlite(file, { readonly: true });
  try {
    return db
      .prepare<[string], number>("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path")
      .pluck()
      .all(table);
  } finally {
    db.close();
  }
}

/** Fills a page with bytes that nobody wrote. */
export function ruinPage(file: string, page: number): void {
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, Buffer.alloc(PAGE, 0xa5), 0, PAGE, (page - 1) * PAGE);
  closeSync(descriptor);
}

/** Changes one byte of the first text that is found. */
export function flipByteIn(file: string, text: string): void {
  const at = readFileSync(file).indexOf(text);
  if (at < 0) throw new Error(`${text} is not in the file`);
  const descriptor = openSync(file, 'r+');
  const byte = Buffer.alloc(1);
  readSync(descriptor, byte, 0, 1, at);
  writeSync(descriptor, Buffer.from([(byte[0] ?? 0) ^ 0x01]), 0, 1, at);
  closeSync(descriptor);
}

/** Cuts a file off. */
export function cutTo(file: string, part: number): void {
  truncateSync(file, Math.floor((statSync(file).size * part) / PAGE) * PAGE);
}
