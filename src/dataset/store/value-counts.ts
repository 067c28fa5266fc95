import { UserError } from '../../diagnostics.ts';
import { listKeyOf } from '../model/schema.ts';
import { nearest, nearestPart } from '../model/nearest.ts';
import type { Scalar } from '../query/answer.ts';
import type { Catalog, CatalogField, ValueCount } from '../query/catalog.ts';
import { quoted } from './bulk-tables.ts';
import { encodeValue } from './field-value.ts';
import { type Ask, toCount } from './read-catalog.ts';

/**
 * The values of a path with how often each occurs, the most frequent first, at most `limit`: `tags`, `filepath`, a user
 * field, or of labels `FIELD.label`, `FIELD.tags`, `FIELD.confidence`, `FIELD.ATTRIBUTE` (with or without the list key).
 * Elements of lists are counted one by one.
 * @throws UserError `unknown-field`.
 */
export async function countPath(
  path: string,
  limit: number,
  catalog: Catalog,
  ask: Ask,
): Promise<readonly ValueCount[]> {
  const source = sourceOf(path, catalog);
  const rows = await ask(
    `SELECT value, ${source.count} AS n FROM (${source.select}) WHERE value IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?`,
    ...source.params,
    limit,
  );
  const counts = rows.map(toCount);
  return source.bool ? counts.map(({ value, count }) => ({ value: value === 1, count })) : counts;
}

/**
 * Whether a value occurs at a path: `'occurs'`, or the text most like it among those that do, of several the most frequent, or
 * undefined. A path that is no field of the dataset has no values to compare with and counts as occurring.
 */
export async function nearestValueOf(
  path: string,
  value: Scalar,
  catalog: Catalog,
  ask: Ask,
): Promise<'occurs' | ValueCount | undefined> {
  const stored = encodeValue(value);
  if (stored === null || !isKnown(path, catalog)) return 'occurs';
  const { select, params } = sourceOf(path, catalog);
  const found = await ask(`SELECT 1 FROM (${select}) WHERE value = ? LIMIT 1`, ...params, stored);
  if (found.length > 0) return 'occurs';
  if (typeof value !== 'string') return undefined;
  const counts = await countPath(path, MOST, catalog, ask);
  const texts = counts.flatMap((each) => (typeof each.value === 'string' ? [each.value] : []));
  const near = nearest(value, texts) ?? nearestPart(value, texts);
  return counts.find((each) => each.value === near);
}

/** Values that are compared with one that does not occur. */
const MOST = 5_000;

function isKnown(path: string, { fields }: Catalog): boolean {
  const [head] = path.split('.');
  return BUILT_IN_SOURCES.has(path) || fields.some(({ name }) => name === head);
}

type Source = {
  /** Yields `value`, and `labels` where counts are kept. */
  readonly select: string;
  readonly count: string;
  readonly params: readonly (string | number)[];
  readonly bool: boolean;
};

function sourceOf(path: string, catalog: Catalog): Source {
  const builtIn = BUILT_IN_SOURCES.get(path);
  if (builtIn !== undefined) return rowsFrom(builtIn);
  const [head = '', ...rest] = path.split('.');
  const field = catalog.fields.find(({ name }) => name === head);
  if (field === undefined) throw unknown(path, catalog);
  return field.kind === 'value' ? valueSource(field, rest) : labelSource(field, rest);
}

const BUILT_IN_SOURCES: ReadonlyMap<string, string> = new Map([
  ['id', 'SELECT oid AS value FROM sample'],
  ['filepath', 'SELECT filepath AS value FROM sample'],
  ['tags', 'SELECT tag AS value FROM sample_tag'],
  ['metadata.width', 'SELECT width AS value FROM sample'],
  ['metadata.height', 'SELECT height AS value FROM sample'],
]);

function rowsFrom(select: string, params: Source['params'] = [], bool = false): Source {
  return { select, params, bool, count: 'count(*)' };
}

function valueSource(field: CatalogField & { readonly kind: 'value' }, rest: readonly string[]): Source {
  const column = `sample.${quoted(field.column)}`;
  if (rest.length > 0) return rowsFrom(`SELECT json_extract(${column}, ?) AS value FROM sample`, [jsonPath(rest)]);
  if (field.type !== 'list') return rowsFrom(`SELECT ${column} AS value FROM sample`, [], field.type === 'bool');
  return rowsFrom(`SELECT element.value AS value FROM sample, json_each(${column}) AS element`);
}

function labelSource(field: CatalogField & { readonly kind: 'labels' }, path: readonly string[]): Source {
  const rest = path[0] === listKeyOf(field.label) ? path.slice(1) : path;
  const [name] = rest;
  if (name === 'label') {
    const select = 'SELECT class AS value, labels FROM label_count WHERE field_id = ?';
    return { select, params: [field.id], bool: false, count: 'sum(labels)' };
  }
  if (name === 'tags') {
    const join = 'label_tag JOIN label ON label.id = label_id';
    return rowsFrom(`SELECT tag AS value FROM ${join} WHERE field_id = ?`, [field.id]);
  }
  if (name === undefined) return rowsFrom(`SELECT ${quoted(field.column)} AS value FROM sample`);
  const own = LABEL_COLUMNS.get(name);
  if (own !== undefined) return rowsFrom(`SELECT ${own} AS value FROM label WHERE field_id = ?`, [field.id]);
  const attribute = name === 'attributes' ? rest.slice(1) : rest;
  const select = 'SELECT json_extract(attributes, ?) AS value FROM label WHERE field_id = ?';
  return rowsFrom(select, [jsonPath(attribute), field.id], field.attributes[attribute[0] ?? ''] === 'bool');
}

const LABEL_COLUMNS: ReadonlyMap<string, string> = new Map([
  ['id', 'oid'],
  ['confidence', 'confidence'],
  ['closed', 'closed'],
  ['filled', 'filled'],
]);

function jsonPath(keys: readonly string[]): string {
  return `$${keys.map((key) => `."${key}"`).join('')}`;
}

function unknown(path: string, catalog: Catalog): UserError {
  const names = [...BUILT_IN_SOURCES.keys(), ...catalog.fields.map(({ name }) => name)];
  const near = nearest(path, names);
  const hint = near === undefined ? `fields: ${names.join(', ')}` : `did you mean ${near}?`;
  return new UserError('unknown-field', `${catalog.dataset} has no field ${path}`, { hint });
}
