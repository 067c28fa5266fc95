import { quoteWord } from '../../model/words.ts';
import { UserError } from '../../../diagnostics.ts';
import { tally } from '../../model/tally.ts';
import type { Skipped } from '../../model/job.ts';
import type { Work } from '../list-work.ts';
import type { CvatJob, CvatTask } from '../reply/records.ts';

/**
 * When a task counts as done. `completed`: each of its annotation jobs is; `accepted`: CVAT itself calls the task completed,
 * which takes that all jobs went through acceptance; `any`: whatever its state.
 */
export type Status = 'completed' | 'accepted' | 'any';

/** Which tasks are wanted. */
export type Wanted = {
  /** Subsets, compared without case; null for all. */
  readonly subsets: readonly string[] | null;
  readonly status: Status;
};

/** Subsets that are taken unless others are asked for; `Train` is what CVAT itself suggests. */
export const USUAL_SUBSETS: readonly string[] = ['train', 'val', 'validation', 'test'];

/** Tasks that are wanted, and those that are not with the reason. */
export type Choice = { readonly tasks: readonly CvatTask[]; readonly left: readonly Skipped[] };

/**
 * Chooses tasks. Ground truth jobs and replicas do not count.
 *
 * @throws UserError `not-found` where nothing is left, saying which of the conditions is to blame
 */
export function chooseTasks({ tasks, jobs }: Work, wanted: Wanted): Choice {
  const left = tally();
  const chosen = tasks.filter((task) => {
    const reason = reasonAgainst(task, jobs.get(task.id) ?? [], wanted);
    if (reason !== undefined) left.count(reason, nameOf(task));
    return reason === undefined;
  });
  if (chosen.length === 0) throw nothingChosen(tasks, jobs, wanted);
  return { tasks: chosen, left: left.list() };
}

function nameOf({ id, name }: CvatTask): string {
  return `${name} (${String(id)})`;
}

function reasonAgainst(task: CvatTask, jobs: readonly CvatJob[], wanted: Wanted): string | undefined {
  if (!isInSubset(task, wanted)) return `task of subset ${task.subset === '' ? '(none)' : task.subset}`;
  if (task.size === 0) return 'task without pictures';
  if (task.isVideo) return 'task that is a film, whose frames are no pictures of their own';
  if (task.dimension === '3d') return 'task of point clouds';
  return hasStatus(task, jobs, wanted.status) ? undefined : NOT_DONE[wanted.status];
}

const NOT_DONE: Readonly<Record<Status, string>> = {
  completed: 'task with a job that is not completed',
  accepted: 'task that is not accepted',
  any: 'task',
};

function isInSubset({ subset }: CvatTask, { subsets }: Wanted): boolean {
  return subsets === null || subsets.some((one) => one.toLowerCase() === subset.toLowerCase());
}

function hasStatus(task: CvatTask, jobs: readonly CvatJob[], status: Status): boolean {
  if (status === 'any') return true;
  if (status === 'accepted') return task.status === 'completed';
  const own = jobs.filter(({ type }) => type === 'annotation');
  return own.length > 0 && own.every(({ state }) => state === 'completed');
}

function nothingChosen(tasks: readonly CvatTask[], jobs: Work['jobs'], wanted: Wanted): UserError {
  if (tasks.length === 0) {
    return new UserError('not-found', 'the project has no tasks that you may see', {
      hint: 'tasks PROJECT lists them',
    });
  }
  const inSubset = tasks.filter((task) => isInSubset(task, wanted));
  if (inSubset.length === 0) {
    const there = [...new Set(tasks.map(({ subset }) => (subset === '' ? '(none)' : subset)))].sort();
    return new UserError('not-found', `no task is in the subsets ${(wanted.subsets ?? []).join(', ')}`, {
      hint: `there are ${there.join(', ')}: --subsets ${quoteWord(there.join(','))}; --subsets all takes every task`,
    });
  }
  const done = inSubset.filter((task) => hasStatus(task, jobs.get(task.id) ?? [], wanted.status));
  if (done.length > 0) {
    return new UserError('not-found', 'none of the tasks has pictures that can be pulled', {
      hint: 'tasks PROJECT tells how many frames each has; films and point clouds are left out',
    });
  }
  return new UserError('not-found', `none of ${String(inSubset.length)} tasks is ${wanted.status}`, {
    hint: 'finish its jobs in CVAT, or pull with --status any; tasks PROJECT --jobs tells how far each is',
  });
}
