import sharp from 'sharp';
import { type CvatRecord, emptyWorld, type World } from './world.ts';

/** A task to be made. Frames are its pictures, in order. */
export type TaskPlan = {
  readonly name: string;
  readonly subset: string;
  readonly frames: readonly string[];
  /** State of every job; default: completed. */
  readonly state?: string;
  readonly stage?: string;
  readonly jobSize?: number;
  readonly chunkSize?: number;
  /** Outlines a frame; default: 3. */
  readonly outlines?: number;
};

export const WIDTH = 64;
export const HEIGHT = 48;

/** Classes of the project that `usersWorld` makes. */
export const GENERA = ['Acropora', 'Pavona', 'Pocillopora', 'Porites'] as const;

const HOST = 'http://cvat.test/api';
const USER = { url: `${HOST}/users/2`, id: 2, username: 'marine', first_name: 'Marine', last_name: 'Reef' };

/** What a server says of everything, and CVAT's own client insists on. */
function usualOf(kind: 'projects' | 'tasks' | 'jobs', id: number): CvatRecord {
  return {
    url: `${HOST}/${kind}/${String(id)}`,
    id,
    owner: USER,
    ...{ assignee: null, assignee_updated_date: null, guide_id: null, bug_tracker: '' },
    ...{ target_storage: null, source_storage: null },
    labels: { url: `${HOST}/labels?${kind.slice(0, -1)}_id=${String(id)}` },
  };
}

/** A world with one user, `marine`, whose token is `TOKEN` and whose password is `secret`. */
export function reefWorld(): World {
  const world = emptyWorld();
  world.users.push({
    username: 'marine',
    password: 'secret',
    token: 'TOKEN',
    accessToken: 'PERSONAL',
    record: {
      ...USER,
      email: 'marine@example.org',
      groups: ['user'],
      is_superuser: false,
      is_staff: false,
      is_active: true,
    },
  });
  world.tokens.add('TOKEN');
  world.picture = (task, frame) => pictureOf(task * 1000 + frame);
  return world;
}

/** The users' project: 5 tasks in 3 subsets, `frames` pictures altogether. */
export function usersWorld(frames = 300): World {
  const world = reefWorld();
  const project = addProject(world, 'reef_finegrained', GENERA);
  const counts = [0.3, 0.3, 0.1, 0.2, 0.1].map((share) => Math.round(share * frames));
  const names = ['train_batch_01', 'train_batch_02', 'train_batch_03', 'val_batch_01', 'test_batch_01'];
  let quadrat = 0;
  for (const [i, name] of names.entries()) {
    const pictures = Array.from({ length: counts[i] ?? 0 }, () => {
      quadrat += 1;
      return `MooreaE2B_${String(2019 + (quadrat % 5))}_${String(quadrat).padStart(3, '0')}.jpg`;
    });
    const subset = { train: 'Train', val: 'Validation', test: 'Test' }[name.split('_')[0] ?? ''] ?? '';
    addTask(world, project, { name, subset, frames: pictures, chunkSize: 8, jobSize: 20 });
  }
  return world;
}

/** Adds a project with labels of type any; each has an attribute `alive` that is a check box. */
export function addProject(world: World, name: string, labels: readonly string[]): number {
  const id = nextId(world.projects);
  world.projects.set(id, {
    ...usualOf('projects', id),
    name,
    organization: null,
    dimension: '2d',
    status: 'annotation',
    created_date: dateAt(0),
    updated_date: dateAt(id),
    tasks: { count: 0, url: `${HOST}/tasks?project_id=${String(id)}` },
    task_subsets: [],
  });
  for (const label of labels) addLabel(world, id, label);
  return id;
}

function addLabel(world: World, project: number, name: string): void {
  const id = nextId(world.labels);
  const attribute = { name: 'alive', mutable: true, input_type: 'checkbox', default_value: 'true', values: ['true'] };
  world.labels.set(id, {
    id,
    name,
    color: '#ff0000',
    type: 'any',
    attributes: [{ id, ...attribute }],
    sublabels: [],
    project_id: project,
    parent_id: null,
    has_parent: false,
  });
}

/** Adds a task with its data, jobs and outlines. */
export function addTask(world: World, project: number, plan: TaskPlan): number {
  const id = nextId(world.tasks);
  const { name, subset, frames, state = 'completed', stage = 'annotation', chunkSize = 8 } = plan;
  const jobSize = plan.jobSize ?? frames.length;
  world.tasks.set(id, {
    ...usualOf('tasks', id),
    ...{ image_quality: 70, data: id, data_compressed_chunk_type: 'imageset', created_date: dateAt(0) },
    name,
    subset,
    project_id: project,
    mode: 'annotation',
    status: stage === 'acceptance' && state === 'completed' ? 'completed' : 'annotation',
    size: frames.length,
    data_chunk_size: chunkSize,
    data_original_chunk_type: 'imageset',
    segment_size: jobSize,
    overlap: 0,
    dimension: '2d',
    organization: null,
    validation_mode: null,
    updated_date: dateAt(id),
    jobs: {
      count: Math.ceil(frames.length / jobSize),
      completed: 0,
      validation: 0,
      url: `${HOST}/jobs?task_id=${String(id)}`,
    },
  });
  world.meta.set(id, metaOf(frames, chunkSize));
  for (let start = 0; start < frames.length; start += jobSize) {
    addJob(world, id, { start, stop: Math.min(frames.length, start + jobSize) - 1, state, stage });
  }
  world.annotations.set(id, annotationsOf(world, project, frames.length, plan.outlines ?? 3));
  countTask(world, project, subset);
  return id;
}

function countTask(world: World, project: number, subset: string): void {
  const record = world.projects.get(project);
  if (record === undefined) return;
  record['task_subsets'] = [...new Set([...(record['task_subsets'] as string[]), subset])];
  record['tasks'] = {
    ...(record['tasks'] as object),
    count: [...world.tasks.values()].filter((task) => task['project_id'] === project).length,
  };
}

/** Says that a task was changed just now, as every write to its annotations does. */
export function touchTask(world: World, id: number): void {
  const task = world.tasks.get(id);
  if (task !== undefined) task['updated_date'] = dateAt(++touched);
}

let touched = 100_000;

function metaOf(frames: readonly string[], chunkSize: number): Record<string, unknown> {
  return {
    chunks_updated_date: dateAt(1),
    chunk_size: chunkSize,
    size: frames.length,
    image_quality: 70,
    start_frame: 0,
    stop_frame: frames.length - 1,
    frame_filter: '',
    frames: frames.map((name) => ({
      name,
      width: WIDTH,
      height: HEIGHT,
      related_files: 0,
      has_related_context: false,
    })),
    deleted_frames: [],
    included_frames: null,
  };
}

type JobPlan = { readonly start: number; readonly stop: number; readonly state: string; readonly stage: string };

function addJob(world: World, task: number, { start, stop, state, stage }: JobPlan): void {
  const id = nextId(world.jobs);
  world.jobs.set(id, {
    ...usualOf('jobs', id),
    ...{ dimension: '2d', mode: 'annotation', status: 'annotation', created_date: dateAt(0), data_chunk_size: 8 },
    ...{ data_compressed_chunk_type: 'imageset', data_original_chunk_type: 'imageset' },
    issues: { url: `${HOST}/issues?job_id=${String(id)}`, count: 0 },
    organization: null,
    task_id: task,
    project_id: world.tasks.get(task)?.['project_id'],
    type: 'annotation',
    stage,
    state,
    assignee: null,
    start_frame: start,
    stop_frame: stop,
    frame_count: stop - start + 1,
    updated_date: dateAt(id),
  });
}

/** Outlines whose numbers a binary fraction holds, in the order of nobody. */
function annotationsOf(world: World, project: number, frames: number, each: number): Record<string, unknown> {
  const labels = [...world.labels.values()].filter((label) => label['project_id'] === project);
  const shapes = Array.from({ length: frames * each }, (_, n) => {
    const [frame, i] = [Math.floor(n / each), n % each];
    const label = labels[(frame + i) % labels.length] as CvatRecord;
    return shape({ label: label.id, frame, points: triangle(2 + i * 16.5, 3 + (frame % 7) * 4.25) });
  });
  return { version: 0, tags: [], shapes: shapes.reverse(), tracks: [] };
}

function triangle(x: number, y: number): number[] {
  return [x, y, x + 12.5, y + 1, x + 5.25, y + 11.75];
}

/** A shape to be made; polygons unless said otherwise. */
export type ShapePlan = {
  readonly label: number;
  readonly frame: number;
  readonly points: readonly number[];
  readonly type?: string;
  readonly id?: number;
};

let lastShape = 0;

/** A shape as the server sends it, with an id that no other has. */
export function shape({
  label,
  frame,
  points,
  type = 'polygon',
  id = ++lastShape,
}: ShapePlan): Record<string, unknown> {
  return {
    id,
    label_id: label,
    type,
    frame,
    group: null,
    source: 'manual',
    occluded: false,
    outside: false,
    z_order: 0,
    rotation: 0,
    points: [...points],
    attributes: [{ spec_id: label, value: 'true' }],
    elements: [],
  };
}

function nextId(map: ReadonlyMap<number, unknown>): number {
  return Math.max(0, ...map.keys()) + 1;
}

function dateAt(seconds: number): string {
  return new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString().replace('Z', '123Z');
}

const pictures = new Map<number, Promise<Buffer>>();

/** A small picture that no other number has. */
function pictureOf(number: number): Promise<Buffer> {
  const known = pictures.get(number);
  if (known !== undefined) return known;
  const background = { r: number % 256, g: (number * 7) % 256, b: (number * 31) % 256 };
  const made = sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background } })
    .jpeg()
    .toBuffer();
  pictures.set(number, made);
  return made;
}
