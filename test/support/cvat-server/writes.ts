import { type Answer, type Asked, forbidden, json, noRecord, serverError } from './answer.ts';
import { answerUpload, isUpload } from './uploads.ts';
import { type CvatRecord, seesTask, type World, type WorldUser } from './world.ts';

/** What a write is about. */
type Writing = { readonly asked: Asked; readonly world: World; readonly user: WorldUser };

type Route = readonly [
  method: string,
  pattern: RegExp,
  respond: (writing: Writing, id: number) => Answer | Promise<Answer>,
];

const ROUTES: readonly Route[] = [
  ['POST', /^\/api\/projects$/u, createProject],
  ['POST', /^\/api\/tasks$/u, createTask],
  ['DELETE', /^\/api\/tasks\/(\d+)$/u, deleteTask],
  ['PUT', /^\/api\/tasks\/(\d+)\/annotations$/u, putAnnotations],
  ['PATCH', /^\/api\/tasks\/(\d+)\/annotations$/u, patchAnnotations],
  ['PATCH', /^\/api\/jobs\/(\d+)$/u, patchJob],
  ['GET', /^\/api\/requests\/[^/]+$/u, requestOf],
];

/** Answers what changes the world; undefined for anything else. */
export function answerWrite(writing: Writing): Answer | Promise<Answer> | undefined {
  const { path, method } = writing.asked;
  if (isUpload(writing.asked)) {
    const task = writing.world.tasks.get(Number(/\/tasks\/(\d+)\//u.exec(path)?.[1]));
    if (task === undefined) return noRecord('Task');
    return seesTask(writing.user, task) ? answerUpload(writing.asked, task, writing.world) : forbidden();
  }
  const route = ROUTES.find(([verb, pattern]) => verb === method && pattern.test(path));
  return route?.[2](writing, Number(route[1].exec(path)?.[1]));
}

/** A record as changed just now. */
export function touch(record: CvatRecord | undefined): void {
  if (record !== undefined) record['updated_date'] = new Date().toISOString().replace('Z', '001Z');
}

function nextId(...maps: readonly ReadonlyMap<number, unknown>[]): number {
  return Math.max(0, ...maps.flatMap((map) => [...map.keys()])) + 1;
}

type LabelBody = {
  readonly name: string;
  readonly type?: string;
  readonly color?: string;
  readonly attributes?: readonly Record<string, unknown>[];
  readonly sublabels?: readonly LabelBody[];
};

function createProject({ asked, world, user }: Writing): Answer {
  const body = JSON.parse(asked.body) as { readonly name?: string; readonly labels?: readonly LabelBody[] };
  if (body.name === undefined) return json(400, { name: ['This field is required.'] });
  const labels = body.labels ?? [];
  if (new Set(labels.map(({ name }) => name)).size < labels.length) {
    return json(400, ['All label names must be unique']);
  }
  const id = nextId(world.projects);
  const project: CvatRecord = {
    id,
    name: body.name,
    owner: user.record,
    organization: null,
    status: 'annotation',
    dimension: null,
    tasks: { count: 0 },
    task_subsets: [],
  };
  touch(project);
  world.projects.set(id, project);
  for (const label of labels) addLabel(world, id, label);
  return json(201, project);
}

let lastLabel = 10_000;

function addLabel(world: World, project: number, { name, type = 'any', color = '#000000', ...more }: LabelBody): void {
  const made = (): number => ++lastLabel;
  const id = made();
  world.labels.set(id, {
    id,
    name,
    color,
    type,
    attributes: numbered(more.attributes, made),
    sublabels: (more.sublabels ?? []).map((part) => ({
      id: made(),
      name: part.name,
      type: 'points',
      attributes: numbered(part.attributes, made),
      has_parent: true,
    })),
    project_id: project,
    parent_id: null,
    has_parent: false,
  });
}

function numbered(attributes: LabelBody['attributes'], made: () => number): readonly Record<string, unknown>[] {
  return (attributes ?? []).map((attribute) => ({ id: made(), ...attribute }));
}

function createTask({ asked, world, user }: Writing): Answer {
  const body = JSON.parse(asked.body) as { name?: string; project_id?: number; subset?: string; segment_size?: number };
  const project = world.projects.get(body.project_id ?? 0);
  if (project === undefined) return json(400, ['Project matching query does not exist.']);
  if (body.name === undefined) return json(400, { name: ['This field is required.'] });
  const id = nextId(world.tasks);
  const { name, subset = '', segment_size = 0 } = body;
  const task: CvatRecord = {
    id,
    name,
    subset,
    segment_size,
    project_id: project.id,
    mode: '',
    owner: user.record,
    assignee: null,
    status: 'annotation',
    dimension: '2d',
    organization: null,
    validation_mode: null,
    jobs: { count: 0, completed: 0, validation: 0 },
  };
  touch(task);
  touch(project);
  world.tasks.set(id, task);
  return json(201, task);
}

function deleteTask({ world, user }: Writing, id: number): Answer {
  const task = world.tasks.get(id);
  if (task === undefined) return noRecord('Task');
  if (!seesTask(user, task)) return forbidden();
  world.tasks.delete(id);
  for (const job of [...world.jobs.values()]) if (job['task_id'] === id) world.jobs.delete(job.id);
  world.meta.delete(id);
  world.annotations.delete(id);
  return { status: 204, type: null, body: Buffer.alloc(0) };
}

type Sent = Record<string, unknown> & { readonly id?: number; readonly frame: number; readonly label_id: number };

type Annotations = { readonly version: number; tags: Sent[]; shapes: Sent[]; readonly tracks: readonly unknown[] };

let lastShape = 1_000_000;

/** The lists of a body, checked; or the answer that refuses it. A frame past the end is dropped without a word. */
function readBody({ asked, world, user }: Writing, id: number): Pick<Annotations, 'tags' | 'shapes'> | Answer {
  const task = world.tasks.get(id);
  if (task === undefined) return noRecord('Task');
  if (!seesTask(user, task)) return forbidden();
  const body = JSON.parse(asked.body) as { readonly shapes?: readonly Sent[]; readonly tags?: readonly Sent[] };
  const own = [...world.labels.values()].filter((label) => label['project_id'] === task['project_id']);
  const known = new Set(own.map((label) => label.id));
  const all = [...(body.shapes ?? []), ...(body.tags ?? [])];
  const foreign = all.find((one) => !known.has(one.label_id));
  if (foreign !== undefined) return json(400, [`label_id \`${String(foreign.label_id)}\` is invalid`]);
  touch(task);
  const isThere = ({ frame }: Sent): boolean => frame < Number(task['size']);
  return { tags: (body.tags ?? []).filter(isThere), shapes: (body.shapes ?? []).filter(isThere) };
}

function stamped(one: Sent, id = ++lastShape): Sent {
  return { group: null, source: 'manual', attributes: [], ...one, id };
}

function shaped(one: Sent, id = ++lastShape): Sent {
  return {
    ...{ occluded: false, outside: false, z_order: 0, rotation: 0, points: [], elements: [] },
    ...stamped(one, id),
  };
}

/** Replaces everything; ids are made anew. */
function putAnnotations(writing: Writing, id: number): Answer {
  const body = readBody(writing, id);
  if ('status' in body) return body;
  const { tags, shapes } = body;
  const stored = {
    version: 0,
    tags: tags.map((tag) => stamped(tag)),
    shapes: shapes.map((one) => shaped(one)),
    tracks: [],
  };
  writing.world.annotations.set(id, stored);
  return json(200, stored);
}

/** Creates, updates (ids stay) or deletes single shapes and tags. */
function patchAnnotations(writing: Writing, id: number): Answer {
  const body = readBody(writing, id);
  if ('status' in body) return body;
  const action = writing.asked.query.get('action');
  const stored = writing.world.annotations.get(id) as Annotations | undefined;
  if (stored === undefined || !['create', 'update', 'delete'].includes(action ?? '')) return json(400, ['no action']);
  for (const kind of ['tags', 'shapes'] as const) {
    const gone = new Set(action === 'create' ? [] : body[kind].map((one) => one.id));
    const make = kind === 'tags' ? stamped : shaped;
    const made =
      action === 'delete' ? [] : body[kind].map((one) => make(one, action === 'update' ? one.id : undefined));
    stored[kind] = [...stored[kind].filter((one) => !gone.has(one.id)), ...made];
  }
  return json(200, body);
}

function patchJob({ asked, world }: Writing, id: number): Answer {
  const job = world.jobs.get(id);
  if (job === undefined) return noRecord('Job');
  const body = JSON.parse(asked.body) as { readonly state?: string; readonly stage?: string };
  // A stage alone puts the state back.
  if (body.stage !== undefined) Object.assign(job, { stage: body.stage, state: 'new' });
  if (body.state !== undefined) job['state'] = body.state;
  touch(job);
  return json(200, job);
}

/** Work is under way when it is first asked for, and done at the next question. */
function requestOf({ asked, world }: Writing): Answer {
  const id = decodeURIComponent(asked.path.split('/').at(-1) ?? '');
  const status = world.requests.get(id);
  if (status === undefined) {
    return {
      status: 404,
      type: 'text/html; charset=utf-8',
      body: Buffer.from('There is no request with specified id'),
    };
  }
  world.requests.set(id, 'finished');
  return status === 'broken' ? serverError() : json(200, { id, status, message: '', progress: 0 });
}
