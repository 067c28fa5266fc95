import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DemoSession, openDemoSession } from '../demo-session.ts';
import { addProject, addTask, GENERA, reefWorld, usersWorld } from '../support/cvat-server/reef-world.ts';
import { type CvatServer, startCvatServer } from '../support/cvat-server/start-cvat-server.ts';

let server: CvatServer;
let session: DemoSession;
let env: Record<string, string>;

beforeEach(async () => {
  server = await startCvatServer(usersWorld(20));
  env = { CVAT_URL: server.url, CVAT_API_TOKEN: 'TOKEN' };
  session = await openDemoSession({ samples: 1, env });
});

afterEach(async () => {
  await session[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

async function rowsOf(line: string): Promise<readonly (readonly unknown[])[]> {
  const cell = await session.session.submit(line);
  expect(cell.error).toBeUndefined();
  if (cell.output?.kind !== 'table') throw new Error(`no table: ${JSON.stringify(cell.output)}`);
  return cell.output.rows;
}

async function errorOf(line: string): Promise<unknown> {
  return (await session.session.submit(line)).error;
}

/** A text in which this occurs. */
function like(pattern: string | RegExp): unknown {
  return typeof pattern === 'string' ? expect.stringContaining(pattern) : expect.stringMatching(pattern);
}

describe('connect', () => {
  test('keeps the address of a server that takes the login, and no secret', async () => {
    Reflect.deleteProperty(env, 'CVAT_URL');
    const config = join(session.home, 'config.yaml');
    await writeFile(config, '# mine\ntheme: dark\n');
    expect(await errorOf('connect')).toMatchObject({ code: 'usage', message: 'no CVAT server is named' });
    const rows = await rowsOf(`connect ${server.url}/`);
    expect(rows.slice(0, 3)).toEqual([
      ['server', server.url],
      ['version', '2.23.1'],
      ['user', 'marine'],
    ]);
    expect(rows).toContainEqual(['address from', 'this line']);
    expect(rows.at(-1)).toEqual(['address kept in', 'config.yaml']);
    expect(await readFile(config, 'utf8')).toBe(`# mine\ntheme: dark\ncvat:\n  url: ${server.url}\n`);
    expect((await rowsOf('connect')).slice(-2)).toEqual([
      ['address from', 'cvat.url in config.yaml'],
      ['login from', 'CVAT_API_TOKEN in the environment'],
    ]);
    expect((await rowsOf('projects')).length).toBe(1);
  });

  test('what is not reached, or does not take the login, is not kept', async () => {
    env['CVAT_API_TOKEN'] = 'WRONG';
    expect(await errorOf(`connect ${server.url}`)).toMatchObject({ code: 'denied' });
    env['CVAT_API_TOKEN'] = '';
    expect(await errorOf(`connect ${server.url}`)).toMatchObject({
      code: 'usage',
      hint: like('write CVAT_ACCESS_TOKEN='),
    });
    expect(await errorOf('connect cvat.example.org')).toMatchObject({ code: 'invalid' });
    expect(await errorOf(`connect ${server.url} --url ${server.url}`)).toMatchObject({ code: 'usage' });
    await expect(readFile(join(session.home, 'config.yaml'), 'utf8')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('says what goes before the address that it keeps', async () => {
    env['CVAT_URL'] = 'http://127.0.0.1:1';
    expect((await rowsOf(`connect ${server.url}`)).at(-1)).toEqual([
      'address kept in',
      'config.yaml, but CVAT_URL in the environment goes before it',
    ]);
  });
});

describe('cvat', () => {
  test('says who, where, and which settings it used', async () => {
    expect(await rowsOf('cvat')).toEqual([
      ['server', server.url],
      ['version', '2.23.1'],
      ['user', 'marine'],
      ['logged in by', 'token'],
      ['rights', 'user: own projects and those shared; may create projects'],
      ['organization', 'all that the account sees'],
      ['organizations', null],
      ['projects seen', 1],
      ['tasks in them', 5],
      ['address from', 'CVAT_URL in the environment'],
      ['login from', 'CVAT_API_TOKEN in the environment'],
    ]);
  });

  test('settings come from .env and the configuration file, in that order, where the environment has none', async () => {
    for (const name of Object.keys(env)) Reflect.deleteProperty(env, name);
    await writeFile(join(session.home, 'config.yaml'), `cvat:\n  url: http://127.0.0.1:1\n  username: marine\n`);
    await writeFile(join(session.home, '.env'), `FIFTYONE_CVAT_URL="${server.url}"\nFIFTYONE_CVAT_PASSWORD=secret\n`);
    expect((await rowsOf('cvat')).slice(-2)).toEqual([
      ['address from', 'FIFTYONE_CVAT_URL in .env'],
      ['login from', 'cvat.username in config.yaml, FIFTYONE_CVAT_PASSWORD in .env'],
    ]);
  });

  test('flags win, and a token is read from a file', async () => {
    await writeFile(join(session.home, 'token'), 'TOKEN\n');
    env['CVAT_URL'] = 'http://127.0.0.1:1';
    env['CVAT_API_TOKEN'] = 'WRONG';
    expect((await rowsOf(`cvat --url ${server.url} --token-file token`)).slice(-2)).toEqual([
      ['address from', '--url'],
      ['login from', '--token-file'],
    ]);
  });

  test.each([
    ['no address', { CVAT_URL: '' }, 'usage', 'no CVAT server is named'],
    ['no login', { CVAT_API_TOKEN: '' }, 'usage', 'there is no login for CVAT'],
    ['no scheme', { CVAT_URL: 'localhost:8080' }, 'invalid', 'the address of CVAT_URL in the environment is none'],
    [
      'a password in the address',
      { CVAT_URL: 'http://me:pass@localhost' },
      'invalid',
      /holds a user name or password$/u,
    ],
    [
      'a password alone',
      { CVAT_API_TOKEN: '', CVAT_PASSWORD: 'x' },
      'usage',
      /^there is a password .* and no user name$/u,
    ],
  ])('%s', async (_what, change, code, message) => {
    Object.assign(env, change);
    expect(await errorOf('cvat')).toMatchObject({ code, message: like(message) });
  });

  test('certificates that are none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'quadrat-ca-'));
    await writeFile(join(folder, 'ca.pem'), 'nothing');
    expect(await errorOf(`cvat --ca ${join(folder, 'ca.pem')}`)).toMatchObject({
      code: 'invalid',
      message: 'the file of certificates holds none',
    });
    await rm(folder, { recursive: true });
  });

  test('an unknown organisation', async () => {
    expect(await errorOf('cvat --organization nobody')).toMatchObject({
      code: 'not-found',
      message: like('nobody organization does not exist.'),
    });
  });
});

describe('projects and tasks', () => {
  test('projects', async () => {
    const [row] = await rowsOf('projects');
    expect(row?.slice(0, 5)).toEqual([1, 'reef_finegrained', 5, 'Test, Train, Validation', 'marine']);
    expect(row?.at(-1)).toBeNull();
  });

  test('tasks, and their jobs', async () => {
    const tasks = await rowsOf('tasks reef_finegrained');
    expect(tasks.map((row) => row.slice(0, 8))).toEqual([
      [1, 'train_batch_01', 'Train', 6, 1, 1, 0, 'annotation'],
      [2, 'train_batch_02', 'Train', 6, 1, 1, 0, 'annotation'],
      [3, 'train_batch_03', 'Train', 2, 1, 1, 0, 'annotation'],
      [4, 'val_batch_01', 'Validation', 4, 1, 1, 0, 'annotation'],
      [5, 'test_batch_01', 'Test', 2, 1, 1, 0, 'annotation'],
    ]);
    const jobs = await rowsOf('tasks --project-id 1 --jobs');
    expect(jobs[3]?.slice(0, 10)).toEqual([
      ...[4, 'val_batch_01', 'Validation', 4, 'annotation', 0, 3, 'annotation', 'completed', null],
    ]);
  });

  test('lists longer than a page', async () => {
    for (let i = 0; i < 700; i++) addProject(server.world, `more ${String(i)}`, []);
    expect(await rowsOf('projects')).toHaveLength(701);
  });

  test('a name that is not quite right', async () => {
    expect(await errorOf('tasks reef_finegraned')).toMatchObject({
      code: 'not-found',
      message: `there is no project "reef_finegraned" at ${server.url}`,
      hint: 'did you mean reef_finegrained?',
    });
  });

  test('a name that several projects have', async () => {
    addProject(server.world, 'reef_finegrained', []);
    expect(await errorOf('tasks reef_finegrained')).toMatchObject({
      code: 'not-found',
      message:
        '2 projects are called reef_finegrained: 1 (personal, of marine, 5 tasks), 2 (personal, of marine, 0 tasks)',
      hint: 'say which: --project-id 1',
    });
    expect(await rowsOf('tasks --project-id 2')).toEqual([]);
  });

  test('an id that no project has', async () => {
    expect(await errorOf('tasks --project-id 77')).toMatchObject({ code: 'not-found' });
  });

  test('an assignee of one task sees it, though not its project', async () => {
    const world = reefWorld();
    addProject(world, 'closed', GENERA);
    addTask(world, 1, { name: 'mine', subset: 'Train', frames: ['a.jpg'] });
    addTask(world, 1, { name: 'theirs', subset: 'Train', frames: ['b.jpg'] });
    world.users.push({
      username: 'student',
      password: 'x',
      token: 'STUDENT',
      record: { id: 5, username: 'student', groups: ['worker'] },
      projects: [],
      tasks: [1],
    });
    world.tokens.add('STUDENT');
    await using closed = await startCvatServer(world);
    Object.assign(env, { CVAT_URL: closed.url, CVAT_API_TOKEN: 'STUDENT' });
    expect((await rowsOf('tasks closed')).map(([id, name]) => [id, name])).toEqual([[1, 'mine']]);
  });
});

test('no secret reaches the lines of a session', async () => {
  env['CVAT_API_TOKEN'] = 'WRONG-TOKEN';
  const cell = await session.session.submit('cvat');
  expect(JSON.stringify([cell, cell.error, String(cell.error)])).not.toContain('WRONG-TOKEN');
});
