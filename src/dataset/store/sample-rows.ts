import type { PackedSample } from '../model/packed-sample.ts';
import type { Value } from '../query/answer.ts';
import type { Catalog } from '../query/catalog.ts';
import { compileAnswer, compileSampleKeys, compileSamplePage, fieldsOf, type SamplePage } from '../query/compile.ts';
import type { Plan } from '../query/plan.ts';
import type { Term } from '../query/term.ts';
import type { Row, Sql } from '../query/statement.ts';
import { packSamples, type PageRows } from './decode-samples.ts';

/** Where the store has a sample of a view, and what it is known by. */
export type SampleRow = {
  readonly row: number;
  /** Of views in which a sample may be there several times, which of them. */
  readonly branch: number;
  /** Values at the paths that were asked for. */
  readonly values: readonly Value[];
};

/** What a stored sample is, in hex: what its digests *labels* and *fields* say, and all three. */
export type RowDigests = { readonly content: string; readonly whole: string };

/**
 * Samples by their rows, for work that goes through all of them and looks at few: first what they are known by, then digests,
 * then samples, each for as many as fit in memory.
 */
export type SampleRows = {
  /** The samples of a view in its order, with their values of some fields. */
  list(plan: Plan, terms: readonly Term[]): Promise<readonly SampleRow[]>;
  /** Digests of samples as they are stored, by row; those of rows that a change has written so far are of before it. */
  digests(rows: readonly number[]): Promise<ReadonlyMap<number, RowDigests>>;
  /** Samples as the view shows them, by row. */
  samples(plan: Plan, rows: readonly SampleRow[]): Promise<ReadonlyMap<number, PackedSample>>;
  /** The same without labels: fields that are not missing are empty. */
  withoutLabels(plan: Plan, rows: readonly SampleRow[]): Promise<ReadonlyMap<number, PackedSample>>;
};

/** Samples of a dataset that is read by `run`. */
export function sampleRows(catalog: () => Promise<Catalog>, run: (sql: Sql) => Promise<readonly Row[]>): SampleRows {
  return {
    list: async (plan, terms) => listRows(plan, terms, await catalog(), run),
    digests: async (rows) => {
      const text = `SELECT sample_id, hex(labels) || hex(fields), hex(identity) FROM sample_digest
        WHERE sample_id IN (SELECT value FROM json_each(?))`;
      const found = await run({ text, params: [JSON.stringify(rows)] });
      return new Map(
        found.map(([id, content, identity]) => [
          Number(id),
          { content: String(content), whole: `${String(content)}${String(identity)}` },
        ]),
      );
    },
    samples: async (plan, rows) => readSamples(plan, rows, await catalog(), (page) => readPageRows(page, run)),
    withoutLabels: async (plan, rows) =>
      readSamples(plan, rows, await catalog(), async ({ samples, tags }) => ({
        samples: await run(samples),
        tags: await run(tags),
        labels: [],
        labelTags: [],
      })),
  };
}

async function readSamples(
  plan: Plan,
  rows: readonly SampleRow[],
  catalog: Catalog,
  read: (page: SamplePage) => Promise<PageRows>,
): Promise<ReadonlyMap<number, PackedSample>> {
  const found = new Map<number, PackedSample>();
  for (const [branch, of] of Map.groupBy(rows, (each) => each.branch)) {
    const page = compileSamplePage(plan, catalog, { ids: of.map(({ row }) => row), branch });
    for (const [row, sample] of packSamples(await read(page), fieldsOf(plan, catalog))) found.set(row, sample);
  }
  return found;
}

async function listRows(
  plan: Plan,
  terms: readonly Term[],
  catalog: Catalog,
  run: (sql: Sql) => Promise<readonly Row[]>,
): Promise<readonly SampleRow[]> {
  const columns: (readonly Value[])[] = [];
  for (const of of terms) {
    const aggregation = { kind: 'values', of, unwind: false, otherwise: null } as const;
    const { sql, read } = compileAnswer({ kind: 'aggregate', plan, aggregation, mentions: [] }, catalog);
    const answer = read([...(await run(sql))]);
    columns.push(answer.kind === 'list' ? answer.values : []);
  }
  const keys = await run(compileSampleKeys(plan, catalog));
  return keys.map(([row, branch], i) => ({
    row: Number(row),
    branch: Number(branch),
    values: columns.map((column) => column[i] ?? null),
  }));
}

/** Runs the statements that fetch a page of samples. */
export async function readPageRows(page: SamplePage, run: (sql: Sql) => Promise<readonly Row[]>): Promise<PageRows> {
  return {
    samples: await run(page.samples),
    tags: await run(page.tags),
    labels: await run(page.labels),
    labelTags: await run(page.labelTags),
  };
}
