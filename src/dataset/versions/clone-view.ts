import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { UserError } from '../../diagnostics.ts';
import type { Dataset } from '../dataset.ts';
import type { Created, DatasetWriter, Library } from '../library.ts';
import { linkPicture } from '../media/link-picture.ts';
import { DETAIL_NAMES } from '../model/detail.ts';
import type { Job } from '../model/job.ts';
import type { Sample } from '../model/sample.ts';
import { catalogAfter } from '../query/fields-after.ts';
import type { Plan } from '../query/plan.ts';
import { viewClasses } from './view-classes.ts';

/** A view, and what the dataset that is made of it is called. */
export type ViewClone = {
  readonly dataset: Dataset;
  readonly plan: Plan;
  readonly name: string;
  readonly statement: string;
  readonly job: Job;
};

/** What was made, and how many pictures came along. `absent`: those that were not where they should be. */
export type ClonedView = Created & { readonly pictures: number; readonly absent: number };

/**
 * Makes a dataset of what a view shows: its samples in order with their ids, fields and labels as stages left them. Saved views,
 * snapshots and the log stay behind. Pictures of the media folder are shared where the disk allows.
 * @throws UserError `unsupported` for patches, `invalid` where a sample is there twice, and what making a dataset throws
 */
export async function cloneView(
  library: Library,
  { dataset, plan, name, statement, job }: ViewClone,
): Promise<ClonedView> {
  if (plan.stages.some(({ kind }) => kind === 'patches')) {
    throw new UserError('unsupported', 'patches are parts of pictures, of which no dataset is made', {
      hint: 'clone the view before toPatches(...)',
    });
  }
  const total = await dataset.count(plan, job.signal);
  const count = { pictures: 0, absent: 0 };
  const created = await library.create(name, { statement, job }, async (writer) => {
    await describe(writer, dataset, plan, job);
    let done = 0;
    for await (const sample of dataset.samples(plan, job.signal)) {
      if (done % BATCH === 0) job.report({ what: 'copying samples', done, total, unit: 'samples' });
      done += 1;
      writer.write([sample]);
      const found = await placePicture(writer, dataset, sample);
      if (found !== undefined) count[found ? 'pictures' : 'absent'] += 1;
    }
  });
  return { ...created, ...count };
}

/** Samples between two reports. */
const BATCH = 200;

/** Fields, class lists and details come first, so that those are there which no sample has. */
async function describe(writer: DatasetWriter, dataset: Dataset, plan: Plan, job: Job): Promise<void> {
  const { fields } = catalogAfter(plan, await dataset.catalog());
  const [lists, details] = [await viewClasses(dataset, plan, job.signal), await dataset.details()];
  for (const field of fields) writer.declareField(field);
  for (const [field, classes] of Object.entries(lists)) writer.setClasses(field, classes);
  for (const name of DETAIL_NAMES) {
    const value = details[name];
    if (value !== undefined) writer.setDetail(name, value);
  }
}

/** Whether the picture was there; undefined for one that lies elsewhere, where it stays. */
async function placePicture(writer: DatasetWriter, dataset: Dataset, sample: Sample): Promise<boolean | undefined> {
  if (isAbsolute(sample.filepath)) return undefined;
  const source = dataset.mediaPath(sample);
  if (!existsSync(source)) return false;
  const target = join(writer.mediaOut, sample.filepath);
  if (existsSync(target)) return true;
  await mkdir(dirname(target), { recursive: true });
  await linkPicture(source, target, ['hard-link', 'copy']);
  return true;
}
