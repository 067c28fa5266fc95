import type { CvatJob, CvatTask } from '../dataset/cvat/reply/records.ts';
import type { Column, Value } from '../dataset/query/answer.ts';
import type { Output } from '../output.ts';
import { withCvat } from './cvat-connection.ts';
import { dateOf } from './cvat-date.ts';
import { CVAT_FLAGS } from './cvat-flags.ts';
import { defineCommand } from './define-command.ts';

export const tasksCommand = defineCommand({
  name: 'tasks',
  summary: 'List the tasks of a CVAT project.',
  params: [{ name: 'project', type: 'string', optional: true }],
  flags: [
    { name: 'project-id', type: 'int', summary: 'Id of the project, where several have one name.' },
    { name: 'jobs', type: 'bool', summary: 'List the jobs of each task.' },
    ...CVAT_FLAGS,
  ],
  scope: 'none',
  effect: 'session',
  examples: ['tasks reef_finegrained'],
  run: ({ project: name, projectId, jobs: byJob, ...flags }, context) =>
    withCvat(flags, context, async ({ connection: { requests } }) => {
      const { findProject } = await import('../dataset/cvat/find-project.ts');
      const { listWork } = await import('../dataset/cvat/list-work.ts');
      const { tasks, jobs } = await listWork(requests, await findProject(requests, { name, id: projectId }));
      const rows = tasks.map((task) => [task, jobs.get(task.id) ?? []] as const);
      return byJob === true ? jobTable(rows) : taskTable(rows);
    }),
});

type Rows = readonly (readonly [CvatTask, readonly CvatJob[]])[];

function taskTable(tasks: Rows): Output {
  return table(
    [
      ...[int('id'), string('task'), string('subset'), int('frames'), int('jobs'), int('completed')],
      ...[int('accepted'), string('status'), date('updated')],
    ],
    tasks.map(([task, jobs]) => {
      const own = jobs.filter(({ type }) => type === 'annotation');
      const completed = own.filter(({ state }) => state === 'completed');
      const accepted = completed.filter(({ stage }) => stage === 'acceptance');
      return [
        ...[task.id, task.name, orMissing(task.subset), task.size, own.length, completed.length],
        ...[accepted.length, task.status, dateOf(task.updated)],
      ];
    }),
  );
}

function jobTable(tasks: Rows): Output {
  return table(
    [
      ...[int('id'), string('task'), string('subset'), int('job'), string('type'), int('first'), int('last')],
      ...[string('stage'), string('state'), string('assignee'), date('updated')],
    ],
    tasks.flatMap(([task, jobs]) =>
      jobs.map((job) => [
        ...[task.id, task.name, orMissing(task.subset), job.id, job.type, job.startFrame, job.stopFrame],
        ...[job.stage, job.state, job.assignee, dateOf(job.updated)],
      ]),
    ),
  );
}

function table(columns: readonly Column[], rows: readonly (readonly Value[])[]): Output {
  return { kind: 'table', columns, rows, total: rows.length };
}

function orMissing(text: string): string | null {
  return text === '' ? null : text;
}

function int(name: string): Column {
  return { name, type: 'int' };
}

function string(name: string): Column {
  return { name, type: 'string' };
}

function date(name: string): Column {
  return { name, type: 'date', role: 'moment' };
}
