import type { Catalog, ValueCount } from '../query/catalog.ts';
import { quoted } from './bulk-tables.ts';
import type { Sql } from '../query/statement.ts';
import { addDigest, type Digests, formatDigest } from './digest.ts';
import type { Ask } from './read-catalog.ts';

/** A label field in numbers. */
export type LabelFieldInfo = {
  readonly name: string;
  readonly labels: number;
  /** Number of class names that occur. */
  readonly classes: number;
  readonly counts: readonly ValueCount[];
  /** Samples with labels, with an empty annotation, and never annotated. */
  readonly present: number;
  readonly empty: number;
  readonly missing: number;
};

/** A line of the journal. */
export type ChangeInfo = {
  readonly id: number;
  readonly at: Date;
  readonly statement: string;
  readonly summary: string;
  /** `base` cannot be undone: it made the dataset. `kept` was undone, and is there for a snapshot. */
  readonly state: 'base' | 'done' | 'undone' | 'kept';
};

/** What the file says about itself. */
export type StoredInfo = {
  readonly samples: number;
  readonly labels: number;
  readonly labelFields: readonly LabelFieldInfo[];
  readonly createdAt: Date;
  readonly digests: Digests<string>;
  /** The latest changes, the newest first. */
  readonly changes: readonly ChangeInfo[];
};

/** Reads what `info` shows. */
export async function readInfo(catalog: Catalog, ask: Ask): Promise<StoredInfo> {
  const meta = await readMeta(ask);
  const labelFields: LabelFieldInfo[] = [];
  for (const field of catalog.fields) {
    if (field.kind === 'labels') labelFields.push(await readLabelField(field.name, field.column, catalog, ask));
  }
  return {
    labelFields,
    samples: catalog.samples,
    labels: labelFields.reduce((sum, { labels }) => sum + labels, 0),
    createdAt: new Date(meta.get('created_at') ?? NaN),
    digests: digestsOf(meta),
    changes: await readChanges(ask, LATEST),
  };
}

/** The sums over the samples whose ids (`sample.id`) a statement yields, each as often as it is there. */
export async function readDigestsOf({ text, params }: Sql, ask: Ask): Promise<Digests<string>> {
  const rows = await ask(
    `SELECT hex(d.labels), hex(d.fields), hex(d.identity) FROM (${text}) v JOIN sample_digest d ON d.sample_id = v.id`,
    ...params,
  );
  const sum = (column: number): string =>
    formatDigest(rows.reduce((total, row) => addDigest(total, String(row[column])), 0n));
  return { labels: sum(0), fields: sum(1), identity: sum(2) };
}

/** Reads the three digests, as 32 hex digits each. */
export async function readDigests(ask: Ask): Promise<Digests<string>> {
  return digestsOf(await readMeta(ask));
}

const LATEST = 5;

async function readMeta(ask: Ask): Promise<ReadonlyMap<string, string>> {
  const rows = await ask('SELECT key, value FROM meta');
  return new Map(rows.map(([key, value]) => [String(key), String(value)]));
}

function digestsOf(meta: ReadonlyMap<string, string>): Digests<string> {
  const of = (name: string): string => meta.get(`digest_${name}`) ?? '';
  return { labels: of('labels'), fields: of('fields'), identity: of('identity') };
}

async function readLabelField(name: string, column: string, catalog: Catalog, ask: Ask): Promise<LabelFieldInfo> {
  const number = quoted(column);
  const [row] = await ask(
    `SELECT count(*) FILTER (WHERE ${number} > 0), count(*) FILTER (WHERE ${number} = 0), count(*) FILTER (WHERE ${number} IS NULL) FROM sample`,
  );
  const counts = catalog.classes[name] ?? [];
  return {
    name,
    counts,
    labels: counts.reduce((sum, { count }) => sum + count, 0),
    classes: counts.filter(({ value }) => value !== null).length,
    present: Number(row?.[0] ?? 0),
    empty: Number(row?.[1] ?? 0),
    missing: Number(row?.[2] ?? 0),
  };
}

/** The latest changes, the newest first; all by default. */
export async function readChanges(ask: Ask, limit = -1): Promise<readonly ChangeInfo[]> {
  const rows = await ask('SELECT id, at, statement, summary, state FROM change ORDER BY id DESC LIMIT ?', limit);
  return rows.map(([id, at, statement, summary, state]) => ({
    id: Number(id),
    at: new Date(String(at)),
    statement: String(statement),
    summary: String(summary),
    state: state as ChangeInfo['state'],
  }));
}

/** Number of samples whose file path is absolute. */
export async function countElsewhere(ask: Ask): Promise<number> {
  const [row] = await ask("SELECT count(*) FROM sample WHERE filepath GLOB '/*' OR filepath GLOB '[A-Za-z]:[/\\]*'");
  return Number(row?.[0] ?? 0);
}
