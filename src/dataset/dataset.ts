import { isAbsolute, normalize, resolve } from 'node:path';
import { UserError } from '../diagnostics.ts';
import type { PackedSample } from './model/packed-sample.ts';
import type { Sample } from './model/sample.ts';
import type { SavedView } from './model/saved-view.ts';
import type { Answer, Scalar } from './query/answer.ts';
import type { BoundQuery } from './query/bound.ts';
import type { Catalog, CatalogField, ValueCount } from './query/catalog.ts';
import {
  compileAnswer,
  compileSampleIds,
  compileSampleKeys,
  compileSamplePage,
  fieldsOf,
  type PageKey,
} from './query/compile.ts';
import { checkClasses, classesOf } from './query/expected-classes.ts';
import { checkNeeded } from './query/needed.ts';
import { explain } from './query/explain.ts';
import type { Plan } from './query/plan.ts';
import type { Row, Sql } from './query/statement.ts';
import { type CountedValues, type Counting, countedValues, type ValueOrder } from './store/counted-values.ts';
import type { ValueSort } from './store/packed-values.ts';
import { decodeSamples, packSamples, type PageRows, type SampleHead } from './store/decode-samples.ts';
import type { Digests } from './store/digest.ts';
import type { QueryRunner } from './store/query-runner.ts';
import { type Ask, readCatalog, readClassLists, readRevision } from './store/read-catalog.ts';
import { type Details, readDetails } from './store/read-details.ts';
import {
  type ChangeInfo,
  type LabelFieldInfo,
  countElsewhere,
  readChanges,
  readDigests,
  readDigestsOf,
  readInfo,
} from './store/read-info.ts';
import { readPageRows, type SampleRow, type SampleRows, sampleRows } from './store/sample-rows.ts';
import { readSampleHeads, readSampleOrder, type SampleOrder } from './store/sample-order.ts';
import { readSavedViews } from './store/saved-views.ts';
import { countPath, nearestValueOf } from './store/value-counts.ts';

export { breathe } from './store/breathe.ts';
export { compareLabels } from './store/compare-labels.ts';
export type { FieldPair, LabelComparison } from './store/compare-labels.ts';
export { regexpSearch } from './store/regexp-search.ts';
export { valueAt } from './store/counted-values.ts';
export type { CountedValues, Counting, ValueOrder, ValueSort };
export type { ChangeInfo, Details, LabelFieldInfo, SampleHead, SampleOrder, SampleRow, SampleRows };

/** What a dataset is, in numbers. */
export type DatasetInfo = {
  readonly name: string;
  readonly file: string;
  /** Size of the dataset file. */
  readonly bytes: number;
  readonly mediaRoot: string;
  readonly samples: number;
  readonly labels: number;
  readonly labelFields: readonly LabelFieldInfo[];
  readonly tags: readonly ValueCount[];
  readonly createdAt: Date;
  /** 32 hex digits each. */
  readonly digests: Digests<string>;
  /** The latest changes, the newest first. */
  readonly changes: readonly ChangeInfo[];
};

/** A dataset that is open for reading. Everything above the store works on this. */
export type Dataset = {
  readonly name: string;
  readonly file: string;
  /** Absolute path of the folder to which relative file paths refer. */
  readonly mediaRoot: string;
  /** Fields, tags and classes; read again only after a change. */
  catalog(): Promise<Catalog>;
  /** Class lists in the order of their sources, by label field. */
  classLists(): Promise<Readonly<Record<string, readonly string[]>>>;
  /** What the source said of the dataset as a whole. */
  details(): Promise<Details>;
  /** Runs what a chain ends in. @throws UserError `cancelled`; this and what reads a view: as `checkClasses` */
  answer(bound: BoundQuery, signal: AbortSignal): Promise<Answer>;
  /** How a query is answered: what it does, the statement, and how SQLite goes about it. For people to read. */
  explain(bound: BoundQuery, signal: AbortSignal): Promise<string>;
  /** The samples of a view in its order, with its labels; a page at a time, so that memory stays bounded. */
  samples(plan: Plan, signal: AbortSignal): AsyncIterable<Sample>;
  /** The same with labels as they are stored, for work that asks few of them for their points. */
  packedSamples(plan: Plan, signal: AbortSignal): AsyncIterable<PackedSample>;
  /** Samples by their rows, for work that goes through all of them and looks at few. */
  rows(signal: AbortSignal): SampleRows;
  /** The order of the samples of a view, by which any part of it is read at once. */
  sampleOrder(plan: Plan, signal: AbortSignal): Promise<SampleOrder>;
  /** The samples from a place of the order up to another, without their labels; null for one that is gone since. */
  sampleHeads(
    plan: Plan,
    order: SampleOrder,
    range: { readonly from: number; readonly to: number },
    signal: AbortSignal,
  ): Promise<readonly (SampleHead | null)[]>;
  /** How often the values of a term of a view occur; nothing is read until it is asked for. */
  countedValues(counting: Counting): CountedValues;
  /** Number of samples of a view. */
  count(plan: Plan, signal: AbortSignal): Promise<number>;
  /** Classes of the labels of a field in a view with their number, null for labels without one. */
  classCounts(plan: Plan, field: string, signal: AbortSignal): Promise<readonly ValueCount[]>;
  /** @throws UserError `invalid` where a label has a class that a taxonomy among the stages does not name */
  checkClasses(plan: Plan, signal: AbortSignal): Promise<void>;
  /**
   * The sample of a view with that id, or the one whose file path ends in `name`, with or without its extension.
   * @throws UserError `not-found`, also where several fit.
   */
  sampleNamed(name: string, plan: Plan, signal: AbortSignal): Promise<Sample>;
  /** Values of a path by descending count. @throws UserError `unknown-field` */
  valueCounts(path: string, limit: number, signal: AbortSignal): Promise<readonly ValueCount[]>;
  /** `'occurs'` where a value occurs at a path; otherwise the value most like it, if there is one. */
  nearestValue(path: string, value: Scalar, signal: AbortSignal): Promise<'occurs' | ValueCount | undefined>;
  info(): Promise<DatasetInfo>;
  digests(): Promise<Digests<string>>;
  /** The digests of the samples of a view as they are stored, whatever its stages show of them; 32 hex digits each. */
  digestsOf(plan: Plan, signal: AbortSignal): Promise<Digests<string>>;
  /** The views that are kept with it, by name. */
  savedViews(): Promise<readonly SavedView[]>;
  /** Every change, the newest first. */
  changes(): Promise<readonly ChangeInfo[]>;
  /** Number of samples whose picture lies outside of the media folder. */
  picturesElsewhere(): Promise<number>;
  /** Absolute path of a picture. @throws UserError `invalid` for a relative path that leaves the media folder. */
  mediaPath(sample: Pick<Sample, 'filepath'>): string;
  /** Grows with every change, whoever makes it: what was read under the same revision is still true. One look-up. */
  revision(signal: AbortSignal): Promise<string>;
  close(): Promise<void>;
};

/** What a dataset is opened from. */
export type DatasetSource = {
  readonly name: string;
  readonly file: string;
  readonly mediaRoot: string;
  readonly runner: QueryRunner;
  /** Size of the file now. */
  readonly bytes: () => number;
};

/** Opens the facade on a runner; nothing is read until it is asked for. */
export function openDataset(source: DatasetSource): Dataset {
  const { name, file, mediaRoot, runner } = source;
  const unhurried = new AbortController().signal;
  const ask =
    (signal: AbortSignal): Ask =>
    (text, ...params) =>
      runner.all({ text, params }, signal);
  const catalog = catalogReader(name, ask(unhurried));
  const run = (signal: AbortSignal) => (sql: Sql) => runner.all(sql, signal);
  /** What is known, once it is known that the labels of a view have classes that it expects. */
  const catalogFor = async (plan: Plan, signal: AbortSignal): Promise<Catalog> => {
    const known = await catalog();
    await checkClasses(plan, known, run(signal));
    return known;
  };
  const stream =
    <S>(decode: Decode<S>) =>
    (plan: Plan, signal: AbortSignal): AsyncIterable<S> =>
      streamSamples(plan, () => catalogFor(plan, signal), run(signal), decode);
  const samples = stream(decodeSamples);
  return {
    name,
    file,
    mediaRoot,
    catalog,
    classLists: () => readClassLists(ask(unhurried)),
    details: () => readDetails(ask(unhurried)),
    answer: async (bound, signal) =>
      answerBound(bound, { catalog: await catalogFor(bound.plan, signal), run: run(signal), samples, signal }),
    explain: async (bound, signal) => explainBound(bound, await catalog(), run(signal)),
    samples,
    packedSamples: stream(packSamples),
    rows: (signal) => sampleRows(catalog, run(signal)),
    sampleOrder: async (plan, signal) => readSampleOrder(plan, await catalogFor(plan, signal), run(signal)),
    sampleHeads: async (plan, order, range, signal) =>
      readSampleHeads(plan, order, range, { catalog: await catalog(), run: run(signal) }),
    countedValues: (counting) =>
      countedValues(counting, { catalog: (signal) => catalogFor(counting.plan, signal), run, ask }),
    count: async (plan, signal) => countSamples(plan, await catalogFor(plan, signal), run(signal)),
    classCounts: async (plan, field, signal) =>
      classesOf(plan, field, { catalog: await catalogFor(plan, signal), run: run(signal) }),
    checkClasses: async (plan, signal) => {
      await catalogFor(plan, signal);
    },
    sampleNamed: async (wanted, plan, signal) =>
      sampleNamed(wanted, plan, { catalog: await catalogFor(plan, signal), run: run(signal) }),
    valueCounts: async (path, limit, signal) => countPath(path, limit, await catalog(), ask(signal)),
    nearestValue: async (path, value, signal) => nearestValueOf(path, value, await catalog(), ask(signal)),
    info: async () => infoOf(source, await catalog(), ask(unhurried)),
    digests: () => readDigests(ask(unhurried)),
    digestsOf: async (plan, signal) => readDigestsOf(compileSampleIds(plan, await catalog()), ask(signal)),
    savedViews: () => readSavedViews(ask(unhurried)),
    changes: () => readChanges(ask(unhurried)),
    picturesElsewhere: () => countElsewhere(ask(unhurried)),
    mediaPath: ({ filepath }) => mediaPath(mediaRoot, filepath),
    revision: (signal) => readRevision(ask(signal)),
    close: () => runner.close(),
  };
}

async function infoOf(source: DatasetSource, catalog: Catalog, ask: Ask): Promise<DatasetInfo> {
  const { name, file, mediaRoot, bytes } = source;
  return { ...(await readInfo(catalog, ask)), name, file, mediaRoot, bytes: bytes(), tags: catalog.tags };
}

type Run = (sql: Sql) => Promise<readonly Row[]>;

async function countSamples(plan: Plan, catalog: Catalog, run: Run): Promise<number> {
  if (plan.stages.length === 0) return catalog.samples;
  const { text, params } = compileSampleIds(plan, catalog);
  const [row] = await run({ text: `SELECT count(*) FROM (${text})`, params });
  return Number(row?.[0] ?? 0);
}

async function sampleNamed(
  wanted: string,
  plan: Plan,
  { catalog, run }: { readonly catalog: Catalog; readonly run: Run },
): Promise<Sample> {
  const found = await findSample(wanted, compileSampleIds(plan, catalog), run);
  const [sample] = await readPage(plan, { ids: [found], branch: 0 }, { catalog, run, decode: decodeSamples });
  if (sample === undefined) throw noSample(wanted);
  return sample;
}

/** Samples read at once: enough to make a query worth its while, few enough that they are forgotten while they are young. */
const PAGE = 16;

function catalogReader(name: string, ask: Ask): () => Promise<Catalog> {
  let known: { readonly revision: string; readonly catalog: Catalog } | undefined;
  return async () => {
    const revision = await readRevision(ask);
    if (known?.revision !== revision) known = { revision, catalog: await readCatalog(name, ask) };
    return known.catalog;
  };
}

type Answering = {
  readonly catalog: Catalog;
  readonly run: Run;
  readonly samples: Dataset['samples'];
  readonly signal: AbortSignal;
};

async function answerBound(bound: BoundQuery, { catalog, run, samples, signal }: Answering): Promise<Answer> {
  if (bound.kind === 'aggregate' && bound.aggregation.kind === 'samples') {
    const list: Sample[] = [];
    for await (const sample of samples(bound.plan, signal)) list.push(sample);
    const [only] = list;
    checkNeeded(bound.aggregation.needed, list.length);
    if (!bound.aggregation.single) return { kind: 'samples', samples: list };
    return only === undefined ? { kind: 'scalar', value: null } : { kind: 'sample', sample: only };
  }
  const { sql, read } = compileAnswer(bound, catalog);
  return read([...(await run(sql))]);
}

async function explainBound(bound: BoundQuery, catalog: Catalog, run: Run): Promise<string> {
  const { steps, sql, text } = explain(bound, catalog);
  const rows = await run({ text: `EXPLAIN QUERY PLAN ${sql.text}`, params: sql.params });
  return [...steps, '', text, '', ...queryPlan(rows)].join('\n');
}

/** SQLite's own words: rows of id, parent, an unused number, and what is done. */
function queryPlan(rows: readonly Row[]): readonly string[] {
  const depths = new Map<number, number>();
  return rows.map(([id, parent, , detail]) => {
    const depth = (depths.get(Number(parent)) ?? -1) + 1;
    depths.set(Number(id), depth);
    return `${'  '.repeat(depth)}${String(detail).toLowerCase()}`;
  });
}

type Decode<S> = (rows: PageRows, fields: readonly CatalogField[]) => ReadonlyMap<number, S>;

async function* streamSamples<S>(
  plan: Plan,
  catalog: () => Promise<Catalog>,
  run: Run,
  decode: Decode<S>,
): AsyncGenerator<S> {
  const known = await catalog();
  const keys = (await run(compileSampleKeys(plan, known))).map(([id, branch]) => [Number(id), Number(branch)] as const);
  for (let at = 0; at < keys.length;) {
    const end = pageEnd(keys, at);
    const page = { ids: keys.slice(at, end).map(([id]) => id), branch: keys[at]?.[1] ?? 0 };
    yield* await readPage(plan, page, { catalog: known, run, decode });
    at = end;
  }
}

/** Where the page that begins at `at` ends: all of its samples are of one branch. */
function pageEnd(keys: readonly (readonly [number, number])[], at: number): number {
  const branch = keys[at]?.[1];
  let end = at;
  while (end < keys.length && end < at + PAGE && keys[end]?.[1] === branch) end += 1;
  return end;
}

async function readPage<S>(
  plan: Plan,
  key: PageKey,
  { catalog, run, decode }: { readonly catalog: Catalog; readonly run: Run; readonly decode: Decode<S> },
): Promise<S[]> {
  const rows = await readPageRows(compileSamplePage(plan, catalog, key), run);
  const samples = decode(rows, fieldsOf(plan, catalog));
  return key.ids.flatMap((id) => samples.get(id) ?? []);
}

async function findSample(wanted: string, ids: Sql, run: Run): Promise<number> {
  const rows = await run({
    text: `SELECT id, oid, filepath FROM sample WHERE id IN (SELECT * FROM (${ids.text})) AND (oid = ? OR instr(filepath, ?) > 0)`,
    params: [...ids.params, wanted, wanted],
  });
  const exact = rows.filter(([, oid, path]) => oid === wanted || path === wanted);
  const found = exact.length > 0 ? exact : rows.filter(([, , path]) => isSuffix(String(path), wanted));
  const [first, second] = found;
  if (first === undefined) throw noSample(wanted);
  if (second === undefined) return Number(first[0]);
  throw new UserError('not-found', `${String(found.length)} samples are named ${wanted}`, {
    hint: `write more of the path, such as ${String(first[2])}, or the id ${String(first[1])}`,
  });
}

function isSuffix(path: string, wanted: string): boolean {
  return path.endsWith(wanted) || path.replace(/\.[^./]*$/, '').endsWith(wanted);
}

function noSample(wanted: string): UserError {
  return new UserError('not-found', `no sample is named ${wanted}`, {
    hint: 'name a sample by its id or by the end of its file path',
  });
}

function mediaPath(root: string, filepath: string): string {
  if (isAbsolute(filepath)) return normalize(filepath);
  const inside = normalize(filepath);
  if (inside === '..' || inside.startsWith('../') || filepath.includes('\0')) {
    throw new UserError('invalid', `${JSON.stringify(filepath)} leads out of the media folder`, {
      hint: 'file paths are absolute, or relative to the media folder of the dataset',
    });
  }
  return resolve(root, inside);
}
