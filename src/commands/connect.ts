import { UserError } from '../diagnostics.ts';
import type { Value } from '../dataset/query/answer.ts';
import type { Output } from '../output.ts';
import { CONFIGURATION } from './configuration-path.ts';
import type { Context } from './context.ts';
import { type Connected, withCvat, writtenAddress } from './cvat-connection.ts';
import { CVAT_FLAGS } from './cvat-flags.ts';
import { defineCommand } from './define-command.ts';

export const connectCommand = defineCommand({
  name: 'connect',
  aliases: ['cvat'],
  summary: 'Say which CVAT server is reached, as whom, and what can be seen there; keep the address of another.',
  params: [
    {
      name: 'address',
      type: 'string',
      summary: 'Of the server that is meant from now on; it is kept in config.yaml, and no secret is.',
      optional: true,
    },
  ],
  flags: [...CVAT_FLAGS],
  scope: 'none',
  effect: 'session',
  examples: ['connect'],
  run: ({ address, ...flags }, context) => {
    if (address !== undefined && flags.url !== undefined) {
      throw new UserError('usage', 'the address is given twice', { hint: 'leave --url out' });
    }
    return withCvat({ ...flags, address }, context, async (connected) => {
      const rows = await describe(connected);
      return tableOf(address === undefined ? rows : [...rows, ['address kept in', await keep(connected, context)]]);
    });
  },
});

/** Keeps the address of a server that was reached; says where, and what goes before it. */
async function keep({ connection }: Connected, context: Context): Promise<string> {
  const { url } = connection.requests;
  await context.settings.keep(['cvat', 'url'], url);
  const written = await writtenAddress(context);
  const isFirst = written === undefined || written.value.trim().replace(/\/+$/u, '') === url;
  return isFirst ? CONFIGURATION : `${CONFIGURATION}, but ${written.origin} goes before it`;
}

async function describe({ connection, settings }: Connected): Promise<readonly (readonly Value[])[]> {
  const { requests, version, user, login } = connection;
  const { listProjects } = await import('../dataset/cvat/find-project.ts');
  const { listOrganizations } = await import('../dataset/cvat/list-organizations.ts');
  const projects = await listProjects(requests);
  const organizations = await listOrganizations(requests);
  const origins = settings.origins.map(([setting, origin]): readonly Value[] => [`${setting} from`, origin]);
  return [
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
}

function tableOf(rows: readonly (readonly Value[])[]): Output {
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
