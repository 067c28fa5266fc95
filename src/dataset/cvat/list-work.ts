import type { Requests } from './client/cvat-client.ts';
import { listAll } from './client/list-all.ts';
import type { FoundProject } from './find-project.ts';
import { type CvatJob, type CvatLabel, type CvatTask, readJob, readLabel, readTask } from './reply/records.ts';

/** Tasks of a project with their jobs. */
export type Work = { readonly tasks: readonly CvatTask[]; readonly jobs: ReadonlyMap<number, readonly CvatJob[]> };

/** All tasks and jobs of a project, in two calls for up to 500 of each. A change of a job does not move its task's date. */
export async function listWork(requests: Requests, project: FoundProject): Promise<Work> {
  const query = { project_id: project.id };
  const tasks = await listAll(requests, { path: '/api/tasks', query, what: 'tasks' }, readTask);
  const jobs = await listAll(requests, { path: '/api/jobs', query, what: 'jobs' }, readJob);
  return { tasks, jobs: Map.groupBy(jobs, ({ taskId }) => taskId) };
}

/** Labels of a project; of one of its tasks where the project itself may not be seen. */
export async function listLabels(
  requests: Requests,
  project: FoundProject,
  tasks: readonly CvatTask[],
): Promise<readonly CvatLabel[]> {
  const query = project.isVisible ? { project_id: project.id } : { task_id: tasks[0]?.id };
  return listAll(requests, { path: '/api/labels', query, what: 'labels' }, readLabel);
}
