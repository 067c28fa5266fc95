import { numberOrNull } from './number-or-null.ts';
import type { Database, Statement } from 'better-sqlite3';
import type { FieldType } from '../model/schema.ts';
import type { Row, SqlValue } from '../query/statement.ts';
import { quoted } from './bulk-tables.ts';
import type { DigestInput, Digests } from './digest.ts';
import { canonicalValue, decodeValue } from './field-value.ts';

/**
 * Reads what digests of samples are made of, as the bulk writer had it before it wrote it: those that are there, by row id, one
 * after the other, so that the outlines of one only are held. Where only some digests are wanted, what the others are made of is
 * left out.
 */
export type DigestReader = (
  samples: readonly number[],
  wanted: Digests<boolean>,
) => Iterable<readonly [sample: number, DigestInput]>;

/** Samples that are best read at once. */
export const DIGEST_BATCH = 250;

/** Prepares to read any number of samples. Fields must not change meanwhile. */
export function digestReader(db: Database): DigestReader {
  const fields = readFields(db);
  const samples = sampleReader(db, fields);
  const labels = labelReader(db);
  return function* read(ids, wanted) {
    const among = JSON.stringify(ids);
    const labelsOf = labels(among, wanted);
    for (const [id, head, stored] of samples(among, wanted)) yield [id, inputOf(fields, head, stored, labelsOf(id))];
  };
}

type StoredField = {
  readonly id: number;
  readonly name: string;
  readonly kind: string;
  readonly type: string;
  readonly column: string;
};

type Head = Omit<DigestInput, 'values' | 'labels'>;
type StoredLabel = DigestInput['labels'][number]['labels'][number];
type LabelsByField = ReadonlyMap<number, readonly StoredLabel[]>;

/** The samples `$among`, a list in JSON, in its order. */
const AMONG = 'json_each(?) j CROSS JOIN';

function inputOf(
  fields: readonly StoredField[],
  head: Head,
  stored: readonly SqlValue[],
  byField: LabelsByField | undefined,
): DigestInput {
  const values: [string, string][] = [];
  const labels: DigestInput['labels'][number][] = [];
  for (const [i, { id, name, kind, type }] of fields.entries()) {
    const value = stored[i] ?? null;
    if (value === null) continue;
    if (kind === 'labels') labels.push({ name, labels: byField?.get(id) ?? [] });
    else {
      const text = canonicalValue(decodeValue(type as FieldType, value));
      if (text !== null) values.push([name, text]);
    }
  }
  return { ...head, values, labels };
}

/** All fields by name: the order of digests. */
function readFields(db: Database): readonly StoredField[] {
  const rows = db.prepare<[], StoredField>('SELECT id, name, kind, type, column_name AS "column" FROM field').all();
  return rows.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function sampleReader(db: Database, fields: readonly StoredField[]) {
  const columns = ['id', 'oid', 'filepath', 'width', 'height', 'provenance', ...fields.map(({ column }) => column)];
  const rows = db
    .prepare<[string], Row>(
      `SELECT ${columns.map((column) => `s.${quoted(column)}`).join(', ')} FROM ${AMONG} sample s ON s.id = j.value`,
    )
    .raw();
  const tags = db
    .prepare<[string], Row>(
      `SELECT t.sample_id, t.tag FROM ${AMONG} sample_tag t ON t.sample_id = j.value ORDER BY j.key, t.position`,
    )
    .raw();
  return (among: string, wanted: Digests<boolean>): [number, Head, readonly SqlValue[]][] => {
    const tagged = new Map<number, string[]>();
    if (wanted.fields) for (const [sample, tag] of tags.all(among)) push(tagged, Number(sample), String(tag));
    return rows.all(among).map(([id, oid, filepath, width, height, provenance, ...stored]) => {
      const head = {
        oid: String(oid),
        filepath: String(filepath),
        width: numberOrNull(width),
        height: numberOrNull(height),
        provenance: typeof provenance === 'string' ? provenance : null,
        tags: tagged.get(Number(id)) ?? NONE,
      };
      return [Number(id), head, stored];
    });
  };
}

const NONE: readonly string[] = [];

/** Labels of the samples `among`, each asked for once. */
function labelReader(db: Database): (among: string, wanted: Digests<boolean>) => (sample: number) => LabelsByField {
  const rowsOf = rowReader(db);
  const outlinesOf = outlineReader(db);
  const tags = tagReader(db);
  return (among, wanted) => {
    const tagged = wanted.fields ? tags(among) : NO_TAGS;
    // Labels without tags leave no trace in the digest of fields.
    if (!wanted.labels && !wanted.identity && tagged.size === 0) return () => NO_LABELS;
    const rows = Map.groupBy(rowsOf(among, wanted), ([, sample]) => Number(sample));
    return (sample) => {
      const nextOutline = wanted.labels ? outlinesOf(sample) : () => null;
      const byField = new Map<number, StoredLabel[]>();
      for (const [id, , field, oid, kind, label, confidence, attributes, length] of rows.get(sample) ?? []) {
        push(byField, Number(field), {
          oid: String(oid),
          kind: String(kind),
          label: typeof label === 'string' ? label : null,
          confidence: numberOrNull(confidence),
          attributes: typeof attributes === 'string' ? attributes : '',
          geometry: typeof length === 'number' ? nextOutline(length) : null,
          tags: tagged.get(Number(id)) ?? NONE,
        });
      }
      return byField;
    };
  };
}

const NO_TAGS: ReadonlyMap<number, readonly string[]> = new Map();
const NO_LABELS: LabelsByField = new Map();

/**
 * The outlines of a sample in order, each by its length. They come in one piece, one behind the other: handing over each of
 * them by itself takes longer than all else.
 */
function outlineReader(db: Database): (sample: number) => (length: number) => Uint8Array {
  const all = db
    .prepare<[number], Uint8Array | null>(
      `SELECT CAST(group_concat(geometry, '' ORDER BY field_id, position, id) AS BLOB) FROM label WHERE sample_id = ?`,
    )
    .pluck();
  return (sample) => {
    const bytes = all.get(sample) ?? new Uint8Array();
    let at = 0;
    return (length) => bytes.subarray(at, (at += length));
  };
}

/** Rows: id, sample, field, oid, kind, class, confidence, attributes, bytes of the geometry. What is not wanted is NULL. */
function rowReader(db: Database): (among: string, wanted: Digests<boolean>) => readonly Row[] {
  const identity = 'l.oid';
  const content = 'l.kind, l.class, l.confidence, l.attributes, length(l.geometry)';
  const prepared = new Map<string, Statement<[string], Row>>();
  return (among, wanted) => {
    const columns = [wanted.identity ? identity : 'NULL', wanted.labels ? content : 'NULL, NULL, NULL, NULL, NULL'];
    const text = `SELECT l.id, l.sample_id, l.field_id, ${columns.join(', ')}
      FROM ${AMONG} label l ON l.sample_id = j.value ORDER BY j.key, l.field_id, l.position, l.id`;
    const statement = prepared.get(text) ?? db.prepare<[string], Row>(text).raw();
    prepared.set(text, statement);
    return statement.all(among);
  };
}

/** Tags by label. */
function tagReader(db: Database): (among: string) => ReadonlyMap<number, readonly string[]> {
  const rows = db
    .prepare<[string], Row>(
      `SELECT t.label_id, t.tag FROM ${AMONG} label l ON l.sample_id = j.value CROSS JOIN label_tag t ON t.label_id = l.id
       ORDER BY t.label_id, t.position`,
    )
    .raw();
  const any = db.prepare<[], number>('SELECT 1 FROM label_tag LIMIT 1').pluck();
  return (among) => {
    if (any.get() === undefined) return NO_TAGS;
    const byLabel = new Map<number, string[]>();
    for (const [label, tag] of rows.all(among)) push(byLabel, Number(label), String(tag));
    return byLabel;
  };
}

function push<K, T>(groups: Map<K, T[]>, key: K, value: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [value]);
  else group.push(value);
}
