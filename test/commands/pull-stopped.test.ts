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

/** Runs the built product; `stop` is sent when task 4 is asked for its annotations. */
function pull(stop?: NodeJS.Signals): Promise<Ended> {
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
    server.spoil(/tasks\/4\/annotations/u, {
      kind: 'hold',
      until: new Promise((resolve) => child.once('close', resolve)),
    });
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

/** Requests for annotations and pictures of the first three tasks. */
const again = (): readonly string[] =>
  server.requests.filter((line) => /tasks\/[123]\/(?:annotations|data\?)/u.test(line));

test.each([
  ['killed', 'SIGKILL', null],
  ['interrupted', 'SIGINT', 130],
] as const)(
  'a pull that is %s leaves no dataset, and the next fetches only what is missing',
  async (_how, signal, code) => {
    const [user] = server.world.users;
    if (user !== undefined) server.world.users.push({ ...user, token: 'TOKEN-IS-SECRET' });
    server.world.tokens.add('TOKEN-IS-SECRET');
    const stopped = await pull(signal);
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
