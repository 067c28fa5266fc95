import type { Database } from 'better-sqlite3';
import type { FieldLabels } from '../model/sample.ts';
import type { Row } from '../query/statement.ts';
import { decodeLabels } from './decode-samples.ts';
import type { FieldState } from './field-table.ts';

/** Reads the labels of a sample (by row id) as they are stored, by the fields that have any. */
export type LabelReader = (sample: number, fields: Iterable<FieldState>) => Readonly<Record<string, FieldLabels>>;

/** A reader on an open database. */
export function labelReader(db: Database): LabelReader {
  const labels = db
    .prepare<[number], Row>(
      `SELECT id, sample_id, field_id, oid, kind, class, confidence, closed, filled, geometry, attributes
       FROM label WHERE sample_id = ? ORDER BY field_id, position`,
    )
    .raw();
  const tags = db
    .prepare<[number], Row>(
      `SELECT label_id, tag FROM label_tag t JOIN label l ON l.id = t.label_id WHERE l.sample_id = ? ORDER BY label_id, t.position`,
    )
    .raw();
  return (sample, fields) => {
    const byField = decodeLabels(labels.all(sample), tags.all(sample)).get(sample);
    return Object.fromEntries(
      Array.from(fields).flatMap(({ id, name }) => {
        const list = byField?.get(id);
        return list === undefined ? [] : [[name, list] as const];
      }),
    );
  };
}
