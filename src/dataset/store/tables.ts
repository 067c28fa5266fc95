import type { Database } from 'better-sqlite3';

/** Marks a SQLite file as a dataset of ours (`PRAGMA application_id`): `QDRT` in ASCII. */
export const APPLICATION_ID = 0x51_44_52_54;

/** Version of the schema that this code writes (`PRAGMA user_version`, and `format` in `meta`). */
export const FORMAT = 5;

/** The oldest one that this code reads: those before it were never released. */
export const OLDEST_FORMAT = 5;

/** Columns of `sample` that are not user fields. */
export const SAMPLE_COLUMNS = ['id', 'oid', 'filepath', 'width', 'height', 'nulls', 'provenance'] as const;

/** Tables that say what a dataset is. `meta` does, too: it has notes beside totals. */
export const PRIMARY_TABLES = ['meta', 'field', 'sample', 'sample_tag', 'label', 'label_tag', 'saved_view'] as const;

/** Tables that hold what follows from others. */
export const DERIVED_TABLES = ['meta', 'label_count', 'sample_digest'] as const;

/** Tables whose rows the journal can restore. Each has a primary key of its own. */
export const JOURNALED_TABLES = [...PRIMARY_TABLES, 'label_count', 'sample_digest'] as const;

/** Creates the tables, without indexes: a bulk load builds those at its end. */
export function createTables(db: Database): void {
  db.exec(TABLES);
  db.pragma(`application_id = ${String(APPLICATION_ID)}`);
  db.pragma(`user_version = ${String(FORMAT)}`);
}

/** The indexes, one statement each; `docs/schema.md` says which question each answers. */
export const INDEXES = [
  'CREATE INDEX sample_tag_by_tag ON sample_tag (tag, sample_id)',
  'CREATE INDEX label_by_sample ON label (sample_id, field_id, position)',
  'CREATE INDEX label_by_class ON label (field_id, class, sample_id, confidence, area, vertices)',
  'CREATE INDEX label_by_oid ON label (oid)',
  'CREATE INDEX label_tag_by_tag ON label_tag (tag, label_id)',
] as const;

/** The name of the index that a statement makes. */
export function indexIn(sql: string): string {
  return /^CREATE INDEX (\w+)/u.exec(sql)?.[1] ?? '';
}

const TABLES = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE field (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  type TEXT NOT NULL,
  element TEXT,
  list INTEGER NOT NULL,
  column_name TEXT NOT NULL UNIQUE,
  attributes TEXT NOT NULL,
  classes TEXT
);
CREATE TABLE sample (
  id INTEGER PRIMARY KEY,
  oid TEXT NOT NULL UNIQUE,
  filepath TEXT NOT NULL,
  width INTEGER,
  height INTEGER,
  nulls TEXT,
  provenance TEXT
);
CREATE TABLE sample_tag (
  sample_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  tag TEXT NOT NULL,
  PRIMARY KEY (sample_id, position)
) WITHOUT ROWID;
CREATE TABLE label (
  id INTEGER PRIMARY KEY,
  oid TEXT NOT NULL,
  sample_id INTEGER NOT NULL,
  field_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  class TEXT,
  confidence REAL,
  x REAL, y REAL, w REAL, h REAL,
  area REAL,
  vertices INTEGER NOT NULL,
  closed INTEGER,
  filled INTEGER,
  geometry BLOB,
  attributes TEXT
);
CREATE TABLE label_tag (
  label_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  tag TEXT NOT NULL,
  PRIMARY KEY (label_id, position)
) WITHOUT ROWID;
CREATE TABLE label_count (id INTEGER PRIMARY KEY, field_id INTEGER NOT NULL, class TEXT, labels INTEGER NOT NULL);
CREATE TABLE sample_digest (
  sample_id INTEGER PRIMARY KEY,
  labels BLOB NOT NULL,
  fields BLOB NOT NULL,
  identity BLOB NOT NULL
);
CREATE TABLE change (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  statement TEXT NOT NULL,
  summary TEXT NOT NULL,
  state TEXT NOT NULL,
  parent INTEGER
);
CREATE TABLE saved_view (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  text TEXT NOT NULL,
  description TEXT,
  created_at TEXT NOT NULL,
  changed_at TEXT NOT NULL
);
CREATE TABLE snapshot (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  change_id INTEGER NOT NULL,
  note TEXT,
  created_at TEXT NOT NULL,
  samples INTEGER NOT NULL,
  labels INTEGER NOT NULL,
  digest_labels TEXT NOT NULL,
  digest_fields TEXT NOT NULL,
  digest_identity TEXT NOT NULL
);
`;
