import type { Database } from 'better-sqlite3';
import type { Job } from '../model/job.ts';
import { breathe } from './breathe.ts';
import { quoted } from './bulk-tables.ts';
import { addDigest, DIGEST_NAMES, formatDigest } from './digest.ts';
import { digestReader } from './rehash.ts';

/**
 * Checks that a dataset is whole: SQLite's own check, that every row belongs to one that is there, and that numbers, counts,
 * totals and digests are those of the rows, computed anew. Reads all of it and writes nothing.
 * @returns what is wrong, a sentence each; nothing where all is well
 * @throws UserError `cancelled`
 */
export async function checkDatabase(db: Database, job: Job): Promise<readonly string[]> {
  const damage = db.pragma(`integrity_check(${String(MOST_DAMAGES)})`) as { readonly integrity_check: string }[];
  const damages = damage.map((row) => row.integrity_check).filter((text) => text !== 'ok');
  if (damages.length > 0) return damages.map((text) => `SQLite: ${text}`);
  const problems = [...foreignCode(db), ...strayRows(db), ...wrongNumbers(db), ...wrongTotals(db)];
  return problems.length > 0 ? problems : wrongDigests(db, job);
}

const MOST_DAMAGES = 5;

/** Tables do not run anything: what does was put there by somebody else. */
function foreignCode(db: Database): readonly string[] {
  const names = db
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type IN ('trigger', 'view')")
    .pluck()
    .all();
  return names.map((name) => `there is a trigger or view ${JSON.stringify(name)}, which no dataset has`);
}

/** A column, and where what it names must be. */
const REFERENCES = [
  ['sample_tag', 'sample_id', 'sample', 'id'],
  ['label', 'sample_id', 'sample', 'id'],
  ['label', 'field_id', 'field', 'id'],
  ['label_tag', 'label_id', 'label', 'id'],
  ['label_count', 'field_id', 'field', 'id'],
  ['sample_digest', 'sample_id', 'sample', 'id'],
  ['sample', 'id', 'sample_digest', 'sample_id'],
  ['snapshot', 'change_id', 'change', 'id'],
  ['change', 'parent', 'change', 'id'],
] as const;

function strayRows(db: Database): readonly string[] {
  return REFERENCES.flatMap(([table, column, other, key]) => {
    const stray = numberIn(
      db,
      `SELECT count(*) FROM ${table} t WHERE t.${column} IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM ${other} o WHERE o.${key} = t.${column})`,
    );
    return stray === 0 ? [] : [`${String(stray)} rows of ${table} name a ${other} that is not there`];
  });
}

function wrongNumbers(db: Database): readonly string[] {
  const fields = db
    .prepare<[], { id: number; name: string; column: string }>(
      "SELECT id, name, column_name AS column FROM field WHERE kind = 'labels'",
    )
    .all();
  const wrong = fields.flatMap(({ id, name, column }) => {
    const samples = numberIn(
      db,
      `SELECT count(*) FROM sample s WHERE coalesce(s.${quoted(column)}, 0) <>
         (SELECT count(*) FROM label l WHERE l.sample_id = s.id AND l.field_id = ${String(id)})`,
    );
    return samples === 0 ? [] : [`${String(samples)} samples have another number of labels in ${name} than they say`];
  });
  const counts = numberIn(
    db,
    `SELECT count(*) FROM (
       SELECT field_id, class, labels FROM label_count EXCEPT SELECT field_id, class, count(*) FROM label GROUP BY 1, 2)`,
  );
  return counts === 0 ? wrong : [...wrong, `${String(counts)} counts by class are not those of the labels`];
}

function wrongTotals(db: Database): readonly string[] {
  return ['sample', 'label'].flatMap((table) => {
    const said = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(`${table}s`);
    const found = numberIn(db, `SELECT count(*) FROM ${table}`);
    return Number(said) === found ? [] : [`it says ${String(said)} ${table}s and has ${String(found)}`];
  });
}

/** Samples between two breaths. */
const BATCH = 500;

async function wrongDigests(db: Database, job: Job): Promise<readonly string[]> {
  const read = digestReader(db);
  const sums = { labels: 0n, fields: 0n, identity: 0n };
  const ids = db.prepare<[], number>('SELECT id FROM sample ORDER BY id').pluck().all();
  const digestsOf = db.prepare<[number], Record<string, Buffer>>('SELECT * FROM sample_digest WHERE sample_id = ?');
  let wrong = 0;
  for (const [done, id] of ids.entries()) {
    if (done % BATCH === 0) {
      job.report({ what: 'checking digests', done, total: ids.length, unit: 'samples' });
      await breathe(job);
    }
    const [now, said] = [read(id), digestsOf.get(id)];
    if (now === undefined || said === undefined) continue;
    if (DIGEST_NAMES.some((name) => !said[name]?.equals(now[name]))) wrong += 1;
    for (const name of DIGEST_NAMES) sums[name] = addDigest(sums[name], now[name]);
  }
  const said = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck();
  const sum = DIGEST_NAMES.filter((name) => said.get(`digest_${name}`) !== formatDigest(sums[name]));
  return [
    ...(wrong === 0 ? [] : [`the digests of ${String(wrong)} samples are not those of what they hold`]),
    ...(wrong > 0 ? [] : sum.map((name) => `the digest ${name} is not that of the samples`)),
  ];
}

function numberIn(db: Database, sql: string): number {
  return db.prepare<[], number>(sql).pluck().get() ?? 0;
}
