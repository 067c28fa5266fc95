import type { LabelField, ValueField } from '../model/schema.ts';
import type { Catalog, CatalogField, ValueCount } from '../query/catalog.ts';
import type { Row, Sql } from '../query/statement.ts';

/** Runs a statement with the signal of whoever asks. */
export type Ask = (text: string, ...params: Sql['params']) => Promise<readonly Row[]>;

/** Number that grows with every change of the dataset: what was read under the same one is still true. */
export async function readRevision(ask: Ask): Promise<string> {
  const [row] = await ask("SELECT value FROM meta WHERE key = 'revision'");
  return String(row?.[0] ?? '');
}

/** Reads what binding may know: fields, and tags and classes with their counts. */
export async function readCatalog(dataset: string, ask: Ask): Promise<Catalog> {
  const [meta] = await ask("SELECT value FROM meta WHERE key = 'samples'");
  const fields = (
    await ask('SELECT id, name, kind, type, element, list, column_name, attributes FROM field ORDER BY id')
  ).map(toField);
  const tags = await ask('SELECT tag, count(*) FROM sample_tag GROUP BY tag ORDER BY 2 DESC, 1');
  const counts = await ask(
    'SELECT field_id, class, labels FROM label_count ORDER BY labels DESC, class IS NULL, class',
  );
  const classes = fields
    .filter(({ kind }) => kind === 'labels')
    .map(({ id, name }) => [name, counts.filter(([field]) => field === id).map(([, ...row]) => toCount(row))] as const);
  return {
    dataset,
    fields,
    samples: Number(meta?.[0] ?? 0),
    tags: tags.map(toCount),
    classes: Object.fromEntries(classes),
    classLists: await readClassLists(ask),
  };
}

/** Class lists as sources gave them, by label field; fields without one are left out. */
export async function readClassLists(ask: Ask): Promise<Readonly<Record<string, readonly string[]>>> {
  const rows = await ask('SELECT name, classes FROM field WHERE classes IS NOT NULL ORDER BY id');
  return Object.fromEntries(rows.map(([name, classes]) => [String(name), JSON.parse(String(classes)) as string[]]));
}

/** A row of a value and how often it occurs. */
export function toCount([value, count]: Row): ValueCount {
  const shown = typeof value === 'bigint' ? Number(value) : (value ?? null);
  return { value: shown instanceof Uint8Array ? null : shown, count: Number(count) };
}

function toField([id, name, kind, type, element, list, column, attributes]: Row): CatalogField {
  const base = { id: Number(id), name: String(name), column: String(column) };
  if (kind === 'value') {
    const field = { ...base, kind: 'value' as const, type: type as ValueField['type'] };
    return element === null || element === undefined ? field : { ...field, element: element as ValueField['type'] };
  }
  return {
    ...base,
    kind: 'labels',
    label: type as LabelField['label'],
    list: list === 1,
    attributes: JSON.parse(String(attributes)) as LabelField['attributes'],
  };
}
