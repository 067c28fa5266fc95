import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import {
  type Changed,
  type DatasetEdit,
  type Library,
  type LibraryOptions,
  openLibrary,
} from '../../src/dataset/library.ts';
import type { Job } from '../../src/dataset/model/job.ts';
import type { Detection, Polyline } from '../../src/dataset/model/label.ts';
import type { Sample } from '../../src/dataset/model/sample.ts';
import { bulkWriter } from '../../src/dataset/store/bulk-writer.ts';
import { finishLoad } from '../../src/dataset/store/finish-load.ts';
import { openForReading } from '../../src/dataset/store/open-database.ts';
import { createTables } from '../../src/dataset/store/tables.ts';

/** An empty folder that is removed when the test has finished. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'datasets-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** A library in a folder of its own, at a fixed time. */
export function testLibrary(home: string, options: Partial<LibraryOptions> = {}): Library {
  return openLibrary({
    home,
    reserved: new Set(['import']),
    execPath: process.execPath,
    pid: process.pid,
    now: () => new Date(Date.UTC(2024, 4, 1, 12)),
    ...options,
  });
}

/** A job that nobody watches. */
export function testJob(signal: AbortSignal = new AbortController().signal): Job {
  return { signal, report: () => undefined };
}

/** Makes a dataset of samples. */
export async function importSamples(library: Library, name: string, samples: readonly Sample[]): Promise<void> {
  await library.create(name, { statement: `import ${name}`, job: testJob() }, (writer) => {
    writer.write(samples);
    return Promise.resolve();
  });
}

/** A database in memory with samples in it, as `create` leaves it. */
export async function loadedDatabase(samples: readonly Sample[]): Promise<Database> {
  const db = new Sqlite(':memory:');
  createTables(db);
  const writer = bulkWriter(db);
  for (const sample of samples) writer.write(sample);
  await finishLoad(
    db,
    writer.result(),
    { name: 'test', statement: 'import', at: '2024-05-01T12:00:00.000Z' },
    testJob(),
  );
  db.pragma('recursive_triggers = ON');
  return db;
}

/** Runs `work` in a transaction as `withWriter` does: it may roll it back itself. */
export async function inTransaction<T>(db: Database, work: () => Promise<T>): Promise<T> {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = await work();
    if (db.inTransaction) db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** A sample with nothing on it but what is said. */
export function sampleOf(filepath: string, more: Partial<Sample> = {}): Sample {
  return { filepath, width: 100, height: 80, tags: [], fields: {}, labels: {}, ...more };
}

/** A closed, filled outline in pixels. */
export function outline(label: string | null, xy: readonly number[], more: Partial<Polyline> = {}): Polyline {
  return {
    ...bare(label),
    kind: 'polyline',
    units: 'pixel',
    rings: [{ xy, hole: false }],
    closed: true,
    filled: true,
    ...more,
  };
}

/** A box in fractions of the picture. */
export function box(label: string | null, corners: Detection['box'], more: Partial<Detection> = {}): Detection {
  return { ...bare(label), kind: 'detection', units: 'normalised', box: corners, ...more };
}

/** All rows of all tables but those of the journal, in the order of their keys. */
export function dump(db: Database): Readonly<Record<string, readonly unknown[]>> {
  const names = [
    'meta',
    'field',
    'sample',
    'sample_tag',
    'label',
    'label_tag',
    'label_count',
    'sample_digest',
    'saved_view',
  ];
  return Object.fromEntries(
    names.map((name) => {
      const where = name === 'meta' ? "WHERE key <> 'revision'" : '';
      return [name, db.prepare(`SELECT * FROM ${name} ${where} ORDER BY 1, 2`).all()];
    }),
  );
}

/** What `dump` says of the dataset `reef` in a library. */
export function rowsOf(home: string): ReturnType<typeof dump> {
  const db = openForReading(join(home, 'datasets', 'reef.sqlite'));
  try {
    return dump(db);
  } finally {
    db.close();
  }
}

/** Changes the dataset `reef`. */
export function changeReef(
  library: Library,
  work: (edit: DatasetEdit) => Promise<void> | void,
  more: { planned?: boolean; statement?: string } = {},
): Promise<Changed> {
  return library.change('reef', { statement: 'edit', job: testJob(), ...more }, async (edit) => {
    await work(edit);
  });
}

function bare(label: string | null): Pick<Polyline, 'label' | 'confidence' | 'tags' | 'attributes'> {
  return { label, confidence: null, tags: [], attributes: {} };
}
