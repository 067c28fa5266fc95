import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CvatRecord, emptyWorld, type World } from './world.ts';

/** A recorded exchange, as far as tests of the stand-in look at it. */
export type Exchange = {
  readonly name: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly query: Readonly<Record<string, string>>;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: unknown;
    readonly bodyFile?: string;
  };
};

/** The folder of recorded exchanges; it lies beside the project and may be absent. */
export const RECORDINGS = fileURLToPath(new URL('../../../../shared/fixtures/cvat-2.23.1', import.meta.url));

/** True where the recorded exchanges are there. */
export const hasRecordings = existsSync(RECORDINGS);

/** All recorded exchanges, by name. */
export function readExchanges(): ReadonlyMap<string, Exchange> {
  const folder = join(RECORDINGS, 'exchanges');
  const files = readdirSync(folder).sort();
  const all = files.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Exchange);
  return new Map(all.map((exchange) => [exchange.name, exchange]));
}

/** The server of the recordings, as the exchanges that only read show it. Its pictures are those of its chunks, if given. */
export function recordedWorld(exchanges: ReadonlyMap<string, Exchange>): World {
  const world = emptyWorld();
  world.users.push(
    {
      username: 'marine',
      password: 'secret',
      token: 'TOKEN',
      record: bodyOf(exchanges, 'auth-self-token') as CvatRecord,
    },
    {
      username: 'other',
      password: 'x',
      token: 'OTHER',
      record: { id: 3, username: 'other', groups: [] },
      projects: [],
    },
  );
  world.tokens.add('TOKEN').add('OTHER');
  world.organizations.push(...rowsOf(exchanges, 'org-list'));
  fill(world.projects, rowsOf(exchanges, 'projects-page-size-all'));
  fill(world.tasks, rowsOf(exchanges, 'tasks-bora-all'));
  for (const [name, { request, response }] of exchanges) {
    if (response.status !== 200 || request.method !== 'GET' || !READ_ONLY.test(name)) continue;
    takeExchange(world, request.path, response.body);
  }
  fill(world.jobs, rowsOf(exchanges, 'jobs-bora-all'));
  fill(world.tasks, rowsOf(exchanges, 'tasks-project-name'));
  for (const name of ['labels-bora', 'labels-nested', 'labels-corners', 'labels-grid']) {
    fill(world.labels, rowsOf(exchanges, name));
  }
  for (const task of world.tasks.values()) inventMeta(world, task);
  return world;
}

/** Of some tasks the frames were not recorded: any names do. */
function inventMeta(world: World, task: CvatRecord): void {
  const size = Number(task['size'] ?? 0);
  if (size === 0 || world.meta.has(task.id)) return;
  const frames = Array.from({ length: size }, (_, i) => ({ name: `frame_${String(i)}.jpg`, width: 512, height: 512 }));
  world.meta.set(task.id, { size, chunk_size: task['data_chunk_size'], frames, deleted_frames: [] });
}

/** Families that describe one moment of the server. */
const READ_ONLY = /^(?:annotations-(?:task|job)|job-details|job-gt-details|jobs-|meta-task|task-|validation-layout-)/u;

function takeExchange(world: World, path: string, body: unknown): void {
  if (path === '/api/jobs') fill(world.jobs, (body as { results: CvatRecord[] }).results);
  const [, kind = '', id, part = ''] = /^\/api\/(tasks|jobs)\/(\d+)(?:\/(.+))?$/u.exec(path) ?? [];
  const maps: Readonly<Record<string, Map<number, CvatRecord> | Map<number, Record<string, unknown>>>> = {
    'tasks ': world.tasks,
    'jobs ': world.jobs,
    'tasks annotations': world.annotations,
    'jobs annotations': world.jobAnnotations,
    'tasks data/meta': world.meta,
    'tasks validation_layout': world.layouts,
  };
  maps[`${kind} ${part}`]?.set(Number(id), body as CvatRecord);
}

function bodyOf(exchanges: ReadonlyMap<string, Exchange>, name: string): unknown {
  return exchanges.get(name)?.response.body;
}

function rowsOf(exchanges: ReadonlyMap<string, Exchange>, name: string): CvatRecord[] {
  return (bodyOf(exchanges, name) as { readonly results: CvatRecord[] }).results;
}

function fill(map: Map<number, CvatRecord>, rows: readonly CvatRecord[]): void {
  for (const row of rows) map.set(row.id, row);
}
