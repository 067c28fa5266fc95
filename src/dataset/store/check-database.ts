import type { Database } from 'better-sqlite3';
import type { Job } from '../model/job.ts';
import { DIGEST_NAMES } from './digest.ts';
import { WRONG_CLASS_COUNTS, wrongLabelNumber } from './health/counts.ts';
import { recompute } from './health/digests.ts';
import { FOREIGN_CODE, foreignCodeMessage } from './health/foreign-code.ts';
import { DERIVED_REFERENCES, REFERENCES } from './health/references.ts';

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

function foreignCode(db: Database): readonly string[] {
  return db.prepare<[], string>(FOREIGN_CODE).pluck().all().map(foreignCodeMessage);
}

function strayRows(db: Database): readonly string[] {
  return [...REFERENCES, ...DERIVED_REFERENCES].flatMap(([what, table, condition]) => {
    const stray = numberIn(db, `SELECT count(*) FROM ${table} WHERE ${condition}`);
    return stray === 0 ? [] : [`there are ${String(stray)} ${what}`];
  });
}

function wrongNumbers(db: Database): readonly string[] {
  const fields = db
    .prepare<[], { id: number; name: string; column: string }>(
      "SELECT id, name, column_name AS column FROM field WHERE kind = 'labels'",
    )
    .all();
  const wrong = fields.flatMap(({ id, name, column }) => {
    const samples = numberIn(db, `SELECT count(*) FROM sample s WHERE ${wrongLabelNumber(column, id)}`);
    return samples === 0 ? [] : [`${String(samples)} samples have another number of labels in ${name} than they say`];
  });
  const counts = numberIn(db, `SELECT count(*) FROM (${WRONG_CLASS_COUNTS})`);
  return counts === 0 ? wrong : [...wrong, `${String(counts)} counts by class are not those of the labels`];
}

function wrongTotals(db: Database): readonly string[] {
  return ['sample', 'label'].flatMap((table) => {
    const said = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(`${table}s`);
    const found = numberIn(db, `SELECT count(*) FROM ${table}`);
    return Number(said) === found ? [] : [`it says ${String(said)} ${table}s and has ${String(found)}`];
  });
}

async function wrongDigests(db: Database, job: Job): Promise<readonly string[]> {
  let wrong = 0;
  const sums = await recompute(db, job, () => {
    wrong += 1;
  });
  if (wrong > 0) return [`the digests of ${String(wrong)} samples are not those of what they hold`];
  const said = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck();
  return DIGEST_NAMES.filter((name) => said.get(`digest_${name}`) !== sums[name]).map(
    (name) => `the digest ${name} is not that of the samples`,
  );
}

function numberIn(db: Database, sql: string): number {
  return db.prepare<[], number>(sql).pluck().get() ?? 0;
}
