import { type Answer, type Asked, forbidden, json, noPage, noRecord, page, serverError } from './answer.ts';
import { answerData } from './data.ts';
import { answerList } from './lists.ts';
import { listingsOf } from './listings.ts';
import { isUpload } from './uploads.ts';
import { answerWrite } from './writes.ts';
import { logIn, logOut, whoAsks } from './who.ts';
import { type CvatRecord, seesProject, seesTask, type World, type WorldUser } from './world.ts';

/** Answers a request as a CVAT of the world's version does. `origin` is that of links in answers. */
export async function answer(asked: Asked, world: World, origin: string): Promise<Answer> {
  const { path } = asked;
  const strange = isUpload(asked) ? undefined : refusedAddress(asked);
  if (strange !== undefined) return strange;
  if (!isAcceptable(asked)) return json(406, { detail: 'Could not satisfy the request Accept header.' });
  if (path === '/api/server/about') return json(200, aboutOf(world));
  if (path === '/api/auth/login') return logIn(asked, world);
  const user = whoAsks(asked, world);
  if ('status' in user) return user;
  return answerWrite({ asked, world, user }) ?? answerUser({ asked, world, origin, user });
}

function refusedAddress({ path, method }: Asked): Answer | undefined {
  if (method === 'HEAD' && path !== '/api/server/about') return serverError();
  return !path.startsWith('/api/') || path.endsWith('/') ? noPage() : undefined;
}

type Asking = { readonly asked: Asked; readonly world: World; readonly origin: string; readonly user: WorldUser };

function isAcceptable({ headers, path }: Asked): boolean {
  const accept = headers['accept'] ?? '*/*';
  const known = ['application/vnd.cvat+json', '*/*', 'text/html'];
  return path === '/api/server/about' || known.some((type) => accept.includes(type));
}

function aboutOf({ version }: World): unknown {
  const description =
    'CVAT is completely re-designed and re-implemented version of Video Annotation Tool from Irvine, California tool. It is free, online, interactive video and image annotation tool for computer vision. It is being used by our team to annotate million of objects with different properties. Many UI and UX decisions are based on feedbacks from professional data annotation team.';
  return { name: 'Computer Vision Annotation Tool', description, version };
}

const ROUTES: readonly (readonly [RegExp, (asking: Asking, id: number) => Answer | Promise<Answer>])[] = [
  [/^\/api\/users\/self$/u, ({ user }) => json(200, user.record)],
  [/^\/api\/auth\/logout$/u, ({ user, world }) => logOut(user, world)],
  [/^\/api\/organizations$/u, listOrganizations],
  [/^\/api\/projects$/u, (asking) => list(asking, 'projects')],
  [/^\/api\/tasks$/u, (asking) => list(asking, 'tasks')],
  [/^\/api\/jobs$/u, (asking) => list(asking, 'jobs')],
  [/^\/api\/labels$/u, listLabels],
  [/^\/api\/projects\/(\d+)$/u, oneProject],
  [/^\/api\/labels\/(\d+)$/u, ({ world }, id) => oneLabel(world, id)],
  [/^\/api\/tasks\/(\d+)$/u, (asking, id) => withTask(asking, id, (task) => json(200, task))],
  [/^\/api\/jobs\/(\d+)$/u, (asking, id) => withJob(asking, id, (job) => json(200, job))],
  [/^\/api\/tasks\/(\d+)\/data$/u, pictures],
  [/^\/api\/tasks\/(\d+)\/data\/meta$/u, metaOf],
  [/^\/api\/tasks\/(\d+)\/annotations$/u, annotationsOf],
  [/^\/api\/jobs\/(\d+)\/annotations$/u, jobAnnotationsOf],
  [/^\/api\/tasks\/(\d+)\/validation_layout$/u, layoutOf],
];

async function answerUser(asking: Asking): Promise<Answer> {
  const { path, method } = asking.asked;
  for (const [pattern, respond] of ROUTES) {
    const match = pattern.exec(path);
    if (match === null) continue;
    const refused = method === 'GET' || path === '/api/auth/logout' ? undefined : notAllowed(method);
    return refused ?? organizationProblem(asking) ?? respond(asking, Number(match[1]));
  }
  return /^\/api\/(?:projects|tasks|jobs)\/[^/]+$/u.test(path) ? json(404, { detail: 'Not found.' }) : noPage();
}

function notAllowed(method: string): Answer {
  return json(405, { detail: `Method "${method}" not allowed.` });
}

/** The organisation that a request is about: undefined for all, null for the personal space. */
function organizationOf({ asked, world }: Asking): CvatRecord | null | undefined {
  const slug = asked.headers['x-organization'] ?? asked.query.get('org') ?? undefined;
  const id = asked.query.get('org_id');
  if (slug === undefined && id === null) return undefined;
  if (slug === '' || id === '') return null;
  return world.organizations.find((one) => one['slug'] === slug || String(one.id) === id);
}

function organizationProblem(asking: Asking): Answer | undefined {
  const { headers, query } = asking.asked;
  const named = [headers['x-organization'], query.get('org')].filter((name) => typeof name === 'string');
  const id = query.get('org_id');
  if (id !== null && named.length > 0) return json(400, [BOTH_KINDS]);
  if (new Set(named).size > 1) return json(400, [TWO_NAMES]);
  const slug = named[0] ?? id ?? '';
  if (slug !== '' && organizationOf(asking) === undefined) {
    return json(404, { detail: `${slug} organization does not exist.` });
  }
  return slug !== '' && asking.user.projects !== undefined ? forbidden() : undefined;
}

const BOTH_KINDS =
  'You cannot specify "org_id" query parameter with "org" query parameter or "X-Organization" HTTP header at the same time.';
const TWO_NAMES = 'You cannot specify "org" query parameter and "X-Organization" HTTP header with different values.';

function listOrganizations(asking: Asking): Answer {
  const { world, asked, origin } = asking;
  const listing = {
    name: 'organizations',
    equal: {},
    choices: {},
    terms: {},
    search: {},
    sortable: [],
    ascending: false,
  };
  return answerList(asked, listing, asking.user.projects === undefined ? world.organizations : [], origin);
}

function list(asking: Asking, kind: 'projects' | 'tasks' | 'jobs'): Answer {
  const { asked, world, user, origin } = asking;
  const organization = organizationOf(asking);
  const isThere = (record: CvatRecord): boolean =>
    organization === undefined || (record['organization'] ?? null) === (organization?.id ?? null);
  const seen = {
    projects: (record: CvatRecord) => seesProject(user, record.id),
    tasks: (record: CvatRecord) => seesTask(user, record),
    jobs: (record: CvatRecord) => seesJob(asking, record),
  }[kind];
  const rows = [...world[kind].values()].filter((record) => seen(record) && isThere(record));
  return answerList(asked, listingsOf(world)[kind], rows, origin);
}

function seesJob({ world, user }: Asking, job: CvatRecord): boolean {
  const task = world.tasks.get(Number(job['task_id']));
  return task !== undefined && seesTask(user, task);
}

function listLabels(asking: Asking): Answer {
  const { asked, world, user, origin } = asking;
  const parents = ['job_id', 'task_id', 'project_id'].filter((name) => asked.query.has(name));
  if (parents.length > 1) {
    return json(400, ['job_id, task_id and project_id parameters cannot be used together']);
  }
  const owner = ownerOfLabels(asking, parents[0]);
  if (owner === undefined) return serverError();
  if (owner === 'forbidden') return forbidden();
  const rows = [...world.labels.values()].filter((label) =>
    owner === 'all'
      ? seesProject(user, label['project_id'])
      : label['project_id'] === owner.project && label['task_id'] === owner.task,
  );
  return answerList(asked, listingsOf(world).labels, rows, origin);
}

type LabelOwner = { readonly project: unknown; readonly task: unknown };

function ownerOfLabels(
  { asked, world, user }: Asking,
  parent: string | undefined,
): LabelOwner | 'all' | 'forbidden' | undefined {
  if (parent === undefined) return 'all';
  const id = Number(asked.query.get(parent));
  if (parent !== 'project_id') {
    return ownerByTask(user, world.tasks.get(parent === 'task_id' ? id : Number(world.jobs.get(id)?.['task_id'])));
  }
  if (!world.projects.has(id)) return undefined;
  return seesProject(user, id) ? { project: id, task: undefined } : 'forbidden';
}

function ownerByTask(user: WorldUser, task: CvatRecord | undefined): LabelOwner | 'forbidden' | undefined {
  if (task === undefined) return undefined;
  if (!seesTask(user, task)) return 'forbidden';
  const project = task['project_id'] ?? undefined;
  return { project, task: project === undefined ? task.id : undefined };
}

function oneLabel(world: World, id: number): Answer {
  const label = world.labels.get(id);
  return label === undefined ? noRecord('Label') : json(200, label);
}

function oneProject({ world, user }: Asking, id: number): Answer {
  const project = world.projects.get(id);
  if (project === undefined) return noRecord('Project');
  return seesProject(user, id) ? json(200, project) : forbidden();
}

function withTask<T extends Answer | Promise<Answer>>(
  { world, user }: Asking,
  id: number,
  respond: (task: CvatRecord) => T,
): T | Answer {
  const task = world.tasks.get(id);
  if (task === undefined) return noRecord('Task');
  return seesTask(user, task) ? respond(task) : forbidden();
}

function withJob(asking: Asking, id: number, respond: (job: CvatRecord) => Answer): Answer {
  const job = asking.world.jobs.get(id);
  if (job === undefined) return noRecord('Job');
  return seesJob(asking, job) ? respond(job) : forbidden();
}

function pictures(asking: Asking, id: number): Answer | Promise<Answer> {
  return withTask(asking, id, (task) => answerData(asking.asked, task, asking.world));
}

function metaOf(asking: Asking, id: number): Answer {
  return withTask(asking, id, () => {
    const meta = asking.world.meta.get(id);
    return meta === undefined ? serverError() : json(200, meta);
  });
}

function annotationsOf(asking: Asking, id: number): Answer {
  return withTask(asking, id, () => {
    const annotations = asking.world.annotations.get(id);
    if (annotations !== undefined) return json(200, annotations);
    return page(400, 'Exporting annotations from a task without data is not allowed');
  });
}

function jobAnnotationsOf(asking: Asking, id: number): Answer {
  return withJob(asking, id, () => json(200, asking.world.jobAnnotations.get(id) ?? EMPTY));
}

const EMPTY = { version: 0, tags: [], shapes: [], tracks: [] };

function layoutOf(asking: Asking, id: number): Answer {
  return withTask(asking, id, () => json(200, asking.world.layouts.get(id) ?? NO_LAYOUT));
}

const NO_LAYOUT = {
  mode: null,
  frames_per_job_count: null,
  validation_frames: null,
  disabled_frames: null,
  honeypot_count: null,
  honeypot_frames: null,
  honeypot_real_frames: null,
};
