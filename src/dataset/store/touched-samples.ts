import type { Database } from 'better-sqlite3';
import { LABEL_CHANGE } from './changed-labels.ts';
import type { Digests } from './digest.ts';
import { differ } from './image-tables.ts';

/** Which digests of a sample may not be right any more, as a sum of these; 0 where all are. `grown`: that of labels, by what labels became others. */
const DIGEST = { labels: 1, fields: 2, identity: 4, grown: 8 } as const;
const ALL = DIGEST.labels + DIGEST.fields + DIGEST.identity;

/**
 * Notes in `temp.touched_sample` the samples on which anything is not as it was before a change, and those that came or went:
 * `id` and `what` of their digests it concerns. After `noteChangedLabels`; the images must have been pruned.
 */
export function noteTouchedSamples(db: Database, change: number): void {
  db.exec(
    `DROP TABLE IF EXISTS temp.touched_sample;
     CREATE TEMP TABLE touched_sample (id INTEGER PRIMARY KEY, what INTEGER NOT NULL)`,
  );
  const { owner, position, content, oid } = LABEL_CHANGE;
  const moved = owner | position;
  const ofLabel = `CASE WHEN what & ${String(moved)} THEN ${String(ALL)}
    ELSE (what & ${String(content)} <> 0) * ${String(DIGEST.grown)} + (what & ${String(oid)} <> 0) * ${String(DIGEST.identity)} END`;
  const several = fieldsDiffer(db, change)
    ? [`SELECT id, ${String(ALL)} AS what FROM sample`, ofSamples(db)]
    : [ofSamples(db)];
  const parts = [
    ...several,
    `SELECT DISTINCT sample_id, ${String(DIGEST.fields)} FROM before_sample_tag WHERE change_id = $change`,
    `SELECT was_sample, ${ofLabel} FROM temp.changed_label WHERE was_sample IS NOT NULL`,
    `SELECT is_sample, ${ofLabel} FROM temp.changed_label WHERE is_sample IS NOT was_sample AND is_sample IS NOT NULL`,
    `SELECT l.sample_id, ${String(DIGEST.fields)} FROM (SELECT DISTINCT label_id FROM before_label_tag WHERE change_id = $change) b
     CROSS JOIN label l ON l.id = b.label_id`,
  ];
  const insert = (of: string): string => `INSERT INTO temp.touched_sample SELECT * FROM (${of}) WHERE true
    ON CONFLICT (id) DO UPDATE SET what = what | excluded.what WHERE what & excluded.what <> excluded.what`;
  for (const part of parts) {
    const named = part.includes('$change') ? [{ change }] : [];
    db.prepare(insert(part)).run(...named);
  }
}

/** Samples whose digests are not right any more, by what has to be done. */
export type Rehash = {
  readonly ids: readonly number[];
  /** What has to be computed anew. */
  readonly wanted: Digests<boolean>;
  /** Whether that of labels follows from the one there is. */
  readonly isGrown: boolean;
};

/** What has to be done to have right digests. */
export function samplesToRehash(db: Database): readonly Rehash[] {
  const rows = db
    .prepare<[], [number, number]>('SELECT id, what FROM temp.touched_sample WHERE what <> 0 ORDER BY id')
    .raw()
    .all();
  const has = (what: number, digest: number): boolean => (what & digest) !== 0;
  return Array.from(
    Map.groupBy(rows, ([, what]) => what),
    ([what, of]) => ({
      ids: of.map(([id]) => id),
      wanted: {
        labels: has(what, DIGEST.labels),
        fields: has(what, DIGEST.fields),
        identity: has(what, DIGEST.identity),
      },
      isGrown: has(what, DIGEST.grown) && !has(what, DIGEST.labels),
    }),
  );
}

/**
 * Whether a field changed in a way that shows in digests. What a field is called does; a new field is missing at first, as one
 * that went is at last; and a number has the same digest in a field of int as of float.
 */
function fieldsDiffer(db: Database, change: number): boolean {
  const differs = db.prepare(
    `SELECT 1 FROM before_field b JOIN field f ON f.id = b.id
     WHERE b.change_id = ? AND b.present = 1 AND ((f.name, f.kind) IS NOT (b.name, b.kind)
       OR f.kind = 'value' AND f.type <> b.type AND NOT (b.type = 'int' AND f.type = 'float')) LIMIT 1`,
  );
  return differs.get(change) !== undefined;
}

/** Of rows of samples: values are in one digest only, and whether a field of labels is missing or empty in all. */
function ofSamples(db: Database): string {
  const columns = db
    .prepare<[string], [string, number]>(
      `SELECT c.name, EXISTS (SELECT 1 FROM field f WHERE f.column_name = c.name AND f.kind = 'value')
       FROM pragma_table_info(?) c WHERE c.name NOT IN ('id', 'nulls', 'oid', 'provenance')`,
    )
    .raw()
    .all('sample');
  const of = (isValue: number): string[] => columns.flatMap(([name, value]) => (value === isValue ? [name] : []));
  return `SELECT b.id, CASE WHEN b.present = 0 OR s.id IS NULL OR ${differ('b', 's', of(0))} THEN ${String(ALL)}
      ELSE (${differ('b', 's', of(1))}) * ${String(DIGEST.fields)}
        + ((b.oid, b.provenance) IS NOT (s.oid, s.provenance)) * ${String(DIGEST.identity)} END AS what
    FROM before_sample b LEFT JOIN sample s ON s.id = b.id WHERE b.change_id = $change`;
}
