import { UserError } from '../../../diagnostics.ts';
import type { Requests } from '../client/cvat-client.ts';
import { listAll } from '../client/list-all.ts';
import { type CvatLabel, type CvatProject, readLabel, readProject } from '../reply/records.ts';
import type { LabelSpec } from './label-specs.ts';
import type { PushState } from './push-state.ts';

/** A project that tasks are pushed into, with its labels as the server has them. */
export type PushedProject = { readonly id: number; readonly labels: readonly CvatLabel[] };

/**
 * Makes the project; or goes on with it where an earlier push made it and did not end. One of that name that is not ours is
 * never written to. @throws UserError `exists`
 */
export async function pushProject(
  requests: Requests,
  { name, labels, state }: { readonly name: string; readonly labels: readonly LabelSpec[]; readonly state: PushState },
): Promise<PushedProject> {
  const known = await state.project();
  const there = await listAll(requests, { path: '/api/projects', query: { name }, what: 'projects' }, readProject);
  const project = there.find(({ id }) => id === known) ?? (await created(requests, name, labels, there));
  await state.remember(project.id);
  const call = { path: '/api/labels', query: { project_id: project.id }, what: 'labels' };
  return { id: project.id, labels: await listAll(requests, call, readLabel) };
}

async function created(
  requests: Requests,
  name: string,
  labels: readonly LabelSpec[],
  there: readonly CvatProject[],
): Promise<CvatProject> {
  const [first] = there;
  if (first !== undefined) {
    throw new UserError('exists', `there is a project ${name} (${String(first.id)}) at ${requests.url} already`, {
      hint: 'push into a new project of another name',
    });
  }
  const { value } = await requests.send({
    method: 'POST',
    path: '/api/projects',
    body: JSON.stringify({ name, labels }),
    what: 'a new project',
  });
  return readProject(value);
}
