import type { Value } from '../dataset/query/answer.ts';
import { withCvat } from './cvat-connection.ts';
import { CVAT_FLAGS } from './cvat-flags.ts';
import { dateOf } from './cvat-date.ts';
import { defineCommand } from './define-command.ts';

export const projectsCommand = defineCommand({
  name: 'projects',
  summary: 'List the projects of CVAT.',
  params: [],
  flags: [...CVAT_FLAGS],
  scope: 'none',
  effect: 'session',
  examples: ['projects'],
  run: (flags, context) =>
    withCvat(flags, context, async ({ connection }) => {
      const { listProjects } = await import('../dataset/cvat/find-project.ts');
      const projects = await listProjects(connection.requests);
      const rows = projects.map(({ id, name, owner, organization, tasks, subsets, updated }): readonly Value[] => [
        ...[id, name, tasks, [...subsets].sort().join(', '), owner],
        ...[dateOf(updated), organization],
      ]);
      return {
        kind: 'table',
        columns: [
          { name: 'id', type: 'int' },
          { name: 'project', type: 'string' },
          { name: 'tasks', type: 'int' },
          { name: 'subsets', type: 'string' },
          { name: 'owner', type: 'string' },
          { name: 'updated', type: 'date', role: 'moment' },
          { name: 'organization', type: 'int' },
        ],
        rows,
        total: rows.length,
      };
    }),
});
