import type { Terms } from './json-logic.ts';
import type { Listing } from './lists.ts';
import type { CvatRecord, World } from './world.ts';

const read =
  (name: string) =>
  (record: CvatRecord): unknown =>
    record[name];

const username =
  (name: string) =>
  (record: CvatRecord): unknown =>
    (record[name] as { readonly username?: string } | null)?.username;

const STATUS = ['annotation', 'validation', 'completed'];
const STATES = ['new', 'in progress', 'completed', 'rejected'];

/** Lists of projects, tasks, jobs and labels, as CVAT has them. */
export function listingsOf(world: World): Readonly<Record<'projects' | 'tasks' | 'jobs' | 'labels', Listing>> {
  const projectName = (record: CvatRecord): unknown => world.projects.get(Number(record['project_id']))?.['name'];
  const projects = terms(['id', 'name', 'status', 'updated_date'], { owner: username('owner') });
  const tasks = terms(['id', 'name', 'project_id', 'mode', 'status', 'subset', 'dimension', 'updated_date'], {
    project_name: projectName,
    owner: username('owner'),
    assignee: username('assignee'),
  });
  const jobs = terms(['id', 'task_id', 'project_id', 'type', 'stage', 'state', 'status', 'updated_date'], {
    project_name: projectName,
    assignee: username('assignee'),
  });
  const labels = terms(['id', 'name', 'type', 'color']);
  return {
    projects: listing('projects', projects, { equal: pick(projects, ['name', 'owner', 'status']) }),
    tasks: listing('tasks', tasks, {
      equal: pick(tasks, ['project_id', 'project_name', 'name', 'subset', 'status', 'mode', 'dimension']),
      choices: { status: STATUS },
      parents: { project_id: world.projects },
    }),
    jobs: listing('jobs', jobs, {
      equal: pick(jobs, ['task_id', 'project_id', 'type', 'stage', 'state', 'assignee']),
      choices: {
        state: STATES,
        stage: ['annotation', 'validation', 'acceptance'],
        type: ['annotation', 'ground_truth'],
      },
      parents: { project_id: world.projects, task_id: world.tasks },
    }),
    labels: { ...listing('labels', labels, { equal: pick(labels, ['name', 'type']) }), ascending: true },
  };
}

type More = {
  readonly equal: Terms;
  readonly choices?: Readonly<Record<string, readonly string[]>>;
  /** Parameters that name a parent, which must exist. */
  readonly parents?: Readonly<Record<string, ReadonlyMap<number, unknown>>>;
};

function listing(name: string, all: Terms, { equal, choices = {}, parents = {} }: More): Listing {
  const ids = Object.entries(parents).map(([key, map]) => [key, [...map.keys()].map(String)] as const);
  return {
    name,
    equal,
    terms: all,
    search: all['name'] === undefined ? {} : { name: all['name'] },
    sortable: Object.keys(all),
    ascending: false,
    choices: { ...choices, ...Object.fromEntries(ids) },
  };
}

function terms(names: readonly string[], more: Terms = {}): Terms {
  return { ...Object.fromEntries(names.map((name) => [name, read(name)])), ...more };
}

function pick(all: Terms, names: readonly string[]): Terms {
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}
