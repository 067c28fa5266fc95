import type { Job } from '../../model/job.ts';
import type { Library } from '../../library.ts';
import type { Requests } from '../client/cvat-client.ts';
import { listAll } from '../client/list-all.ts';
import { readTask } from '../reply/records.ts';
import type { PushPlan, PushView } from './plan-push.ts';
import { pushLabels } from './push-labels.ts';
import { pushProject } from './push-project.ts';
import { openPushState } from './push-state.ts';
import { completeJobs, pushTask } from './push-task.ts';

/** What a push made. */
export type Pushed = {
  readonly project: number;
  readonly pictures: number;
  readonly labels: number;
  readonly tasks: number;
};

/** Pushes a view into a new project, task by task. Called again after a failure it goes on, and makes nothing twice. */
export async function pushView(
  view: PushView,
  plan: PushPlan,
  to: { readonly requests: Requests; readonly library: Library; readonly name: string; readonly job: Job },
): Promise<Pushed> {
  const { requests, library, name, job } = to;
  const state = openPushState(library, { server: requests.url, dataset: view.dataset.name, project: name });
  const project = await pushProject(requests, { name, labels: plan.labels, state });
  const query = { project_id: project.id };
  const there = await listAll(requests, { path: '/api/tasks', query, what: 'tasks' }, readTask);
  const total = plan.tasks.reduce((sum, { pictures }) => sum + pictures.length, 0);
  const done = { pictures: 0, labels: 0 };
  for (const [i, task] of plan.tasks.entries()) {
    const sent = (): void => {
      done.pictures += 1;
      const what = `${name}, task ${String(i + 1)} of ${String(plan.tasks.length)}`;
      job.report({ what, done: done.pictures, total, unit: 'pictures' });
    };
    const pushed = await pushTask({ requests, project: project.id, task, signal: job.signal, sent }, there);
    done.labels += await pushLabels(view, { requests, labels: project.labels, task, pushed, signal: job.signal });
    if (task.isDone) await completeJobs(requests, pushed.id);
  }
  await state.forget();
  return { project: project.id, ...done, tasks: plan.tasks.length };
}
