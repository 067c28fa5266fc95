import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { UserError } from '../../../diagnostics.ts';
import type { Dataset } from '../../dataset.ts';
import { readPictureHeader, shownSize } from '../../media/picture-size.ts';
import type { Job } from '../../model/job.ts';
import type { Label } from '../../model/label.ts';
import type { Sample } from '../../model/sample.ts';
import { type Tally, tally } from '../../model/tally.ts';
import { catalogAfter } from '../../query/fields-after.ts';
import type { Plan } from '../../query/plan.ts';
import { type LabelSpec, labelCollector } from './label-specs.ts';
import { labelShape, type Size } from './label-shape.ts';

/** A picture that is to be sent. */
export type PushPicture = {
  /** Id of the sample. */
  readonly id: string;
  /** Absolute. */
  readonly file: string;
  /** Its name in CVAT: without folders, which no upload keeps. Unique in its task. */
  readonly name: string;
  readonly size: Size;
};

/** A task that is to be made. */
export type PushTask = {
  readonly name: string;
  /** '' for none. */
  readonly subset: string;
  /** Whether its jobs are completed: somebody looked at each of its pictures. */
  readonly isDone: boolean;
  readonly pictures: readonly PushPicture[];
  readonly labels: number;
};

/** What a push makes. */
export type PushPlan = {
  readonly labels: readonly LabelSpec[];
  readonly tasks: readonly PushTask[];
  /** What is left out. */
  readonly faults: Tally;
};

/** What is pushed. */
export type PushView = { readonly dataset: Dataset; readonly plan: Plan; readonly fields: readonly string[] };

/** Pictures a task, where the samples do not come from tasks. */
const TASK_SIZE = 100;

/** Looks through a view and decides what to make of it. @throws UserError `not-found` where it has no picture */
export async function planPush({ dataset, plan, fields }: PushView, job: Job): Promise<PushPlan> {
  const faults = tally();
  const collector = labelCollector();
  const drafts = new Map<string, Draft>();
  const total = await dataset.count(plan, job.signal);
  let done = 0;
  for await (const sample of dataset.samples(plan, job.signal)) {
    job.report({ what: 'planning the push', done: ++done, total, unit: 'samples' });
    const picture = await pictureOf(sample, dataset, faults);
    if (picture === undefined) continue;
    const labels = labelsToPush(sample, fields, picture.size, faults);
    for (const label of labels) collector.take(label, picture.size);
    const isDone = fields.some((field) => (sample.labels[field] ?? null) !== null);
    place(drafts, sample, { picture, isDone, labels: labels.length });
  }
  if (drafts.size === 0) {
    throw new UserError('not-found', 'the view has no picture that can be pushed', {
      hint: 'count() tells what it holds',
    });
  }
  const { classLists } = catalogAfter(plan, await dataset.catalog());
  const classes = fields.flatMap((field) => classLists[field] ?? []);
  return { labels: collector.specs(classes), tasks: named([...drafts.values()]), faults };
}

type Draft = {
  readonly wanted: string;
  readonly subset: string;
  readonly isDone: boolean;
  readonly pictures: PushPicture[];
  readonly names: Set<string>;
  labels: number;
};

async function pictureOf(sample: Sample, dataset: Dataset, faults: Tally): Promise<PushPicture | undefined> {
  const file = dataset.mediaPath(sample);
  const { id, filepath } = sample;
  if (id === undefined || !existsSync(file)) {
    faults.count('picture whose file is not there', filepath);
    return undefined;
  }
  try {
    const { width, height } = sample;
    const size = width === null || height === null ? shownSize(await readPictureHeader(file)) : { width, height };
    return { id, file, name: posix.basename(filepath), size };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    faults.count('picture that cannot be read', filepath);
    return undefined;
  }
}

/** Labels of the fields that can be drawn; the others are counted. */
export function labelsToPush(sample: Sample, fields: readonly string[], size: Size, faults: Tally): readonly Label[] {
  return fields
    .flatMap((field) => sample.labels[field] ?? [])
    .filter((label) => {
      const shape = labelShape(label, size);
      const fault = 'fault' in shape ? shape.fault : label.label === null ? 'label without a class' : undefined;
      if (fault !== undefined) faults.count(fault, sample.filepath);
      return fault === undefined;
    });
}

type Placing = { readonly picture: PushPicture; readonly isDone: boolean; readonly labels: number };

/** Puts a picture into the first task of its kind that has room and no picture of that name. */
function place(drafts: Map<string, Draft>, sample: Sample, { picture, isDone, labels }: Placing): void {
  const subset = subsetOf(sample);
  const task = sample.fields['cvat_task_name'];
  const wanted = typeof task === 'string' ? task : '';
  const folded = picture.name.toLowerCase();
  for (let n = 0; ; n++) {
    const key = JSON.stringify([subset, isDone, wanted, sample.fields['cvat_task_id'] ?? null, n]);
    const draft = drafts.get(key) ?? { wanted, subset, isDone, pictures: [], names: new Set(), labels: 0 };
    const isFull = wanted === '' && draft.pictures.length >= TASK_SIZE;
    if (isFull || draft.names.has(folded)) continue;
    drafts.set(key, draft);
    draft.names.add(folded);
    draft.pictures.push(picture);
    draft.labels += labels;
    return;
  }
}

const SPLITS = ['train', 'val', 'test'];

/** The subset it came from as long as its split says the same, else its split. */
function subsetOf({ tags, fields }: Sample): string {
  const split = SPLITS.find((tag) => tags.includes(tag)) ?? '';
  const subset = fields['cvat_subset'];
  if (typeof subset !== 'string') return split;
  const folded = subset.toLowerCase();
  return split === '' || folded === split || (folded === 'validation' && split === 'val') ? subset : split;
}

/** Gives each task a name that no other has. */
function named(drafts: readonly Draft[]): readonly PushTask[] {
  const taken = new Set<string>();
  return drafts.map(({ wanted, subset, isDone, pictures, labels }) => {
    const stem = wanted === '' ? `${subset === '' ? 'pictures' : subset.toLowerCase()}_batch` : wanted;
    const numbered = (n: number): string =>
      wanted === '' ? `${stem}_${String(n).padStart(2, '0')}` : `${stem} (${String(n)})`;
    let name = wanted === '' ? numbered(1) : stem;
    for (let n = 2; taken.has(name); n++) name = numbered(n);
    taken.add(name);
    return { name, subset, isDone, pictures, labels };
  });
}
