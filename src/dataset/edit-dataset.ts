import { UserError } from '../diagnostics.ts';
import { openDataset } from './dataset.ts';
import type { Difference } from './model/difference.ts';
import type { Job } from './model/job.ts';
import type { Sample } from './model/sample.ts';
import type { Catalog } from './query/catalog.ts';
import { changedLabelFields, fieldsOf } from './query/compile.ts';
import type { Plan } from './query/plan.ts';
import { breathe } from './store/breathe.ts';
import { compareLabels, type FieldPair, type LabelComparison } from './store/compare-labels.ts';
import { type DatasetEditor, type LabelUpdate, openEditor, type OpenEditor } from './store/dataset-editor.ts';
import { firstUndone, latestDone } from './store/change-tree.ts';
import { fieldEditor, type FieldEditor } from './store/field-editor.ts';
import { bumpRevision, redoChange, revertTo, statementOf, undoChange, withChange } from './store/journal.ts';
import { expectState } from './store/past-state.ts';
import { runnerOn } from './store/query-runner.ts';
import { describeUnstorable } from './store/field-value.ts';
import type { Details } from './store/read-details.ts';
import { findDifference } from './store/read-difference.ts';
import type { SampleRows } from './store/sample-rows.ts';
import { type ViewKeeper, viewKeeper } from './store/saved-views.ts';
import { saveClasses } from './store/save-classes.ts';
import { type ViewEditor, viewEditor } from './store/view-editor.ts';
import { saveView } from './store/view-saver.ts';
import { withWriter, type Writing } from './store/writer-lock.ts';

export type { LabelUpdate };

/**
 * What a change of a dataset is handed: one by one by ids, or all samples or labels of a view at once. All of it becomes one
 * step that `undo` takes back; where anything throws, nothing of it happens.
 */
export type DatasetEdit = DatasetEditor &
  ViewEditor &
  FieldEditor &
  ViewKeeper & {
    /** Samples of a view as they stand now, with what this change has written so far; a page at a time. */
    samples(plan: Plan): AsyncIterable<Sample>;
    /** The same by their rows. */
    rows(): SampleRows;
    /** Compares labels as they were before this change with those of another file. Undefined, and errors, as `compareLabels`. */
    labelsBeside(file: string, fields: readonly FieldPair[]): LabelComparison | undefined;
    /** Fields, tags and classes as they stand now. */
    catalog(): Promise<Catalog>;
    /** What is kept of the dataset as a whole, as it stands now. */
    details(): Promise<Details>;
    /** Adds samples as they come. @returns how many. */
    addSamples(samples: AsyncIterable<Sample> | Iterable<Sample>): Promise<number>;
    /** Writes what the stages of a view rewrote back to its samples, in the fields that they name, of which `only` some; and their class lists. */
    save(plan: Plan, only?: readonly string[]): Promise<void>;
    /** The label fields that the stages of a view name; where they name none, all. */
    labelFields(plan: Plan): Promise<readonly string[]>;
  };

/** What a change did, or would do. */
export type Changed = Difference & {
  /** The line that `undo` would take back now; null where there is none. */
  readonly undo: string | null;
  /** What could not be kept as it was. */
  readonly notes: readonly string[];
};

/** What `undo` or `redo` did: the line it took back or did again, and what that changed. */
export type Restored = Changed & { readonly statement: string };

/** The dataset, and how to be its writer. */
export type EditedDataset = {
  readonly name: string;
  readonly file: string;
  readonly mediaRoot: string;
  readonly writing: Omit<Writing, 'signal'>;
};

/** What a change is called. */
export type ChangeOptions = {
  /** The line that causes it. */
  readonly statement: string;
  readonly job: Job;
  /** Only to be told what it would do: nothing is kept. */
  readonly planned?: boolean;
};

/** Changes a dataset in one step. @throws UserError `busy` naming the other writer, `cancelled`, and what `work` throws */
export async function changeDataset(
  dataset: EditedDataset,
  { statement, job, planned = false }: ChangeOptions,
  work: (edit: DatasetEdit) => Promise<void>,
): Promise<Changed> {
  const at = dataset.writing.now().toISOString();
  return withWriter(dataset.file, { ...dataset.writing, signal: job.signal }, async (db) => {
    const notes: string[] = [];
    const { difference } = await withChange(db, { statement, at, planned }, job, async () => {
      const editor = openEditor(db);
      await work(editOn({ db, at, dataset, job, editor, notes }));
      editor.flush();
      notes.push(...Array.from(editor.unstorable, describeUnstorable));
    });
    return { ...difference, notes, undo: latestStatement(db) };
  });
}

/** Takes back the latest change. @throws UserError `not-found` where there is none; as `changeDataset` */
export function undoDataset(dataset: EditedDataset, options: ChangeOptions): Promise<Restored> {
  return restore(dataset, options, { find: latestDone, swap: undoChange, nothing: 'undo' });
}

/** Does again what was undone last. @throws UserError as `undoDataset` */
export function redoDataset(dataset: EditedDataset, options: ChangeOptions): Promise<Restored> {
  return restore(dataset, options, { find: firstUndone, swap: redoChange, nothing: 'redo' });
}

/** Makes a dataset what it was when a snapshot was taken, or before its last changes, in one step. @throws UserError `not-found`; as `changeDataset` */
export async function revertDataset(
  dataset: EditedDataset,
  snapshot: string,
  { statement, job, planned = false }: ChangeOptions,
): Promise<Changed> {
  const at = dataset.writing.now().toISOString();
  return withWriter(dataset.file, { ...dataset.writing, signal: job.signal }, async (db) => {
    const { change } = expectState(db, snapshot, dataset.name);
    const { difference } = await revertTo(db, change, { statement, at, planned }, job);
    return { ...difference, notes: [], undo: latestStatement(db) };
  });
}

type Editing = {
  readonly db: Parameters<typeof openEditor>[0];
  readonly at: string;
  readonly dataset: EditedDataset;
  readonly job: Job;
  readonly editor: OpenEditor;
  /** What the change has to say. */
  readonly notes: string[];
};

function editOn({ db, at, dataset, job, editor, notes }: Editing): DatasetEdit {
  const reader = openDataset({ ...dataset, runner: runnerOn(db), bytes: () => 0 });
  /** The dataset as it stands: its catalog is read again where fields are not as they were. */
  const current = (): typeof reader => {
    if (editor.flush()) bumpRevision(db);
    return reader;
  };
  const catalog = async (plan: Plan): Promise<Catalog> => {
    await current().checkClasses(plan, job.signal);
    return reader.catalog();
  };
  return {
    ...editor,
    ...viewKeeper(db, at),
    ...viewEditor({ db, job, catalog }),
    ...fieldEditor({ db, job, editor }),
    samples: (plan) => breathing(current().samples(plan, job.signal), job),
    rows: () => current().rows(job.signal),
    labelsBeside: (file, fields) => compareLabels([dataset.file, file], fields),
    catalog: () => current().catalog(),
    details: () => current().details(),
    save: async (plan, only) => {
      const before = await current().catalog();
      await saveView({ db, editor, job, catalog }, plan, only);
      notes.push(...saveClasses({ db, editor, catalog: before }, plan, only));
    },
    addSamples: (samples) => addSamples(samples, editor, job),
    labelFields: async (plan) => {
      const known = await current().catalog();
      const named = changedLabelFields(plan, known);
      return named.length > 0
        ? named
        : fieldsOf(plan, known).flatMap(({ kind, name }) => (kind === 'labels' ? [name] : []));
    },
  };
}

/** Samples between two breaths. */
const BATCH = 100;

/** Samples one by one; whoever goes through them lets others run now and then. */
async function* breathing(samples: AsyncIterable<Sample>, job: Job): AsyncGenerator<Sample> {
  let done = 0;
  for await (const sample of samples) {
    if (done % BATCH === 0) await breathe(job);
    done++;
    yield sample;
  }
}

async function addSamples(
  samples: AsyncIterable<Sample> | Iterable<Sample>,
  editor: DatasetEditor,
  job: Job,
): Promise<number> {
  let done = 0;
  for await (const sample of samples) {
    if (done % BATCH === 0) {
      job.report({ what: 'adding samples', done, total: null, unit: 'samples' });
      await breathe(job);
    }
    editor.addSample(sample);
    done++;
  }
  return done;
}

type Direction = {
  readonly find: typeof latestDone;
  readonly swap: typeof undoChange;
  readonly nothing: 'undo' | 'redo';
};

function restore(
  { file, writing }: EditedDataset,
  { job, planned = false }: ChangeOptions,
  { find, swap, nothing }: Direction,
): Promise<Restored> {
  return withWriter(file, { ...writing, signal: job.signal }, async (db) => {
    const change = find(db);
    if (change === undefined) {
      throw new UserError('not-found', `there is nothing to ${nothing}`, { hint: 'log lists the changes' });
    }
    const statement = statementOf(db, change);
    await swap(db, change, job);
    // The images are now those of before: what lies between them and the rows is what was just done.
    const difference = await findDifference(db, change, job);
    if (planned) db.exec('ROLLBACK');
    return { ...difference, statement, undo: latestStatement(db), notes: [] };
  });
}

function latestStatement(db: Editing['db']): string | null {
  const change = latestDone(db);
  return change === undefined ? null : statementOf(db, change);
}
