import type { Database } from 'better-sqlite3';
import { UserError } from '../../diagnostics.ts';
import { nearest } from '../model/nearest.ts';
import { forgetUnneeded, presentChange, wayTo } from './change-tree.ts';
import { foldName } from './dataset-name.ts';
import type { Digests } from './digest.ts';
import { checkSnapshotName } from './snapshot-name.ts';

/** A named state of a dataset. */
export type Snapshot = {
  readonly name: string;
  /** The state is that after this change. */
  readonly change: number;
  readonly note: string | null;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly samples: number;
  readonly labels: number;
  /** 32 hex digits each. */
  readonly digests: Digests<string>;
};

/** What lies between a snapshot and the present state. */
export type Since = {
  /** Changes to take back and to do again on the way. */
  readonly changes: number;
  /** Samples and labels that any of them touched; one that was changed back counts too. */
  readonly samples: number;
  readonly labels: number;
};

/** The snapshots of a dataset in the order in which they were made. */
export function readSnapshots(db: Database): readonly Snapshot[] {
  const rows = db.prepare<[], Record<string, string | number | null>>('SELECT * FROM snapshot ORDER BY id').all();
  return rows.map((row) => ({
    name: String(row['name']),
    change: Number(row['change_id']),
    note: row['note'] === null ? null : String(row['note']),
    createdAt: String(row['created_at']),
    samples: Number(row['samples']),
    labels: Number(row['labels']),
    digests: {
      labels: String(row['digest_labels']),
      fields: String(row['digest_fields']),
      identity: String(row['digest_identity']),
    },
  }));
}

/** The snapshot of that name, in whatever case. @throws UserError `not-found` with the nearest name */
export function expectSnapshot(db: Database, name: string, dataset: string): Snapshot {
  const all = readSnapshots(db);
  const found = all.find((snapshot) => foldName(snapshot.name) === foldName(name));
  if (found !== undefined) return found;
  const names = all.map((snapshot) => snapshot.name);
  const near = nearest(name, names);
  const others =
    names.length === 0 ? 'it has none: snapshot NAME makes one' : `there are: ${names.slice(0, 10).join(', ')}`;
  throw new UserError('not-found', `${dataset} has no snapshot ${JSON.stringify(name)}`, {
    hint: near === undefined ? others : `did you mean ${near}?`,
  });
}

/** Names the present state. Expects an open transaction. @throws UserError `exists`, `invalid` */
export function insertSnapshot(
  db: Database,
  { name, note, at }: { readonly name: string; readonly note: string | null; readonly at: string },
): Snapshot {
  checkSnapshotName(name);
  const taken = readSnapshots(db).find((other) => foldName(other.name) === foldName(name));
  if (taken !== undefined) {
    throw new UserError('exists', `there is a snapshot ${taken.name} already`, {
      hint: `choose another name, or take it away first: snapshot ${taken.name} --delete`,
    });
  }
  db.prepare(
    `INSERT INTO snapshot (name, change_id, note, created_at, samples, labels, digest_labels, digest_fields, digest_identity)
     SELECT $name, $change, $note, $at, ${['samples', 'labels', 'digest_labels', 'digest_fields', 'digest_identity']
       .map((key) => `(SELECT value FROM meta WHERE key = '${key}')`)
       .join(', ')}`,
  ).run({ name, note, at, change: presentChange(db) });
  return expectSnapshot(db, name, '');
}

/** Takes a name away, and what was kept for it alone. Expects an open transaction. @throws UserError `not-found` */
export function removeSnapshot(db: Database, name: string, dataset: string): Snapshot {
  const snapshot = expectSnapshot(db, name, dataset);
  db.prepare('DELETE FROM snapshot WHERE name = ?').run(snapshot.name);
  forgetUnneeded(db, 'kept');
  return snapshot;
}

/** What lies between the state after a change and the present one. */
export function readSince(db: Database, change: number): Since {
  const { back, forth } = wayTo(db, change);
  const way = [...back, ...forth];
  if (way.length === 0) return { changes: way.length, samples: 0, labels: 0 };
  const among = `IN (${way.map(String).join(', ')})`;
  const count = (sql: string): number => db.prepare<[], number>(`SELECT count(*) FROM (${sql})`).pluck().get() ?? 0;
  return {
    changes: way.length,
    samples: count(
      `SELECT id FROM before_sample WHERE change_id ${among}
       UNION SELECT sample_id FROM before_sample_tag WHERE change_id ${among}
       UNION SELECT sample_id FROM before_sample_digest WHERE change_id ${among}`,
    ),
    labels: count(
      `SELECT id FROM before_label WHERE change_id ${among} UNION SELECT label_id FROM before_label_tag WHERE change_id ${among}`,
    ),
  };
}
