import { hash } from 'node:crypto';
import type { Label } from '../../model/label.ts';
import type { FieldLabels, FieldValue, Sample } from '../../model/sample.ts';
import type { Tally } from '../../model/tally.ts';
import type { FoundProject } from '../find-project.ts';
import type { CvatAnnotations } from '../reply/annotations.ts';
import type { CvatJob } from '../reply/records.ts';
import type { TaskFrames } from './fetch-task.ts';
import { type NameRules, readName } from './file-names.ts';
import { jobOf } from './job-of.ts';
import { FIELDS, type LabelIndex } from './label-index.ts';
import { type FrameLabels, taskLabels } from './task-labels.ts';

/** What samples of a task are made of. */
export type SampleSource = {
  readonly server: string;
  readonly project: FoundProject;
  readonly frames: TaskFrames;
  readonly jobs: readonly CvatJob[];
  readonly annotations: CvatAnnotations;
  readonly index: LabelIndex;
  readonly names: NameRules;
  /** Counts what is left out, and names that say nothing. */
  readonly faults: Tally;
};

/**
 * The samples of a task, in the order of its frames. A frame without labels is empty where its job is completed, else missing:
 * nobody may have looked at it yet.
 */
export function taskSamples(source: SampleSource): readonly Sample[] {
  const { server, frames, jobs, annotations, index, faults } = source;
  const labels = taskLabels({ server, taskId: frames.task.id, annotations, jobs, index, faults });
  return frames.frames.map((frame) => sampleOf(source, frame, labels.get(frame) ?? {}));
}

function sampleOf(source: SampleSource, frame: number, labels: FrameLabels): Sample {
  const { frames, server, jobs } = source;
  const { task, meta, paths } = frames;
  const { name, width, height } = meta.frames[frame] ?? { name: '', width: 0, height: 0 };
  const job = jobOf(jobs, frame);
  const isAnnotated = Object.keys(labels).length > 0 || job?.state === 'completed';
  return {
    filepath: paths[frame] ?? '',
    provenance: `cvat:${server}:${String(task.id)}:${String(frame)}`,
    width: width > 0 ? width : null,
    height: height > 0 ? height : null,
    tags: splitOf(task.subset),
    fields: {
      ...originOf(source, frame, job),
      cvat_digest: isAnnotated ? digestOf(labels) : null,
      ...partsOf(source, name),
    },
    labels: { ...emptyFields(source.index, isAnnotated), ...labels },
  };
}

const SPLITS: Readonly<Record<string, string>> = { train: 'train', val: 'val', validation: 'val', test: 'test' };

/** The tag of a subset; none for a subset that is no split. */
export function splitOf(subset: string): readonly string[] {
  const split = SPLITS[subset.toLowerCase()];
  return split === undefined ? [] : [split];
}

function originOf(
  { frames: { task }, project, server }: SampleSource,
  frame: number,
  job: CvatJob | undefined,
): Record<string, FieldValue> {
  const place = `${server}/tasks/${String(task.id)}`;
  const link = job === undefined ? place : `${place}/jobs/${String(job.id)}?frame=${String(frame)}`;
  return {
    cvat_project_name: project.name,
    cvat_project_id: project.id,
    cvat_task_id: task.id,
    cvat_task_name: task.name,
    cvat_subset: task.subset === '' ? null : task.subset,
    cvat_job_id: job?.id ?? null,
    cvat_frame: frame,
    cvat_url: link,
    cvat_updated: task.updated,
  };
}

function partsOf({ names, faults, frames: { task } }: SampleSource, name: string): Record<string, FieldValue> {
  const parts = readName(name, names);
  if (parts !== null) return { area: parts.area, year: parts.year, quadrat_id: parts.quadrat };
  faults.count('file name that no pattern fits: no area, year and quadrat_id', `${name} (task ${String(task.id)})`);
  return { area: null, year: null, quadrat_id: null };
}

function emptyFields({ fields }: LabelIndex, isAnnotated: boolean): Record<string, FieldLabels> {
  return Object.fromEntries(fields.map((kind) => [FIELDS[kind], isAnnotated ? [] : null]));
}

/** What the server has on a frame, in 32 hex digits: without ids, which it changes when nothing else does. */
export function digestOf(labels: FrameLabels): string {
  const all = Object.entries(labels).flatMap(([field, list]) => list.map((label) => `${field} ${contentOf(label)}`));
  return hash('sha256', all.sort().join('\n'), 'hex').slice(0, 32);
}

function contentOf(label: Label): string {
  return JSON.stringify(sorted({ ...label, id: null, tags: null }));
}

/** With the keys of objects in order: attributes come back from a dataset in another one. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
