import type { Database, Statement } from 'better-sqlite3';
import { UserError } from '../../diagnostics.ts';
import type { Row, SqlValue } from '../query/statement.ts';
import { quoted } from './bulk-tables.ts';
import { isStored, sameTexts } from './is-stored.ts';
import { decodeUnseen, type Unseen } from './unseen.ts';

/** What stands in the row of a sample besides its fields. */
export type SampleRow = {
  readonly id: number;
  readonly filepath: string;
  readonly width: number | null;
  readonly height: number | null;
  /** Explicit nulls and extras. */
  readonly unseen: Unseen;
};

/** Writes rows of `sample` and `sample_tag`. */
export type SampleWriter = {
  has(oid: string): boolean;
  /** The row id. @throws UserError `not-found` */
  id(oid: string): number;
  /** @throws UserError `not-found` */
  row(oid: string): SampleRow;
  /** Values by column, without `id`. @returns the row id, larger than any before it. */
  insert(values: ReadonlyMap<string, SqlValue>): number;
  update(id: number, values: ReadonlyMap<string, SqlValue>): void;
  setTags(id: number, tags: readonly string[]): void;
  /** The row and its tags. */
  remove(id: number): void;
};

/** A writer on an open database. */
export function sampleWriter(db: Database): SampleWriter {
  const find = db.prepare<[string], Row>('SELECT id, filepath, width, height, nulls FROM sample WHERE oid = ?').raw();
  const ids = db.prepare<[string], number>('SELECT id FROM sample WHERE oid = ?').pluck();
  const tags = db.prepare<[number], string>('SELECT tag FROM sample_tag WHERE sample_id = ? ORDER BY position').pluck();
  const untag = db.prepare('DELETE FROM sample_tag WHERE sample_id = ?');
  const tag = db.prepare('INSERT INTO sample_tag VALUES (?, ?, ?)');
  const remove = db.prepare('DELETE FROM sample WHERE id = ?');
  const prepared = statementCache(db);
  let last = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM sample').pluck().get() ?? 0;
  return {
    has: (oid) => ids.get(oid) !== undefined,
    id: (oid) => {
      const id = ids.get(oid);
      if (id === undefined) throw noSample(oid);
      return id;
    },
    row: (oid) => {
      const row = find.get(oid);
      if (row === undefined) throw noSample(oid);
      return toSampleRow(row);
    },
    insert: (values) => {
      const columns = ['id', ...values.keys()];
      const text = `INSERT INTO sample (${columns.map(quoted).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
      last++;
      prepared(text).run([last, ...values.values()]);
      return last;
    },
    update: (id, values) => {
      if (values.size === 0) return;
      const columns = [...values.keys()].map(quoted);
      const stored = prepared(`SELECT ${columns.join(', ')} FROM sample WHERE id = ?`)
        .raw()
        .get([id]);
      if ([...values.values()].every((value, i) => isStored(value, stored?.[i]))) return;
      prepared(`UPDATE sample SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`).run([
        ...values.values(),
        id,
      ]);
    },
    setTags: (id, wanted) => {
      const all = [...new Set(wanted)];
      const stored = tags.all(id);
      if (sameTexts(all, stored)) return;
      untag.run(id);
      for (const [position, one] of all.entries()) tag.run(id, position, one);
    },
    remove: (id) => {
      untag.run(id);
      remove.run(id);
    },
  };
}

/** Statements by text: samples that are changed alike share one. */
function statementCache(db: Database): (text: string) => Statement<[readonly SqlValue[]], Row> {
  const known = new Map<string, Statement<[readonly SqlValue[]], Row>>();
  return (text) => {
    const statement = known.get(text) ?? db.prepare<[readonly SqlValue[]], Row>(text);
    if (known.size >= CACHED) known.clear();
    known.set(text, statement);
    return statement;
  };
}

const CACHED = 64;

function toSampleRow([id, filepath, width, height, nulls]: Row): SampleRow {
  const size = (value: SqlValue | undefined): number | null => (typeof value === 'number' ? value : null);
  return {
    id: Number(id),
    filepath: String(filepath),
    width: size(width),
    height: size(height),
    unseen: typeof nulls === 'string' ? decodeUnseen(nulls) : {},
  };
}

function noSample(oid: string): UserError {
  return new UserError('not-found', `no sample has the id ${oid}`, {
    hint: 'ids(), or values("id"), lists the ids of a view',
  });
}
