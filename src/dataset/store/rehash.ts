import type { Database, Statement } from 'better-sqlite3';
import type { Json } from '../model/label.ts';
import type { Row, SqlValue } from '../query/statement.ts';
import { quoted } from './bulk-tables.ts';
import { canonicalJson } from './canonical-json.ts';
import {
  addDigest,
  digestFields,
  DIGEST_NAMES,
  type DigestInput,
  digestSample,
  type Digests,
  formatDigest,
  parseDigest,
} from './digest.ts';
import { canonicalValue, decodeValue } from './field-value.ts';
import type { FieldType } from '../model/schema.ts';

/** Computes the digests of samples that changed and keeps the sums of the dataset right. */
export type Rehasher = {
  /** Takes the sample as it is now, or as gone where it is no more. */
  rehash(sample: number): void;
  /** The same where only tags and values are not as they were: nothing of what labels are is read. */
  rehashFields(sample: number): void;
  /** Writes the sums to `meta`. */
  finish(): void;
};

/** Computes the digests of one sample anew; the sums change by the difference. */
export function rehashSample(db: Database, sample: number): void {
  const rehasher = openRehasher(db);
  rehasher.rehash(sample);
  rehasher.finish();
}

/** Prepares to rehash any number of samples. Fields must not change until `finish`. */
export function openRehasher(db: Database): Rehasher {
  const whole = sampleReader(db, LABELS);
  const light = sampleReader(db, PLACES);
  const before = db
    .prepare<[number], Row>('SELECT labels, fields, identity FROM sample_digest WHERE sample_id = ?')
    .raw();
  const remove = db.prepare('DELETE FROM sample_digest WHERE sample_id = ?');
  const write = db.prepare(
    `INSERT INTO sample_digest VALUES (?, ?, ?, ?) ON CONFLICT (sample_id)
     DO UPDATE SET labels = excluded.labels, fields = excluded.fields, identity = excluded.identity`,
  );
  const writeFields = db.prepare('UPDATE sample_digest SET fields = ? WHERE sample_id = ?');
  const sums = readSums(db);
  const add = (digests: readonly (SqlValue | undefined)[], sign: 1 | -1): void => {
    for (const [i, name] of DIGEST_NAMES.entries()) {
      const digest = digests[i];
      if (digest instanceof Uint8Array) sums[name] = addDigest(sums[name], digest, sign);
    }
  };
  return {
    rehash: (sample) => {
      add(before.get(sample) ?? [], -1);
      const input = whole(sample);
      if (input === undefined) {
        remove.run(sample);
        return;
      }
      const { labels, fields, identity } = digestSample(input);
      add([labels, fields, identity], 1);
      write.run(sample, labels, fields, identity);
    },
    rehashFields: (sample) => {
      const [, stored] = before.get(sample) ?? [];
      const input = light(sample);
      if (!(stored instanceof Uint8Array) || input === undefined)
        throw new Error(`sample ${String(sample)} has no digest`);
      const fields = digestFields(input);
      sums.fields = addDigest(addDigest(sums.fields, stored, -1), fields);
      writeFields.run(fields, sample);
    },
    finish: () => {
      const set = db.prepare('UPDATE meta SET value = ? WHERE key = ?');
      for (const name of DIGEST_NAMES) set.run(formatDigest(sums[name]), `digest_${name}`);
    },
  };
}

/** Reads what the digests of a sample are made of; undefined for one that is not there. Fields must not change meanwhile. */
export function digestReader(db: Database): (sample: number) => DigestInput | undefined {
  return sampleReader(db, LABELS);
}

type StoredField = {
  readonly id: number;
  readonly name: string;
  readonly kind: string;
  readonly type: string;
  readonly column: string;
};

type Sums = { -readonly [K in keyof Digests<bigint>]: bigint };

function readSums(db: Database): Sums {
  const read = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck();
  const sum = (name: string): bigint => parseDigest(read.get(`digest_${name}`) ?? '0');
  return { labels: sum('labels'), fields: sum('fields'), identity: sum('identity') };
}

/** Reads what digests are made of as the bulk writer had it before it wrote it. */
function sampleReader(db: Database, labelsOf: string): (sample: number) => DigestInput | undefined {
  const fields = readFields(db);
  const columns = ['oid', 'filepath', 'width', 'height', 'provenance', ...fields.map(({ column }) => column)];
  const sampleRow = db
    .prepare<[number], Row>(`SELECT ${columns.map(quoted).join(', ')} FROM sample WHERE id = ?`)
    .raw();
  const tags = db.prepare<[number], string>('SELECT tag FROM sample_tag WHERE sample_id = ? ORDER BY position').pluck();
  const labels = labelReader(db, labelsOf);
  return (sample) => {
    const row = sampleRow.get(sample);
    if (row === undefined) return undefined;
    const [oid, filepath, width, height, provenance, ...stored] = row;
    const byField = labels(sample);
    const of = (kind: string): [StoredField, SqlValue][] =>
      fields
        .map((field, i) => [field, stored[i] ?? null] as [StoredField, SqlValue])
        .filter(([field]) => field.kind === kind);
    return {
      oid: String(oid),
      filepath: String(filepath),
      width: numberOrNull(width),
      height: numberOrNull(height),
      provenance: typeof provenance === 'string' ? provenance : null,
      tags: tags.all(sample),
      values: of('value').flatMap(([field, value]) => canonicalOf(field, value)),
      labels: of('labels')
        .filter(([, value]) => value !== null)
        .map(([{ id, name }]) => ({ name, labels: byField.get(id) ?? [] })),
    };
  };
}

/** All fields by name: the order of digests. */
function readFields(db: Database): StoredField[] {
  const rows = db.prepare<[], Row>('SELECT id, name, kind, type, column_name FROM field').raw().all();
  const fields = rows.map(([id, name, kind, type, column]) => ({
    id: Number(id),
    name: String(name),
    kind: String(kind),
    type: String(type),
    column: String(column),
  }));
  return fields.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function canonicalOf({ name, type }: StoredField, stored: SqlValue): [string, string][] {
  const value = canonicalValue(decodeValue(type as FieldType, stored));
  return value === null ? [] : [[name, value]];
}

type StoredLabel = DigestInput['labels'][number]['labels'][number];

/** Everything of the labels of a sample, in order. */
const LABELS = `SELECT id, field_id, oid, kind, class, confidence, attributes, geometry FROM label
  WHERE sample_id = ? ORDER BY field_id, position`;

/** Only how many there are in which field, which an index knows. */
const PLACES = `SELECT id, field_id, NULL, NULL, NULL, NULL, NULL, NULL FROM label
  WHERE sample_id = ? ORDER BY field_id, position`;

function labelReader(db: Database, labelsOf: string): (sample: number) => ReadonlyMap<number, readonly StoredLabel[]> {
  const rows = db.prepare<[number], Row>(labelsOf).raw();
  const tags = labelTagReader(db);
  return (sample) => {
    const byField = new Map<number, StoredLabel[]>();
    const tagged = tags(sample);
    for (const [id, field, oid, kind, label, confidence, attributes, geometry] of rows.all(sample)) {
      const list = byField.get(Number(field)) ?? [];
      byField.set(Number(field), list);
      list.push({
        oid: String(oid),
        kind: String(kind),
        label: typeof label === 'string' ? label : null,
        confidence: numberOrNull(confidence),
        attributes: typeof attributes === 'string' ? canonicalJson(JSON.parse(attributes) as Json) : '',
        geometry: geometry instanceof Uint8Array ? geometry : null,
        tags: tagged.get(Number(id)) ?? [],
      });
    }
    return byField;
  };
}

function labelTagReader(db: Database): (sample: number) => ReadonlyMap<number, readonly string[]> {
  const rows: Statement<[number], Row> = db
    .prepare<[number], Row>(
      'SELECT label_id, tag FROM label_tag JOIN label ON label.id = label_id WHERE sample_id = ? ORDER BY label_id, label_tag.position',
    )
    .raw();
  return (sample) => {
    const byLabel = new Map<number, string[]>();
    for (const [label, tag] of rows.all(sample)) {
      const list = byLabel.get(Number(label)) ?? [];
      byLabel.set(Number(label), list);
      list.push(String(tag));
    }
    return byLabel;
  };
}

function numberOrNull(value: SqlValue | undefined): number | null {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : null;
}
