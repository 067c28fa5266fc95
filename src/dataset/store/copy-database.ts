import { closeSync, fsyncSync, openSync } from 'node:fs';
import { throwIfCancelled } from '../../diagnostics.ts';
import type { Job } from '../model/job.ts';
import { openForReading } from './open-database.ts';
import { translateError } from './translate-error.ts';

/** Pages between two breaths: 32 MB. */
const STEP = 8_192;

/**
 * Copies a dataset page by page, as it is when the copy begins: who changes it meanwhile does not wait, and is not seen. All of
 * it comes along, the journal and snapshots too.
 * @param target a file that is not there yet
 * @throws UserError `cancelled`, `unwritable`, and as `openForReading`; the caller removes what is left of `target`
 */
export async function copyDatabase(file: string, target: string, job: Job): Promise<void> {
  const db = openForReading(file);
  try {
    // The copy reads in this transaction, so that no writer makes it begin anew.
    db.exec('BEGIN');
    db.prepare('SELECT count(*) FROM meta').get();
    await db.backup(target, {
      progress: ({ totalPages, remainingPages }) => {
        throwIfCancelled(job.signal);
        job.report({ what: 'copying', done: totalPages - remainingPages, total: totalPages, unit: 'pages' });
        return STEP;
      },
    });
    flush(target);
  } catch (error) {
    throw translateError(error, { file: target });
  } finally {
    db.close();
  }
}

function flush(file: string): void {
  const descriptor = openSync(file, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
