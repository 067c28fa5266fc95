import { UserError } from '../../diagnostics.ts';
import { nearest } from '../model/nearest.ts';
import type { Requests } from './client/cvat-client.ts';
import { listAll } from './client/list-all.ts';
import { type CvatProject, readProject, readTask } from './reply/records.ts';

/** A project as far as the account may see it: an assignee of one task sees neither the project nor its labels. */
export type FoundProject = {
  readonly id: number;
  /** As it was asked for, where the server does not tell. */
  readonly name: string;
  readonly isVisible: boolean;
};

/** How a project is named: by name or id; an id wins. */
export type ProjectName = { readonly name: string | undefined; readonly id: number | undefined };

/** Finds a project. @throws UserError `not-found` with the nearest names, or with the ids where several bear the name */
export async function findProject(requests: Requests, { name, id }: ProjectName): Promise<FoundProject> {
  if (id !== undefined) return projectById(requests, id);
  if (name === undefined || name === '') {
    throw new UserError('usage', 'which project?', { hint: 'give its name, or --project-id N; projects lists them' });
  }
  return projectByName(requests, name);
}

/** All projects that the account sees. */
export function listProjects(requests: Requests): Promise<readonly CvatProject[]> {
  return listAll(requests, { path: '/api/projects', what: 'projects' }, readProject);
}

async function projectById(requests: Requests, id: number): Promise<FoundProject> {
  const what = `project ${String(id)}`;
  const { status, value } = await requests.get({ path: `/api/projects/${String(id)}`, what, accept: [403, 404] });
  if (status === 200) return { id, name: readProject(value).name, isVisible: true };
  const tasks = status === 403 ? await listAll(requests, tasksOf({ project_id: id }), readTask) : [];
  if (tasks.length > 0) return { id, name: what, isVisible: false };
  throw new UserError(status === 403 ? 'denied' : 'not-found', sentence(what, status, requests.url), {
    hint: 'projects lists those that you may see',
  });
}

function sentence(what: string, status: number, url: string): string {
  return status === 403
    ? `you have no right to ${what} at ${url}, nor any task in it`
    : `there is no ${what} at ${url}`;
}

async function projectByName(requests: Requests, name: string): Promise<FoundProject> {
  const path = '/api/projects';
  const found = await listAll(requests, { path, query: { name }, what: 'projects' }, readProject);
  const [first, second] = found;
  if (first !== undefined && second === undefined) return { id: first.id, name: first.name, isVisible: true };
  if (first !== undefined) throw several(name, found);
  const tasks = await listAll(requests, tasksOf({ project_name: name }), readTask);
  const ids = [...new Set(tasks.flatMap(({ projectId }) => projectId ?? []))];
  const [only, other] = ids;
  if (only !== undefined && other === undefined) return { id: only, name, isVisible: false };
  if (other !== undefined) {
    throw new UserError('not-found', `several projects are called ${name}`, {
      hint: `say which: --project-id ${ids.join(' or ')}`,
    });
  }
  throw await unknown(requests, name);
}

function tasksOf(query: { readonly project_id?: number; readonly project_name?: string }): {
  readonly path: string;
  readonly query: typeof query;
  readonly what: string;
} {
  return { path: '/api/tasks', query, what: 'tasks' };
}

function several(name: string, projects: readonly CvatProject[]): UserError {
  const each = projects.map(({ id, owner, organization, tasks }) => {
    const where = organization === null ? 'personal' : `organisation ${String(organization)}`;
    return `${String(id)} (${where}, of ${owner ?? 'nobody'}, ${String(tasks)} tasks)`;
  });
  return new UserError('not-found', `${String(projects.length)} projects are called ${name}: ${each.join(', ')}`, {
    hint: `say which: --project-id ${String(projects[0]?.id)}`,
  });
}

async function unknown(requests: Requests, name: string): Promise<UserError> {
  const names = [...new Set((await listProjects(requests)).map((project) => project.name))];
  const near = nearest(name, names);
  const part = names.filter((one) => one.toLowerCase().includes(name.toLowerCase())).slice(0, 5);
  const likely = near === undefined ? part : [near, ...part.filter((one) => one !== near)];
  const others = names.length === 0 ? 'this account sees no project' : `there are: ${names.slice(0, 10).join(', ')}`;
  return new UserError('not-found', `there is no project ${JSON.stringify(name)} at ${requests.url}`, {
    hint: likely.length === 0 ? others : `did you mean ${likely.join(' or ')}?`,
  });
}
