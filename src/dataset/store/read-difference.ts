import type { Database } from 'better-sqlite3';
import { counted } from '../model/counted.ts';
import { DETAIL_NAMES } from '../model/detail.ts';
import type { Difference, Touched } from '../model/difference.ts';
import type { Row } from '../query/statement.ts';
import type { Job } from '../model/job.ts';
import { LABEL_CHANGE, noteChangedLabels } from './changed-labels.ts';
import { beforeTable } from './image-tables.ts';
import { PRIMARY_TABLES } from './tables.ts';
import { noteTouchedSamples } from './touched-samples.ts';

/** What lies between the images of a change and the rows as they are now; the images must have been pruned. */
export async function findDifference(db: Database, change: number, job: Job): Promise<Difference> {
  await noteChangedLabels(db, change, job);
  noteTouchedSamples(db, change);
  return readDifference(db, change);
}

/** The same after `noteChangedLabels` and `noteTouchedSamples`. */
export function readDifference(db: Database, change: number): Difference {
  return {
    samples: readSamples(db, change),
    labels: readLabels(db, change),
    fields: readFields(db, change),
    names: readNames(db, change),
    types: readTypes(db, change),
    classes: readClasses(db, change),
    views: readViews(db, change),
    details: readDetails(db, change),
  };
}

/** Whether nothing is left of a change. */
export function isNoDifference(db: Database, change: number): boolean {
  return PRIMARY_TABLES.every(
    (name) => db.prepare(`SELECT 1 FROM ${beforeTable(name)} WHERE change_id = ? LIMIT 1`).get(change) === undefined,
  );
}

/** A difference in a few words: `2 samples changed, 14 labels added, 3 labels removed`. */
export function describeDifference(difference: Difference): string {
  const { samples, labels, fields, names, types, classes, views, details } = difference;
  const all = Object.values(labels).reduce(
    (sum, one) => ({
      added: sum.added + one.added,
      changed: sum.changed + one.changed,
      removed: sum.removed + one.removed,
    }),
    { added: 0, changed: 0, removed: 0 },
  );
  const parts = [
    ...described(samples, 'sample'),
    ...described(all, 'label'),
    ...fields.map((name) => `new field ${name}`),
    ...names,
    ...types,
    ...classes.map((name) => `classes of ${name} changed`),
    ...described(views, 'saved view'),
    ...details.map((name) => `${name} changed`),
  ];
  return parts.length === 0 ? 'fields changed' : parts.join(', ');
}

function described({ added, changed, removed }: Touched, what: string): string[] {
  const counts = Object.entries({ added, changed, removed }).filter(([, count]) => count > 0);
  return counts.map(([how, count]) => `${counted(count, what)} ${how}`);
}

function readSamples(db: Database, change: number): Touched {
  const [added = 0, removed = 0] = (
    db
      .prepare<[number], Row>(
        `SELECT count(*) FILTER (WHERE b.present = 0 AND s.id IS NOT NULL), count(*) FILTER (WHERE b.present = 1 AND s.id IS NULL)
         FROM before_sample b LEFT JOIN sample s ON s.id = b.id WHERE b.change_id = ?`,
      )
      .raw()
      .get(change) ?? []
  ).map(Number);
  const touched = db.prepare<[], number>('SELECT count(*) FROM temp.touched_sample').pluck().get() ?? 0;
  return { added, removed, changed: touched - added - removed };
}

function readLabels(db: Database, change: number): Difference['labels'] {
  const names = db
    .prepare<[number], [number, string]>(
      `SELECT id, name FROM field UNION ALL
       SELECT id, name FROM before_field WHERE change_id = ? AND id NOT IN (SELECT id FROM field)`,
    )
    .raw()
    .all(change);
  const counts = new Map<number, { added: number; changed: number; removed: number }>();
  const rows = db
    .prepare<Record<string, number>, [number, keyof Touched, number]>(LABELS)
    .raw()
    .all({ change, position: LABEL_CHANGE.position });
  for (const [field, how, count] of rows) {
    const entry = counts.get(field) ?? { added: 0, changed: 0, removed: 0 };
    entry[how] += count;
    counts.set(field, entry);
  }
  return Object.fromEntries(
    names.flatMap(([id, name]) => {
      const entry = counts.get(id);
      return entry === undefined ? [] : [[name, entry] as const];
    }),
  );
}

/** Field, what became of labels, and how many. A label that only stands elsewhere among the others has not changed. */
const LABELS = `
  SELECT coalesce(is_field, was_field),
    CASE WHEN was_field IS NULL THEN 'added' WHEN is_field IS NULL THEN 'removed' ELSE 'changed' END, count(*)
  FROM temp.changed_label WHERE what <> $position GROUP BY 1, 2
  UNION ALL SELECT l.field_id, 'changed', count(*)
  FROM (SELECT DISTINCT label_id FROM before_label_tag WHERE change_id = $change) b CROSS JOIN label l ON l.id = b.label_id
  WHERE NOT EXISTS (SELECT 1 FROM temp.changed_label c WHERE c.id = l.id AND c.what <> $position) GROUP BY 1`;

function readFields(db: Database, change: number): readonly string[] {
  return db
    .prepare<[number], string>(
      `SELECT f.name FROM before_field b JOIN field f ON f.id = b.id WHERE b.change_id = ? AND b.present = 0 ORDER BY f.id`,
    )
    .pluck()
    .all(change);
}

function readNames(db: Database, change: number): readonly string[] {
  return db
    .prepare<[number], string>(
      `SELECT 'field ' || b.name || CASE WHEN f.id IS NULL THEN ' is gone' ELSE ' is called ' || f.name END
       FROM before_field b LEFT JOIN field f ON f.id = b.id
       WHERE b.change_id = ? AND b.present = 1 AND f.name IS NOT b.name ORDER BY b.id`,
    )
    .pluck()
    .all(change);
}

function readTypes(db: Database, change: number): readonly string[] {
  return db
    .prepare<[number], string>(
      `SELECT f.name || ': ' || b.type || ' becomes ' || f.type FROM before_field b JOIN field f ON f.id = b.id
       WHERE b.change_id = ? AND b.present = 1 AND f.kind = 'value' AND b.type <> f.type ORDER BY f.id`,
    )
    .pluck()
    .all(change);
}

function readClasses(db: Database, change: number): readonly string[] {
  return db
    .prepare<[number], string>(
      `SELECT f.name FROM before_field b JOIN field f ON f.id = b.id
       WHERE b.change_id = ? AND b.present = 1 AND b.classes IS NOT f.classes ORDER BY f.id`,
    )
    .pluck()
    .all(change);
}

function readViews(db: Database, change: number): Touched {
  const rows = db
    .prepare<[number], [number, number]>(
      `SELECT b.present, v.id IS NOT NULL FROM before_saved_view b LEFT JOIN saved_view v ON v.id = b.id WHERE b.change_id = ?`,
    )
    .raw()
    .all(change);
  const count = (before: number, now: number): number => rows.filter(([a, b]) => a === before && b === now).length;
  return { added: count(0, 1), changed: count(1, 1), removed: count(1, 0) };
}

function readDetails(db: Database, change: number): readonly string[] {
  const places = DETAIL_NAMES.map(() => '?').join(', ');
  return db
    .prepare<unknown[], string>(`SELECT key FROM before_meta WHERE change_id = ? AND key IN (${places}) ORDER BY key`)
    .pluck()
    .all(change, ...DETAIL_NAMES);
}
