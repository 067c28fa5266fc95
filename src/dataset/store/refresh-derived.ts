import type { Database } from 'better-sqlite3';
import type { Job } from '../model/job.ts';
import { breathe } from './breathe.ts';
import { contentReader } from './changed-contents.ts';
import { refreshLabelCounts } from './changed-labels.ts';
import { DIGEST_BATCH } from './digest-inputs.ts';
import { openRehasher } from './rehash.ts';
import { type Rehash, samplesToRehash } from './touched-samples.ts';

/**
 * Brings what is derived from rows up to date after a change, reading only what the change touched: counts by class,
 * digests, and the totals in `meta`. Numbers of labels come before: see `refreshLabelNumbers`. After `noteTouchedSamples`.
 */
export async function refreshDerived(db: Database, change: number, job: Job): Promise<void> {
  refreshLabelCounts(db);
  const groups = samplesToRehash(db);
  const total = groups.reduce((sum, { ids }) => sum + ids.length, 0);
  const rehasher = openRehasher(db);
  const contents = contentReader(db, change);
  const bringUpToDate = (batch: readonly number[], { wanted, isGrown }: Rehash): void => {
    if (isGrown) rehasher.grow(contents(batch));
    if (Object.values(wanted).includes(true)) rehasher.rehash(batch, wanted);
  };
  let done = 0;
  for (const group of groups) {
    const { ids } = group;
    for (let at = 0; at < ids.length; at += DIGEST_BATCH) {
      job.report({ what: 'computing digests', done, total, unit: 'samples' });
      await breathe(job);
      const batch = ids.slice(at, at + DIGEST_BATCH);
      bringUpToDate(batch, group);
      done += batch.length;
    }
  }
  rehasher.finish();
  refreshTotals(db, change);
}

function refreshTotals(db: Database, change: number): void {
  const difference = db
    .prepare<[number], number>(
      `SELECT count(s.id) - count(*) FILTER (WHERE b.present = 1)
       FROM before_sample b LEFT JOIN sample s ON s.id = b.id WHERE b.change_id = ?`,
    )
    .pluck()
    .get(change);
  db.prepare("UPDATE meta SET value = CAST(CAST(value + ? AS INTEGER) AS TEXT) WHERE key = 'samples'").run(
    difference ?? 0,
  );
  db.exec(
    "UPDATE meta SET value = (SELECT CAST(coalesce(sum(labels), 0) AS TEXT) FROM label_count) WHERE key = 'labels'",
  );
}
