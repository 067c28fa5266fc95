import type { Database } from 'better-sqlite3';
import type { Job } from '../../model/job.ts';
import type { Row } from '../../query/statement.ts';
import type { Trouble } from '../../model/trouble.ts';
import { breathe } from '../breathe.ts';
import { addDigest, DIGEST_NAMES, type Digests, digestSample, formatDigest } from '../digest.ts';
import { openForReading } from '../open-database.ts';
import { DIGEST_BATCH, digestReader } from '../digest-inputs.ts';
import { type HealthCheck, repairHint } from './health-check.ts';

/** Whether samples and labels still are what was written: the digest of each is computed anew. */
export const digestsCheck: HealthCheck = {
  name: 'digests',
  deep: true,
  run: async ({ name, file, job }) => {
    const db = openForReading(file);
    try {
      db.exec('BEGIN');
      return await compare(db, name, job);
    } finally {
      db.close();
    }
  },
};

/** A sample whose digests are not those that were noted when it was written. `digests` are those of its rows. */
export type Differing = {
  readonly sample: number;
  readonly filepath: string;
  readonly digests: Digests<string>;
  /** Whether digests were noted at all. */
  readonly noted: boolean;
  readonly which: readonly (keyof Digests<unknown>)[];
};

/** Computes the digests of all samples; `each` hears of those that differ. @returns the sums */
export async function recompute(
  db: Database,
  job: Job,
  each: (differing: Differing) => void,
): Promise<Digests<string>> {
  const read = digestReader(db);
  const noted = db
    .prepare<[number], Row>(
      'SELECT lower(hex(labels)), lower(hex(fields)), lower(hex(identity)) FROM sample_digest WHERE sample_id = ?',
    )
    .raw();
  const ids = db.prepare<[], number>('SELECT id FROM sample ORDER BY id').pluck().all();
  const sums = { labels: 0n, fields: 0n, identity: 0n };
  for (let done = 0; done < ids.length; done += DIGEST_BATCH) {
    job.report({ what: 'computing digests', done, total: ids.length, unit: 'samples' });
    await breathe(job);
    for (const [sample, input] of read(ids.slice(done, done + DIGEST_BATCH), ALL)) {
      const digests = digestSample(input);
      for (const digest of DIGEST_NAMES) sums[digest] = addDigest(sums[digest], digests[digest]);
      const stored = noted.get(sample) ?? [];
      const which = DIGEST_NAMES.filter((digest, i) => digests[digest] !== stored[i]);
      if (which.length > 0) {
        each({ sample, filepath: input.filepath, digests, which, noted: stored.length > 0 });
      }
    }
  }
  return {
    labels: formatDigest(sums.labels),
    fields: formatDigest(sums.fields),
    identity: formatDigest(sums.identity),
  };
}

const ALL: Digests<boolean> = { labels: true, fields: true, identity: true };
const SHOWN = 5;

async function compare(db: Database, name: string, job: Job): Promise<readonly Trouble[]> {
  const differing: Differing[] = [];
  let count = 0;
  const sums = await recompute(db, job, (each) => {
    count += 1;
    if (differing.length < SHOWN) differing.push(each);
  });
  const base = { check: 'digests', severity: 'error', where: name } as const;
  if (count > 0) {
    const shown = differing.map(({ filepath, which }) => `${filepath} (${which.join(', ')})`).join(', ');
    const message = `${String(count)} samples are not what was written: ${shown}${count > SHOWN ? ' and others' : ''}`;
    const hint = `compare them with a backup; ${repairHint(name)} takes them as they are`;
    return [{ ...base, message, hint }];
  }
  const stored = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck();
  const wrong = DIGEST_NAMES.filter((digest) => stored.get(`digest_${digest}`) !== sums[digest]);
  if (wrong.length === 0) return [];
  return [{ ...base, message: `wrong sums of digests: ${wrong.join(', ')}`, hint: repairHint(name) }];
}
