import type { Database } from 'better-sqlite3';
import type { Row, SqlValue } from '../query/statement.ts';
import { addDigest, DIGEST_NAMES, type Digests, digestsOf, formatDigest, parseDigest } from './digest.ts';
import { digestReader } from './digest-inputs.ts';

/** Computes the digests of samples that changed and keeps the sums of the dataset right. */
export type Rehasher = {
  /**
   * Takes samples as they are now, or as gone where they are no more. The digests that are not wanted are right as they are.
   * Best given `DIGEST_BATCH` at once.
   */
  rehash(samples: readonly number[], wanted: Digests<boolean>): void;
  /** Writes the sums to `meta`. */
  finish(): void;
};

/** Prepares to rehash any number of samples. Fields must not change until `finish`. */
export function openRehasher(db: Database): Rehasher {
  const read = digestReader(db);
  const noted = db
    .prepare<[string], Row>(
      'SELECT sample_id, labels, fields, identity FROM sample_digest WHERE sample_id IN (SELECT value FROM json_each(?))',
    )
    .raw();
  const write = writerOn(db);
  const sums = readSums(db);
  const exchange = (name: keyof Sums, old: SqlValue | undefined, now: Uint8Array | undefined): void => {
    if (isSame(old, now)) return;
    if (old instanceof Uint8Array) sums[name] = addDigest(sums[name], old, -1);
    if (now !== undefined) sums[name] = addDigest(sums[name], now);
  };
  return {
    rehash: (samples, wanted) => {
      const before = new Map(noted.all(JSON.stringify(samples)).map(([id, ...digests]) => [Number(id), digests]));
      for (const [sample, input] of read(samples, wanted)) {
        const old = before.get(sample) ?? [];
        before.delete(sample);
        const digests = digestsOf(input, wanted);
        const row = DIGEST_NAMES.map((name, i) => digests[name] ?? kept(old[i], sample));
        if (row.every((digest, i) => isSame(digest, old[i]))) continue;
        for (const [i, name] of DIGEST_NAMES.entries()) exchange(name, old[i], row[i]);
        write.put(sample, row);
      }
      for (const [gone, old] of before) {
        for (const [i, name] of DIGEST_NAMES.entries()) exchange(name, old[i], undefined);
        write.remove(gone);
      }
    },
    finish: () => {
      const set = db.prepare('UPDATE meta SET value = ? WHERE key = ?');
      for (const name of DIGEST_NAMES) set.run(formatDigest(sums[name]), `digest_${name}`);
    },
  };
}

type Sums = { -readonly [K in keyof Digests<bigint>]: bigint };

function writerOn(db: Database) {
  const remove = db.prepare('DELETE FROM sample_digest WHERE sample_id = ?');
  const write = db.prepare(
    `INSERT INTO sample_digest VALUES (?, ?, ?, ?) ON CONFLICT (sample_id)
     DO UPDATE SET labels = excluded.labels, fields = excluded.fields, identity = excluded.identity`,
  );
  return {
    remove: (sample: number): void => void remove.run(sample),
    put: (sample: number, digests: readonly Uint8Array[]): void => void write.run(sample, ...digests),
  };
}

function readSums(db: Database): Sums {
  const read = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck();
  const sum = (name: string): bigint => parseDigest(read.get(`digest_${name}`) ?? '0');
  return { labels: sum('labels'), fields: sum('fields'), identity: sum('identity') };
}

function kept(digest: SqlValue | undefined, sample: number): Uint8Array {
  if (digest instanceof Uint8Array) return digest;
  throw new Error(`sample ${String(sample)} has no digest`);
}

function isSame(a: SqlValue | undefined, b: SqlValue | undefined): boolean {
  return a instanceof Uint8Array && b instanceof Uint8Array && Buffer.compare(a, b) === 0;
}
