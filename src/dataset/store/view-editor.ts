import type { Database } from 'better-sqlite3';
import { UserError } from '../../diagnostics.ts';
import type { Job } from '../model/job.ts';
import type { Catalog } from '../query/catalog.ts';
import { compileLabelIds, compileSampleIds, compileSampleKeys } from '../query/compile.ts';
import type { Plan } from '../query/plan.ts';
import type { Sql, SqlValue } from '../query/statement.ts';
import { breathe } from './breathe.ts';
import { quoted } from './bulk-tables.ts';
import { withoutIndexes } from './without-indexes.ts';

/** Changes all samples or labels of a view at once, in statements on many rows. */
export type ViewEditor = {
  /** Adds tags behind those that a sample has. */
  tagSamples(plan: Plan, tags: readonly string[]): Promise<void>;
  untagSamples(plan: Plan, tags: readonly string[]): Promise<void>;
  /** Removes the samples with their labels; pictures stay. */
  removeSamples(plan: Plan): Promise<void>;
  /** Removes all other samples. */
  keepSamples(plan: Plan): Promise<void>;
  /** Adds tags to the labels of these fields that the view shows. */
  tagLabels(plan: Plan, fields: readonly string[], tags: readonly string[]): Promise<void>;
  untagLabels(plan: Plan, fields: readonly string[], tags: readonly string[]): Promise<void>;
  /** Removes the labels of these fields that the view shows: a list is empty afterwards, a single label missing. */
  removeLabels(plan: Plan, fields: readonly string[]): Promise<void>;
};

/** What a view editor works with: the catalog is read anew for each edit, and the view looked at first. */
type Editing = {
  readonly db: Database;
  readonly catalog: (plan: Plan) => Promise<Catalog>;
  readonly job: Job;
};

/** An editor on a database in a change. */
export function viewEditor(editing: Editing): ViewEditor {
  const samples = async (plan: Plan, work: Work, which = 'id IN'): Promise<void> => {
    refusePatches(plan);
    const { text, params } = compileSampleIds(plan, await editing.catalog(plan));
    selectRows(editing.db, { text: `SELECT id FROM sample WHERE ${which} (SELECT * FROM (${text}))`, params });
    const { db, job } = editing;
    const goes = work === REMOVE_SAMPLES ? countIn(db, LABELS_OF_EDITED) : 0;
    await withoutIndexes(db, goes, job, () => inBatches(editing, 'samples', work));
  };
  const labels = async (plan: Plan, fields: readonly string[], work: Work): Promise<void> => {
    await selectLabels(editing, plan, fields);
    const { db, job } = editing;
    const goes = work === REMOVE_LABELS ? countIn(db, 'SELECT count(*) FROM temp.edited') : 0;
    await withoutIndexes(db, goes, job, () => inBatches(editing, 'labels', work));
  };
  return {
    tagSamples: (plan, tags) => samples(plan, tagging('sample', tags)),
    untagSamples: (plan, tags) => samples(plan, untagging('sample', tags)),
    removeSamples: (plan) => samples(plan, REMOVE_SAMPLES),
    keepSamples: (plan) => samples(plan, REMOVE_SAMPLES, 'id NOT IN'),
    tagLabels: (plan, fields, tags) => labels(plan, fields, tagging('label', tags)),
    untagLabels: (plan, fields, tags) => labels(plan, fields, untagging('label', tags)),
    removeLabels: async (plan, fields) => {
      await labels(plan, fields, REMOVE_LABELS);
      renumber(editing.db, await editing.catalog(plan), fields);
    },
  };
}

/** Statements on the rows of `edited` with row ids from `$from` to `$to`, with what else they need. */
type Work = readonly { readonly text: string; readonly params: Readonly<Record<string, SqlValue>> }[];

const RANGE = 'SELECT id FROM temp.edited WHERE rowid BETWEEN $from AND $to';

function tagging(of: 'sample' | 'label', tags: readonly string[]): Work {
  const owned = `${of}_tag t WHERE t.${of}_id = e.id`;
  const text = `INSERT OR ROLLBACK INTO ${of}_tag (${of}_id, position, tag)
    SELECT e.id, coalesce((SELECT max(position) + 1 FROM ${owned}), 0), $tag FROM temp.edited e
    WHERE e.rowid BETWEEN $from AND $to AND NOT EXISTS (SELECT 1 FROM ${owned} AND t.tag = $tag)`;
  return [...new Set(tags)].map((tag) => ({ text, params: { tag } }));
}

function untagging(of: 'sample' | 'label', tags: readonly string[]): Work {
  const text = `DELETE FROM ${of}_tag WHERE tag = $tag AND ${of}_id IN (${RANGE})`;
  return [...new Set(tags)].map((tag) => ({ text, params: { tag } }));
}

const REMOVE_SAMPLES: Work = [
  `DELETE FROM label_tag WHERE label_id IN (SELECT id FROM label WHERE sample_id IN (${RANGE}))`,
  `DELETE FROM label WHERE sample_id IN (${RANGE})`,
  `DELETE FROM sample_tag WHERE sample_id IN (${RANGE})`,
  `DELETE FROM sample WHERE id IN (${RANGE})`,
].map((text) => ({ text, params: {} }));

const REMOVE_LABELS: Work = [
  `INSERT OR IGNORE INTO temp.lessened SELECT DISTINCT sample_id, field_id FROM label WHERE id IN (${RANGE})`,
  `DELETE FROM label_tag WHERE label_id IN (${RANGE})`,
  `DELETE FROM label WHERE id IN (${RANGE})`,
].map((text) => ({ text, params: {} }));

const LABELS_OF_EDITED = 'SELECT count(*) FROM temp.edited e CROSS JOIN label l ON l.sample_id = e.id';

/** Rows that are changed between two breaths. */
const BATCH = 2_000;

/** Samples whose labels are looked up at once. */
const PAGE = 1_000;

/** A patch is a label, shown as a sample of its own. */
function refusePatches({ stages }: Plan): void {
  if (!stages.some(({ kind }) => kind === 'patches')) return;
  throw new UserError('unsupported', 'patches are labels, not samples: they can be changed as labels only', {
    hint: 'tagLabels, untagLabels and deleteLabels work on patches; for their samples leave out toPatches',
  });
}

/** Notes which rows are to be edited before the first of them is: what a view holds may change with them. */
function selectRows(db: Database, { text, params }: Sql): void {
  db.exec(
    `DROP TABLE IF EXISTS temp.edited; CREATE TEMP TABLE edited (id INTEGER NOT NULL UNIQUE);
     CREATE TEMP TABLE IF NOT EXISTS lessened (sample_id INTEGER, field_id INTEGER, PRIMARY KEY (sample_id, field_id));
     DELETE FROM temp.lessened`,
  );
  db.prepare(`INSERT OR IGNORE INTO temp.edited (id) ${text}`).run(params);
}

async function selectLabels({ db, catalog, job }: Editing, plan: Plan, names: readonly string[]): Promise<void> {
  const known = await catalog(plan);
  const fields = known.fields.filter(({ name }) => names.includes(name)).map(({ id }) => id);
  const { text, params } = compileSampleKeys(plan, known);
  const keys = db.prepare<unknown[], [number, number]>(text).raw().all(params);
  selectRows(db, { text: 'SELECT NULL WHERE false', params: [] });
  let done = 0;
  for (const [branch, rows] of Map.groupBy(keys, ([, of]) => of)) {
    for (let at = 0; at < rows.length; at += PAGE) {
      job.report({ what: 'choosing labels', done, total: keys.length, unit: 'samples' });
      await breathe(job);
      const ids = rows.slice(at, at + PAGE).map(([id]) => id);
      const page = compileLabelIds(plan, known, { ids, branch, fields });
      db.prepare(`INSERT OR IGNORE INTO temp.edited (id) SELECT * FROM (${page.text})`).run(page.params);
      done += ids.length;
    }
  }
}

async function inBatches({ db, job }: Editing, unit: string, work: Work): Promise<void> {
  const total = countIn(db, 'SELECT coalesce(max(rowid), 0) FROM temp.edited');
  const statements = work.map(({ text, params }) => ({ statement: db.prepare(text), params }));
  for (let done = 0; done < total; done += BATCH) {
    job.report({ what: 'changing', done, total, unit });
    await breathe(job);
    for (const { statement, params } of statements) statement.run({ ...params, from: done + 1, to: done + BATCH });
  }
}

function countIn(db: Database, sql: string): number {
  return db.prepare<[], number>(sql).pluck().get() ?? 0;
}

/**
 * Numbers of labels of the samples that lost some. A field of single labels has no empty annotation: what lost its label is
 * missing, as in FiftyOne.
 */
function renumber(db: Database, { fields }: Catalog, names: readonly string[]): void {
  for (const field of fields) {
    if (field.kind !== 'labels' || !names.includes(field.name)) continue;
    const number = '(SELECT count(*) FROM label l WHERE l.sample_id = sample.id AND l.field_id = $field)';
    db.prepare(
      `UPDATE sample SET ${quoted(field.column)} = ${field.list ? number : `nullif(${number}, 0)`}
       WHERE id IN (SELECT sample_id FROM temp.lessened WHERE field_id = $field)`,
    ).run({ field: field.id });
  }
}
