import type { Dataset } from '../../dataset.ts';
import type { Sample } from '../../model/sample.ts';
import { type Plan, wholeDataset, withStage } from '../../query/plan.ts';
import { call, constant } from '../../query/term.ts';
import { BOOL, INT } from '../../query/type.ts';
import type { OpenPull } from './open-pull.ts';

/** What a dataset knows of a frame that was pulled into it. */
export type LocalSample = {
  readonly id: string;
  readonly filepath: string;
  readonly tags: readonly string[];
  /** Fields that a pull writes. */
  readonly fields: Sample['fields'];
};

/** Frames of a project that a dataset has. */
export type LocalState = {
  /** Samples by task and frame. */
  readonly tasks: ReadonlyMap<number, ReadonlyMap<number, LocalSample>>;
  /** Ids of tasks of other projects or servers that the dataset has, too. */
  readonly strangers: ReadonlySet<number>;
};

/** Fields that a pull writes and looks at again. */
const FIELDS: readonly string[] = [
  ...['cvat_project_id', 'cvat_project_name', 'cvat_task_id', 'cvat_task_name', 'cvat_subset', 'cvat_job_id'],
  ...['cvat_frame', 'cvat_url', 'cvat_updated', 'cvat_digest', 'area', 'year', 'quadrat_id'],
];

/** What a dataset has of the project of a pull. Nothing but the dataset says so: it stays true when a pull is undone. */
export async function readLocalState(dataset: Dataset, pull: OpenPull, signal: AbortSignal): Promise<LocalState> {
  const fields = new Set((await dataset.catalog()).fields.map(({ name }) => name));
  const tasks = new Map<number, Map<number, LocalSample>>();
  const strangers = new Set<number>();
  const names = FIELDS.filter((name) => fields.has(name));
  const plan = withStage(wholeDataset(dataset.name), { kind: 'keep-fields', names, parts: {} });
  for await (const sample of dataset.samples(plan, signal)) {
    const place = placeOf(sample, pull);
    const task = sample.fields['cvat_task_id'];
    if (place === undefined && typeof task === 'number') strangers.add(task);
    if (place === undefined || sample.id === undefined) continue;
    const frames = tasks.get(place.task) ?? new Map<number, LocalSample>();
    tasks.set(place.task, frames);
    frames.set(place.frame, { id: sample.id, filepath: sample.filepath, tags: sample.tags, fields: sample.fields });
  }
  return { tasks, strangers };
}

/** The samples of a dataset that are of a task. */
export function samplesOfTaskPlan(dataset: string, task: number): Plan {
  const field = { kind: 'field', name: 'cvat_task_id', type: INT } as const;
  const where = call('equal', [field, constant(task, INT)], BOOL);
  return withStage(wholeDataset(dataset), { kind: 'keep-samples', where });
}

/** The frame that a sample is of; undefined for one of another project or server, or of none. */
export function placeOf(
  { fields }: Pick<Sample, 'fields'>,
  { project, requests }: OpenPull,
): { readonly task: number; readonly frame: number } | undefined {
  const { cvat_project_id: id, cvat_task_id: task, cvat_frame: frame, cvat_url: url } = fields;
  if (id !== project.id || typeof task !== 'number' || typeof frame !== 'number') return undefined;
  return typeof url === 'string' && url.startsWith(`${requests.url}/tasks/`) ? { task, frame } : undefined;
}
