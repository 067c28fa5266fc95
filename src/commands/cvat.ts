import type { Value } from '../dataset/query/answer.ts';
import type { Output } from '../output.ts';
import { withCvat, type Connected } from './cvat-connection.ts';
import { CVAT_FLAGS } from './cvat-flags.ts';
import { defineCommand } from './define-command.ts';

export const cvatCommand = defineCommand({
  name: 'cvat',
  summary: 'Say which CVAT server is reached, as whom, and what can be seen there.',
  params: [],
  flags: [...CVAT_FLAGS],
  scope: 'none',
  effect: 'session',
  examples: ['cvat'],
  run: (flags, context) => withCvat(flags, context, describe),
});

async function describe({ connection, settings }: Connected): Promise<Output> {
  const { requests, version, user, login } = connection;
  const { listProjects } = await import('../dataset/cvat/find-project.ts');
  const { listOrganizations } = await import('../dataset/cvat/list-organizations.ts');
  const projects = await listProjects(requests);
  const organizations = await listOrganizations(requests);
  const origins = settings.origins.map(([setting, origin]): readonly Value[] => [`${setting} from`, origin]);
  const rows: readonly (readonly Value[])[] = [
    ['server', requests.url],
    ['version', version],
    ['user', user.username],
    ['logged in by', login],
    ['rights', rightsOf(user)],
    ['organization', spaceOf(settings.organization)],
    ['organizations', organizations.length === 0 ? null : organizations.join(', ')],
    ['projects seen', projects.length],
    ['tasks in them', projects.reduce((sum, { tasks }) => sum + tasks, 0)],
    ...origins,
  ];
  return {
    kind: 'table',
    columns: [
      { name: 'what', type: 'string' },
      { name: 'value', type: 'mixed' },
    ],
    rows,
    total: rows.length,
  };
}

function spaceOf(organization: string | null): string {
  if (organization === null) return 'all that the account sees';
  return organization === '' ? 'personal space' : organization;
}

/** Groups as CVAT has them. A token may allow less than its owner: writing shows. */
function rightsOf({ groups, isSuperuser }: Connected['connection']['user']): string {
  if (isSuperuser || groups.includes('admin')) return 'administrator: everything';
  if (groups.includes('user')) return 'user: own projects and those shared; may create projects';
  if (groups.includes('worker')) return 'worker: tasks and jobs that are assigned';
  return groups.length === 0 ? 'no group: only what is shared' : groups.join(', ');
}
