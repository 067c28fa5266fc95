import type { Database } from 'better-sqlite3';
import { UserError } from '../../diagnostics.ts';
import type { Job } from '../model/job.ts';
import type { Sample } from '../model/sample.ts';
import type { SampleChanges } from '../model/sample-changes.ts';
import type { Catalog, CatalogField } from '../query/catalog.ts';
import {
  changedLabelFields,
  compileSampleIds,
  compileSamplePage,
  fieldsOf,
  type SamplePage,
} from '../query/compile.ts';
import { classExchanges } from '../query/class-exchanges.ts';
import type { Plan } from '../query/plan.ts';
import type { Row } from '../query/statement.ts';
import { breathe } from './breathe.ts';
import type { OpenEditor } from './dataset-editor.ts';
import { exchangeClasses, type FieldExchange } from './exchange-classes.ts';
import { decodeSamples } from './decode-samples.ts';
import { type Numbered, type RewrittenParts, saveLabels, saveLabelTags, showLabels } from './save-labels.ts';

/** What a view is saved with. */
type Saving = {
  readonly db: Database;
  readonly editor: OpenEditor;
  readonly catalog: (plan: Plan) => Promise<Catalog>;
  readonly job: Job;
};

/**
 * Writes what the stages of a view rewrote back to its samples: values that they set, classes, attributes and tags of labels,
 * labels that they left out, in the fields that they name and no other. What was missing stays missing, and empty empty, unless
 * a stage made it so. Fields that are only not selected stay as they are.
 * `only`: of these no others.
 * @throws UserError `unsupported` for patches, and for views one after the other, in which a sample may be there twice
 */
export async function saveView(saving: Saving, whole: Plan, only?: readonly string[]): Promise<void> {
  const plan = { ...whole, stages: whole.stages.filter(({ kind }) => kind !== 'keep-fields') };
  refuse(plan);
  const catalog = await saving.catalog(plan);
  const isWanted = (name: string): boolean => only?.includes(name) ?? true;
  const rewritten = {
    values: new Set([...setFields(plan)].filter(isWanted)),
    labels: changedLabelFields(plan, catalog).filter(isWanted),
  };
  const samples = compileSampleIds(plan, catalog);
  const exchanges = exchangesIn(plan, catalog, rewritten);
  if (exchanges !== undefined) return exchangeClasses(saving.db, samples, exchanges, saving.job);
  const { text, params } = samples;
  const ids = saving.db.prepare<unknown[], number>(text).pluck().all(params);
  for (let done = 0; done < ids.length; done += PAGE) {
    saving.job.report({ what: 'saving', done, total: ids.length, unit: 'samples' });
    await breathe(saving.job);
    const page = compileSamplePage(plan, catalog, { ids: ids.slice(done, done + PAGE), branch: 0 });
    savePage(saving, plan, { catalog, page, rewritten });
  }
}

/** Samples that are saved between two breaths. */
const PAGE = 500;

function refuse({ stages }: Plan): void {
  const kind = stages.map((stage) => stage.kind).find((one) => one === 'patches' || one === 'concat');
  if (kind === undefined) return;
  const message =
    kind === 'patches'
      ? 'patches cannot be saved: they are labels, not samples'
      : 'views one after the other cannot be saved: a sample may be there twice';
  throw new UserError('unsupported', message, { hint: 'save the view before that stage' });
}

/**
 * Where classes are exchanged one by one, or left out, and nothing else is rewritten, no label has to be looked at as the view
 * shows it. Not in a field of single labels: without its label it is missing.
 */
function exchangesIn(
  plan: Plan,
  { fields }: Catalog,
  { values, labels }: Page['rewritten'],
): readonly FieldExchange[] | undefined {
  const exchanges = values.size > 0 ? undefined : classExchanges(plan);
  if (exchanges === undefined) return undefined;
  const rewritten = fields.filter(({ name }) => labels.includes(name) && exchanges.has(name));
  if (rewritten.some((field) => field.kind !== 'labels' || !field.list)) return undefined;
  return rewritten.map(({ id, name }) => ({ field: id, becomes: exchanges.get(name) ?? ((label) => label) }));
}

/** The statements of a page, and the names of the fields to write. */
type Page = {
  readonly catalog: Catalog;
  readonly page: SamplePage;
  readonly rewritten: { readonly values: ReadonlySet<string>; readonly labels: readonly string[] };
};

/** Everything is read before anything is written. */
function savePage(saving: Saving, plan: Plan, { catalog, page, rewritten }: Page): void {
  const { db, editor } = saving;
  const { values: names, labels: labelFields } = rewritten;
  const fields = fieldsOf(plan, catalog);
  const samples = rowsOf(db, page.samples);
  const tags = names.has('tags') ? rowsOf(db, page.tags) : [];
  const values = decodeSamples({ samples, tags, labels: [], labelTags: [] }, fields);
  const labelTags = plan.stages.some(setsLabelTags) ? rowsOf(db, page.labelTags) : undefined;
  const parts = labelParts(plan);
  const isWhole = plan.stages.some((stage) => setsLabelTags(stage) || mayLeaveOut(stage));
  showLabels(db, page.labels, { parts: new Set([...parts.values()].flatMap((of) => [...of])), isWhole });
  for (const sample of values.values()) {
    const changes = picked(sample, names, fields);
    if (Object.keys(changes).length > 0) editor.updateSample(sample.id ?? '', changes);
  }
  for (const [at, field] of fields.entries()) {
    if (field.kind !== 'labels' || !labelFields.includes(field.name)) continue;
    saveLabels(db, editor, { field, samples: numbersOf(samples, at), parts: partsOf(parts, field.name), isWhole });
    if (labelTags !== undefined) saveLabelTags(db, field, labelTags);
  }
}

/** Columns of a page before those of the fields. */
const FIRST_FIELD = 7;

/** How many labels the view gives each sample in the field that comes at this place. */
function numbersOf(samples: readonly Row[], at: number): readonly Numbered[] {
  return samples.map((row) => ({ id: Number(row[0]), oid: String(row[1]), labels: row[FIRST_FIELD + at] ?? null }));
}

function partsOf(parts: ReturnType<typeof labelParts>, field: string): RewrittenParts {
  return parts.get(field) ?? new Set();
}

/** Names of what stages set on samples: values and `tags`; a picture and its size stay. */
function setFields({ stages }: Plan): ReadonlySet<string> {
  return new Set(stages.flatMap((stage) => (stage.kind === 'set-field' ? [stage.name] : [])));
}

function picked(sample: Sample, names: ReadonlySet<string>, fields: readonly CatalogField[]): SampleChanges {
  const values = fields.filter(({ kind, name }) => kind === 'value' && names.has(name));
  return {
    ...(values.length > 0 && {
      fields: Object.fromEntries(values.map(({ name }) => [name, sample.fields[name] ?? null])),
    }),
    ...(names.has('tags') && { tags: sample.tags }),
  };
}

/** What stages set on labels, by field. */
function labelParts({ stages }: Plan): ReadonlyMap<string, RewrittenParts> {
  const parts = new Map<string, Set<string>>();
  for (const stage of stages) {
    if (stage.kind !== 'set-label') continue;
    const { field, part } = stage;
    const of = parts.get(field) ?? new Set();
    parts.set(
      field,
      of.add(part.kind === 'property' ? part.name : part.kind === 'attribute' ? 'attributes' : part.kind),
    );
  }
  return parts;
}

/** Whether a stage may show fewer labels than there are. */
function mayLeaveOut({ kind }: Plan['stages'][number]): boolean {
  return !KEEPS_LABELS.has(kind);
}

const KEEPS_LABELS: ReadonlySet<Plan['stages'][number]['kind']> = new Set([
  'keep-samples',
  'keep-places',
  'sort',
  'shuffle',
  'slice',
  'set-label',
  'class-list',
  'expect-classes',
]);

function setsLabelTags(stage: Plan['stages'][number]): boolean {
  return stage.kind === 'set-label' && stage.part.kind === 'tags';
}

function rowsOf(db: Database, { text, params }: SamplePage['samples']): readonly Row[] {
  return db.prepare<unknown[], Row>(text).raw().all(params);
}
