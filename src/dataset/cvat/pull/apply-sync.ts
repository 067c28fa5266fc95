import type { DatasetEdit } from '../../library.ts';
import type { Sample } from '../../model/sample.ts';
import { samplesOfTask } from './create-from-pull.ts';
import { FIELDS } from './label-index.ts';
import { placeOf, samplesOfTaskPlan } from './local-state.ts';
import type { OpenPull } from './open-pull.ts';
import type { GoneTask, TaskStep } from './plan-sync.ts';
import { mergeSample } from './sample-changes.ts';
import type { Staging } from './staging.ts';

/** What was done beyond what the numbers of a change tell. */
export type Applied = {
  /** Places of pictures whose labels were changed here and on the server: those of the server were taken. */
  readonly overwritten: readonly string[];
};

/** Writes what was fetched into a dataset, in one change. */
export async function applySync(
  edit: DatasetEdit,
  {
    pull,
    steps,
    gone,
    staging,
    dataset,
  }: {
    readonly pull: OpenPull;
    readonly steps: readonly TaskStep[];
    readonly gone: readonly GoneTask[];
    readonly staging: Staging;
    readonly dataset: string;
  },
): Promise<Applied> {
  const overwritten: string[] = [];
  for (const kind of pull.index.fields) {
    edit.declareField({ kind: 'labels', name: FIELDS[kind], label: kind, list: true, attributes: {} });
  }
  for (const step of steps) {
    const samples = await samplesOfTask(pull, step.frames, staging);
    const here = step.isUpdating ? await samplesHere(edit, step, pull, dataset) : new Map<number, Sample>();
    for (const sample of samples) {
      const place = applySample(edit, step, sample, here);
      if (place !== undefined) overwritten.push(place);
    }
    removeFrames(edit, step);
  }
  for (const { samples } of gone) for (const { id } of samples) edit.removeSample(id);
  for (const kind of pull.index.fields) edit.setClasses(FIELDS[kind], pull.index.classes);
  return { overwritten };
}

/** The samples of a task as they stand, with their labels, by frame. */
async function samplesHere(
  edit: DatasetEdit,
  { frames }: TaskStep,
  pull: OpenPull,
  dataset: string,
): Promise<ReadonlyMap<number, Sample>> {
  const here = new Map<number, Sample>();
  for await (const sample of edit.samples(samplesOfTaskPlan(dataset, frames.task.id))) {
    const place = placeOf(sample, pull);
    if (place !== undefined) here.set(place.frame, sample);
  }
  return here;
}

/** @returns the place of the picture where labels that were changed here were overwritten */
function applySample(
  edit: DatasetEdit,
  { local, isForced }: TaskStep,
  sample: Sample,
  here: ReadonlyMap<number, Sample>,
): string | undefined {
  const frame = Number(sample.fields['cvat_frame']);
  const known = local.get(frame);
  if (known === undefined) {
    edit.addSample(sample);
    return undefined;
  }
  const before = here.get(frame);
  const merged = before === undefined ? null : mergeSample(before, sample, isForced);
  if (merged === null) return undefined;
  edit.updateSample(known.id, merged.changes);
  return merged.isOverwriting ? known.filepath : undefined;
}

/** Frames that were deleted on the server. */
function removeFrames(edit: DatasetEdit, { frames, local, isUpdating }: TaskStep): void {
  if (!isUpdating) return;
  const wanted = new Set(frames.frames);
  for (const [frame, { id }] of local) if (!wanted.has(frame)) edit.removeSample(id);
}
