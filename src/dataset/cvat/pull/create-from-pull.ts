import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { throwIfCancelled } from '../../../diagnostics.ts';
import type { Created, DatasetWriter, Library } from '../../library.ts';
import { linkPicture } from '../../media/link-picture.ts';
import type { Job } from '../../model/job.ts';
import type { Sample } from '../../model/sample.ts';
import { readAnnotations } from '../reply/annotations.ts';
import type { TaskFrames } from './fetch-task.ts';
import { FIELDS } from './label-index.ts';
import { type OpenPull, sourceOf } from './open-pull.ts';
import type { Staging } from './staging.ts';
import { taskSamples } from './task-samples.ts';

/**
 * Makes a dataset of the tasks that `fetch` brings; it is there, whole, or not at all. Nothing is fetched for a dataset that
 * cannot be, such as one with an impossible name. @throws UserError as `Library.create` and `fetch`
 */
export function createFromPull(
  pull: OpenPull,
  fetch: () => Promise<readonly TaskFrames[]>,
  into: {
    readonly library: Library;
    readonly name: string;
    readonly statement: string;
    readonly staging: Staging;
    readonly job: Job;
  },
): Promise<Created> {
  const { library, name, statement, staging, job } = into;
  return library.create(name, { statement, job }, async (writer) => {
    for (const kind of pull.index.fields) {
      writer.declareField({ kind: 'labels', name: FIELDS[kind], label: kind, list: true, attributes: {} });
    }
    const labelFields = new Set<string>(pull.index.fields.map((kind) => FIELDS[kind]));
    for (const task of await fetch()) {
      const samples = await samplesOfTask(pull, task, staging);
      await placePictures(task, staging, { writer, job });
      writer.write(samples);
      for (const { labels } of samples) for (const field of Object.keys(labels)) labelFields.add(field);
    }
    for (const field of labelFields) writer.setClasses(field, pull.index.classes);
  });
}

/** The samples of a task whose annotations are staged. */
export async function samplesOfTask(pull: OpenPull, frames: TaskFrames, staging: Staging): Promise<readonly Sample[]> {
  const { id, updated } = frames.task;
  const annotations = readAnnotations(await staging.readAnnotations(id, updated), id);
  const samples = taskSamples(sourceOf(pull, frames, annotations));
  pull.points.take(samples);
  return samples;
}

/** Gives the pictures a second name in the media folder of the dataset: where making it fails, they stay staged. */
async function placePictures(
  { frames, paths }: TaskFrames,
  { media }: Staging,
  { writer, job }: { readonly writer: DatasetWriter; readonly job: Job },
): Promise<void> {
  for (const frame of frames) {
    throwIfCancelled(job.signal);
    const path = paths[frame] ?? '';
    const target = join(writer.mediaOut, path);
    await mkdir(dirname(target), { recursive: true });
    await linkPicture(join(media, path), target, ['hard-link', 'copy']);
  }
}
