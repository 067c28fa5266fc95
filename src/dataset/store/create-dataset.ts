import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { throwIfCancelled } from '../../diagnostics.ts';
import type { DetailName } from '../model/detail.ts';
import type { Job } from '../model/job.ts';
import type { Json } from '../model/label.ts';
import type { PackedBatch } from '../model/packed-batch.ts';
import type { Sample } from '../model/sample.ts';
import type { Field } from '../model/schema.ts';
import { type BulkResult, type BulkWriter, bulkWriter } from './bulk-writer.ts';
import { describeUnstorable } from './field-value.ts';
import { finishLoad, type Origin } from './finish-load.ts';
import { withLibraryLock } from './library-lock.ts';
import { createTables } from './tables.ts';
import { createTemporary, removeTemporary, type Temporary, TEMPORARY_DATABASE } from './temporary.ts';
import { translateError } from './translate-error.ts';

/** What fills a new dataset is handed. Nothing of it is seen by others before all is written. */
export type DatasetWriter = {
  /** Absolute path of an empty folder that becomes the media folder; file paths are then relative to it. */
  readonly mediaOut: string;
  /** Says what a field is before its first value; needed for fields that are missing throughout, or of single labels. */
  readonly declareField: (field: Field) => void;
  /** Keeps something that the source says of the dataset as a whole; the last value counts. */
  readonly setDetail: (name: DetailName, value: Json) => void;
  /** The classes of a label field, in the source's order. */
  readonly setClasses: (field: string, classes: readonly string[]) => void;
  /**
   * Adds samples in order.
   * @throws UserError `cancelled`; `wrong-type` where a field changes its type; `invalid` for ids and names that cannot
   * be, and for a second sample of the same id.
   */
  write(samples: readonly Sample[]): void;
  /** The same with samples that another thread has packed. */
  writeBatch(batch: PackedBatch): void;
  /** Samples and labels so far. */
  counts(): { readonly samples: number; readonly labels: number };
};

/** What was made. */
export type Created = {
  readonly samples: number;
  readonly labels: number;
  /** Number of labels by label field, in the order in which the fields were seen. */
  readonly labelsByField: Readonly<Record<string, number>>;
  /** What could not be kept as it was. */
  readonly notes: readonly string[];
};

/** How a dataset is made: `publish` moves the finished temporary to its place, under the library's lock. */
export type Creation = {
  readonly home: string;
  readonly fileName: string;
  readonly pid: number;
  readonly origin: Origin;
  readonly job: Job;
  readonly fill: (writer: DatasetWriter) => Promise<void>;
  readonly publish: (folder: string) => void;
};

/** Builds a dataset in a temporary folder and publishes it. On any failure the temporary is removed and nothing is left. */
export async function createDataset(creation: Creation): Promise<Created> {
  const { home, fileName, pid } = creation;
  const temporary = withLibraryLock(home, () => createTemporary(home, fileName, pid));
  try {
    return await fillTemporary(creation, temporary);
  } catch (error) {
    removeTemporary(home, temporary);
    throw translateError(error, { file: join(home, 'datasets', `${fileName}.sqlite`) });
  }
}

/** Rows between two commits: what is not yet committed is kept in memory. */
const ROWS_A_COMMIT = 20_000;

async function fillTemporary(creation: Creation, temporary: Temporary): Promise<Created> {
  const { home, fill, job, origin, publish } = creation;
  const { db } = temporary;
  createTables(db);
  const writer = bulkWriter(db);
  await fill(datasetWriter(writer, temporary, job.signal));
  throwIfCancelled(job.signal);
  db.exec('COMMIT');
  await finishLoad(db, writer.result(), origin, job);
  throwIfCancelled(job.signal);
  withLibraryLock(home, () => {
    db.close();
    removeIfEmpty(temporary.media);
    publish(temporary.folder);
    rmSync(join(home, temporary.folder), { recursive: true, force: true });
  });
  return summarise(writer.result());
}

/** Where the finished database lies inside a temporary folder. */
export function databaseIn(folder: string): string {
  return join(folder, TEMPORARY_DATABASE);
}

function datasetWriter(writer: BulkWriter, { db, media }: Temporary, signal: AbortSignal): DatasetWriter {
  let committed = 0;
  const commitNowAndThen = (): void => {
    const { samples: written, labels } = writer.result();
    if (written + labels - committed < ROWS_A_COMMIT) return;
    committed = written + labels;
    db.exec('COMMIT');
    db.exec('BEGIN EXCLUSIVE');
  };
  return {
    mediaOut: media,
    declareField: writer.declareField,
    setDetail: writer.setDetail,
    setClasses: writer.setClasses,
    write: (samples) => {
      throwIfCancelled(signal);
      for (const sample of samples) writer.write(sample);
      commitNowAndThen();
    },
    writeBatch: (batch) => {
      throwIfCancelled(signal);
      writer.writeBatch(batch);
      commitNowAndThen();
    },
    counts: () => ({ samples: writer.result().samples, labels: writer.result().labels }),
  };
}

/** Removes a folder that nothing was put into. */
export function removeIfEmpty(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}

function summarise({ samples, labels, fields, counts, unstorable }: BulkResult): Created {
  const byField: [string, number][] = [];
  for (const field of fields.fields.values()) {
    if (field.kind !== 'labels') continue;
    const classes = counts.get(field.id) ?? new Map<string | null, number>();
    byField.push([field.name, [...classes.values()].reduce((sum, count) => sum + count, 0)]);
  }
  const notes = Array.from(unstorable, describeUnstorable);
  return { samples, labels, labelsByField: Object.fromEntries(byField), notes };
}
