import type { Answer } from '../../../src/dataset/query/answer.ts';
import { bind, type Bound, type Scope } from '../../../src/dataset/query/bind.ts';
import { compileAnswer, compileSampleIds, compileSamplePage } from '../../../src/dataset/query/compile.ts';
import { parseStatement } from '../../../src/dataset/query/parse.ts';
import type { Sql } from '../../../src/dataset/query/statement.ts';
import type { TestDataset } from './database.ts';

/** A scope in which `ds` is the dataset, with a few commands. */
export function scopeOf({ catalog }: TestDataset, more: Partial<Scope> = {}): Scope {
  return {
    current: catalog.dataset,
    catalog: (name) => (name === catalog.dataset ? catalog : undefined),
    variable: () => undefined,
    commands: new Set(['export', 'preview']),
    params: {},
    ...more,
  };
}

/** Parses and binds a statement. */
export function bound(text: string, dataset: TestDataset, more: Partial<Scope> = {}): Bound {
  return bind(parseStatement(text).expression, scopeOf(dataset, more));
}

/** The statement that answers, for questions about a view. */
export function sqlOf(text: string, dataset: TestDataset): Sql {
  const query = bound(text, dataset);
  if (query.kind !== 'view' && query.kind !== 'aggregate') throw new Error(`${text} asks nothing`);
  return compileAnswer(query, dataset.catalog).sql;
}

/** The answer to a question about a view. */
export function answerTo(text: string, dataset: TestDataset): Answer {
  const query = bound(text, dataset);
  if (query.kind !== 'view' && query.kind !== 'aggregate') throw new Error(`${text} asks nothing`);
  const { sql, read } = compileAnswer(query, dataset.catalog);
  return read(dataset.all(sql));
}

/** The ids (`sample.id`) of the samples of a view, or of the samples it shows, in order. */
export function idsOf(text: string, dataset: TestDataset): readonly number[] {
  const query = bound(text, dataset);
  if (query.kind !== 'view' && query.kind !== 'aggregate') throw new Error(`${text} is no view`);
  return dataset.all(compileSampleIds(query.plan, dataset.catalog)).map(([id]) => Number(id));
}

/**
 * The labels that a view leaves in a field: for each sample the last 12 hex digits of the ids as a number, as FiftyOne's
 * answers were recorded; null for a missing field, one number for a field with a single label.
 */
export function labelIdsOf(text: string, name: string, dataset: TestDataset): readonly unknown[] {
  const query = bound(text, dataset);
  const field = dataset.catalog.fields.find((each) => each.name === name);
  if (query.kind === 'value' || field?.kind !== 'labels') throw new Error(`no labels in ${text}`);
  const ids = idsOf(text, dataset);
  const page = compileSamplePage(query.plan, dataset.catalog, { ids, branch: 0 });
  const column = 7 + dataset.catalog.fields.indexOf(field);
  const counts = new Map(dataset.all(page.samples).map((row) => [row[0], row[column]]));
  const labels = dataset.all(page.labels).filter((row) => row[2] === field.id);
  return ids.map((id) => {
    const own = labels.filter((row) => row[1] === id).map((row) => Number.parseInt(String(row[3]).slice(-12), 16));
    if (counts.get(id) === null) return null;
    return field.list ? own : (own[0] ?? null);
  });
}
