import type { Database, Statement } from 'better-sqlite3';
import type { Row } from '../query/statement.ts';
import type { ChangedContents } from './changed-contents.ts';
import { addDigest, DIGEST_NAMES, type Digests, digestsOf, formatDigest, labelsGrowth, parseDigest } from './digest.ts';
import { digestReader } from './digest-inputs.ts';

/** Computes the digests of samples that changed and keeps the sums of the dataset right. */
export type Rehasher = {
  /**
   * Takes samples as they are now, or as gone where they are no more. The digests that are not wanted are right as they are.
   * Best given `DIGEST_BATCH` at once.
   */
  rehash(samples: readonly number[], wanted: Digests<boolean>): void;
  /** Takes samples on which labels only became others: of their digest of labels what these are made of is exchanged. */
  grow(samples: ReadonlyMap<number, ChangedContents>): void;
  /** Writes the sums to `meta`. */
  finish(): void;
};

/** Prepares to rehash any number of samples. Fields must not change until `finish`. */
export function openRehasher(db: Database): Rehasher {
  const read = digestReader(db);
  const noted = notedReader(db);
  const write = writerOn(db);
  const sums = readSums(db);
  return {
    rehash: (samples, wanted) => {
      const names = DIGEST_NAMES.filter((name) => wanted[name]);
      const before = noted(samples, names);
      for (const [sample, input] of read(samples, wanted)) {
        const old = before.get(sample);
        before.delete(sample);
        const digests = digestsOf(input, wanted);
        if (names.every((name) => digests[name] === old?.[name])) continue;
        for (const name of names) exchange(sums, name, { old: old?.[name], now: digests[name] });
        write.put(sample, digests, old !== undefined);
      }
      for (const [gone, old] of before) {
        for (const name of names) exchange(sums, name, { old: old[name], now: undefined });
        write.remove(gone);
      }
    },
    grow: (samples) => {
      const before = noted([...samples.keys()], ['labels']);
      for (const [sample, { picture, changes }] of samples) {
        const labels = before.get(sample)?.labels;
        if (labels === undefined) throw new Error(`sample ${String(sample)} has no digest`);
        const growth = labelsGrowth(picture, changes);
        sums.labels = addDigest(sums.labels, growth);
        const grown = addDigest(parseDigest(labels), growth);
        write.put(sample, { labels: formatDigest(grown) }, true);
      }
    },
    finish: () => {
      const set = db.prepare('UPDATE meta SET value = ? WHERE key = ?');
      for (const name of DIGEST_NAMES) set.run(formatDigest(sums[name]), `digest_${name}`);
    },
  };
}

type Sums = { -readonly [K in keyof Digests<bigint>]: bigint };
type Names = readonly (typeof DIGEST_NAMES)[number][];
type Noted = Partial<Digests<string>>;

function exchange(
  sums: Sums,
  name: keyof Sums,
  { old, now }: { readonly old: string | undefined; readonly now: string | undefined },
): void {
  if (old !== undefined) sums[name] = addDigest(sums[name], old, -1);
  if (now !== undefined) sums[name] = addDigest(sums[name], now);
}

/** Reads some of the digests that samples have. Not as bytes: of so many small buffers more time goes into clearing them away. */
function notedReader(db: Database): (samples: readonly number[], names: Names) => Map<number, Noted> {
  const statement = prepared(db, (names) => {
    const digests = names.map((name) => `, lower(hex(${name}))`).join('');
    return `SELECT sample_id${digests} FROM sample_digest WHERE sample_id IN (SELECT value FROM json_each(?))`;
  });
  return (samples, names) => {
    const rows = statement(names).raw().all(JSON.stringify(samples)) as Row[];
    return new Map(
      rows.map(([id, ...digests]) => [Number(id), Object.fromEntries(names.map((name, i) => [name, digests[i]]))]),
    );
  };
}

function writerOn(db: Database) {
  const update = prepared(db, (names) => {
    const set = names.map((name) => `${name} = unhex(?)`).join(', ');
    return `UPDATE sample_digest SET ${set} WHERE sample_id = ?`;
  });
  const insert = db.prepare('INSERT INTO sample_digest VALUES (?, unhex(?), unhex(?), unhex(?))');
  const remove = db.prepare('DELETE FROM sample_digest WHERE sample_id = ?');
  return {
    remove: (sample: number): void => void remove.run(sample),
    put: (sample: number, digests: Noted, isThere: boolean): void => {
      const names = DIGEST_NAMES.filter((name) => digests[name] !== undefined);
      const values = names.map((name) => digests[name]);
      if (isThere) update(names).run(...values, sample);
      else insert.run(sample, ...values);
    },
  };
}

/** Statements by the digests that they name. */
function prepared(db: Database, text: (names: Names) => string): (names: Names) => Statement {
  const statements = new Map<string, Statement>();
  return (names) => {
    const key = names.join();
    const statement = statements.get(key) ?? db.prepare(text(names));
    statements.set(key, statement);
    return statement;
  };
}

function readSums(db: Database): Sums {
  const read = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck();
  const sum = (name: string): bigint => parseDigest(read.get(`digest_${name}`) ?? '0');
  return { labels: sum('labels'), fields: sum('fields'), identity: sum('identity') };
}
