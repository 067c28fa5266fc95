import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { usersWorld } from '../support/cvat-server/reef-world.ts';
import { type CvatServer, startCvatServer } from '../support/cvat-server/start-cvat-server.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

let server: CvatServer;
let home: string;

beforeEach(async () => {
  server = await startCvatServer(usersWorld(20));
  home = mkdtempSync(join(tmpdir(), 'quadrat-stopped-'));
});

afterEach(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(home, { recursive: true, force: true });
});

type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

/**
 * Runs the built product. `stop` is sent when task 4 is asked for its annotations, which wait for it; an
 * interrupt is sent a second time where `again` is set, when the first has been heard.
 */
function pull(stop?: NodeJS.Signals, again = false): Promise<Ended> {
  const env = {
    ...process.env,
    QUADRAT_HOME: home,
    CVAT_URL: server.url,
    CVAT_API_TOKEN: 'TOKEN-IS-SECRET',
    NO_COLOR: '1',
  };
  const child = spawn(process.execPath, [cli, 'pull', 'reef_finegrained', '--json'], { env });
  if (stop !== undefined) {
    server.before(/tasks\/4\/annotations/u, () => {
      child.kill(stop);
    });
    const heard = new Promise<void>((resolve) => {
      child.stderr.on('data', (text) => {
        if (!String(text).includes('ends after this task')) return;
        if (again) child.kill(stop);
        else resolve();
      });
      child.once('close', () => {
        resolve();
      });
    });
    server.spoil(/tasks\/4\/annotations/u, { kind: 'hold', until: heard });
  }
  let [out, err] = ['', ''];
  child.stdout.on('data', (text) => (out += String(text)));
  child.stderr.on('data', (text) => (err += String(text)));
  return new Promise((resolve) => {
    child.once('close', (code) => {
      resolve({ code, out, err });
    });
  });
}

function trust(): void {
  const [user] = server.world.users;
  if (user !== undefined) server.world.users.push({ ...user, token: 'TOKEN-IS-SECRET' });
  server.world.tokens.add('TOKEN-IS-SECRET');
}

/** Requests for annotations and pictures of the first three tasks. */
const again = (): readonly string[] =>
  server.requests.filter((line) => /tasks\/[123]\/(?:annotations|data\?)/u.test(line));

test.each([
  ['killed', 'SIGKILL', null],
  ['interrupted twice', 'SIGINT', 130],
] as const)(
  'a pull that is %s leaves no dataset, and the next fetches only what is missing',
  async (_how, signal, code) => {
    trust();
    const stopped = await pull(signal, signal === 'SIGINT');
    expect(stopped.code).toBe(code);
    expect(existsSync(join(home, 'datasets', 'reef_finegrained.sqlite'))).toBe(false);
    server.requests.length = 0;
    const { code: ended, out, err } = await pull();
    expect(ended, err).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ kind: 'change', samples: 20, labels: 60 });
    expect(again()).toEqual([]);
    expect(readdirSync(join(home, 'pulls'))).toEqual([]);
  },
);

test('a pull that is interrupted once ends after the task at hand; the next brings the others', async () => {
  trust();
  const stopped = await pull('SIGINT');
  expect(stopped.code, stopped.err).toBe(130);
  expect(JSON.parse(stopped.out)).toMatchObject({
    kind: 'change',
    samples: 18,
    what: { 'tasks added': 4 },
    stopped: 'stopped before task test_batch_01: pull again to go on',
  });
  server.requests.length = 0;
  const { code, out } = await pull();
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ what: { 'tasks added': 1, 'tasks changed': 0 }, samples: 2 });
  expect(server.requests.filter((line) => /tasks\/[1234]\/(?:annotations|data\?)/u.test(line))).toEqual([]);
});

test('a wrong token is told, not shown', async () => {
  const { code, out, err } = await pull();
  expect(code).toBe(1);
  expect(out + err).toContain('does not accept the token from CVAT_API_TOKEN in the environment');
  expect(out + err).not.toContain('TOKEN-IS-SECRET');
});

test('a server that is not there is worth trying again', async () => {
  await server[Symbol.asyncDispose]();
  expect((await pull()).code).toBe(3);
});
