import type { Database } from 'better-sqlite3';
import type { Job } from '../../model/job.ts';
import { REFERENCES } from '../health/references.ts';
import { needsMigration, readFormat } from '../migrate.ts';
import { APPLICATION_ID, createTables, FORMAT } from '../tables.ts';
import { copyReadable, type LostRows } from './copy-readable.ts';
import { openDamaged } from './open-damaged.ts';
import { rebuildDerived } from './rebuild-derived.ts';
import { addStandIns } from './stand-ins.ts';

/** What was saved from a damaged file, and in sentences what was not; `noted`: what the file said that it had. */
export type Rescued = Totals & { readonly lost: readonly string[]; readonly noted: Partial<Totals> };

/**
 * Copies what can be read of a damaged dataset into an empty database, which has an open transaction, and computes what
 * follows from it. The damaged file is only read.
 */
export async function rescueDatabase(file: string, target: Database, name: string, job: Job): Promise<Rescued> {
  createTables(target);
  const source = openDamaged(file);
  try {
    const format = readFormat(source);
    if (format.version > FORMAT && format.applicationId === APPLICATION_ID) needsMigration(file, format); // refuses it
    const lost = await copyReadable(source, target, job);
    const standIns = addStandIns(source, target);
    return await finish(target, name, { lost, standIns, snapshots: snapshotsIn(source) }, job);
  } finally {
    source.close();
  }
}

type Copied = {
  readonly lost: readonly LostRows[];
  readonly standIns: number;
  readonly snapshots: readonly string[];
};

/** Their states are made of the images of rows, which are not taken over. */
function snapshotsIn(source: Database): readonly string[] {
  try {
    return source.prepare<[], string>('SELECT name FROM snapshot ORDER BY id').pluck().all();
  } catch {
    return []; // They cannot be told either.
  }
}

async function finish(db: Database, name: string, { lost, standIns, snapshots }: Copied, job: Job): Promise<Rescued> {
  const noted = notedTotals(db);
  const gone = db
    .prepare<[], number>('SELECT count(*) FROM sample_digest WHERE sample_id NOT IN (SELECT id FROM sample)')
    .pluck();
  const lostSamples = gone.get() ?? 0;
  const stray = removeStray(db);
  const journal = closeJournal(db);
  completeNotes(db, name);
  const { differing } = await rebuildDerived(db, job);
  const totals = countRows(db);
  const changed = differing.filter((each) => each.noted).map(({ filepath }) => filepath);
  const sentences = [
    ...shortfall('samples', noted.samples, totals.samples, lostSamples),
    ...shortfall('labels', noted.labels, totals.labels, 0),
    ...(standIns === 0
      ? []
      : [`${String(standIns)} samples have only their labels and tags left; their files are called lost/ID.jpg`]),
    ...lost.map(sentenceOf),
    ...stray,
    ...(changed.length === 0 ? [] : [`samples that are not what they were: ${listed(changed)}`]),
    ...journal,
    ...(snapshots.length === 0 ? [] : [`snapshots are gone: ${listed(snapshots)}`]),
  ];
  return { ...totals, lost: sentences, noted };
}

type Totals = { readonly samples: number; readonly labels: number };

function notedTotals(db: Database): Partial<Totals> {
  const read = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck();
  const of = (key: string): number | undefined => {
    const value = Number(read.get(key) ?? NaN);
    return Number.isInteger(value) ? value : undefined;
  };
  const [samples, labels] = [of('samples'), of('labels')];
  return { ...(samples !== undefined && { samples }), ...(labels !== undefined && { labels }) };
}

function countRows(db: Database): Totals {
  const count = (table: string): number => db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
  return { samples: count('sample'), labels: count('label') };
}

/** Rows whose sample, field or label is lost mean nothing without it; the old file still has them. */
function removeStray(db: Database): readonly string[] {
  return REFERENCES.flatMap(([what, table, condition]) => {
    const { changes } = db.prepare(`DELETE FROM ${table} WHERE ${condition}`).run();
    return changes === 0 ? [] : [`${String(changes)} ${what} were left out`];
  });
}

/** The images of rows are not taken over: the lines of the journal stay to be read. */
function closeJournal(db: Database): readonly string[] {
  const forgotten = db.prepare("DELETE FROM change WHERE state = 'undone'").run().changes;
  const closed = db.prepare("UPDATE change SET state = 'base' WHERE state <> 'base'").run().changes;
  return forgotten + closed === 0 ? [] : ['changes before this cannot be undone or redone any more'];
}

function completeNotes(db: Database, name: string): void {
  const add = db.prepare('INSERT OR IGNORE INTO meta VALUES (?, ?)');
  add.run('name', name);
  add.run('created_at', '1970-01-01T00:00:00.000Z');
  add.run('revision', '1');
  db.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)').run('format', String(FORMAT));
}

function shortfall(what: string, noted: number | undefined, found: number, atLeast: number): readonly string[] {
  const missing = Math.max((noted ?? found) - found, atLeast);
  if (missing > 0) return [`${String(missing)} ${what} are lost, ${String(found)} are there`];
  return noted === undefined ? [`how many ${what} there were cannot be read, ${String(found)} are there`] : [];
}

function sentenceOf({ table, gaps, refused }: LostRows): string {
  const ranges = gaps.map(({ from, to }) =>
    to === undefined ? `from ${String(from)} on` : `${String(from)} to ${String(to)}`,
  );
  const unread = gaps.length === 0 ? [] : [`could not be read: ${listed(ranges)}`];
  const senseless = refused === 0 ? [] : [`${String(refused)} rows make no sense`];
  return `${table} ${[...unread, ...senseless].join('; ')}`;
}

const SHOWN = 20;

function listed(texts: readonly string[]): string {
  const shown = texts.slice(0, SHOWN).join(', ');
  return texts.length > SHOWN ? `${shown} and ${String(texts.length - SHOWN)} more` : shown;
}
