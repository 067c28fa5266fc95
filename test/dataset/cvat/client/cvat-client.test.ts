import { createServer } from 'node:http';
import { connect as connectTcp, createServer as createTcpServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectTo, requestsTo } from '../open-test-client.ts';
import { networkError } from '../../../../src/dataset/cvat/client/network-error.ts';
import { secret } from '../../../../src/dataset/cvat/settings.ts';
import { reefWorld } from '../../../support/cvat-server/reef-world.ts';
import { type CvatServer, startCvatServer } from '../../../support/cvat-server/start-cvat-server.ts';

let server: CvatServer;

beforeEach(async () => {
  server = await startCvatServer(reefWorld());
});

afterEach(async () => {
  await server[Symbol.asyncDispose]();
});

/** A text that the pattern fits. */
function like(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}

const PROJECTS = { path: '/api/projects', what: 'projects' };

describe('a request is sent again', () => {
  test('when the server asks to wait, for as long as it asks', async () => {
    const pauses: number[] = [];
    const { requests } = await connectTo(server.url, { pauses });
    server.spoil(/projects/u, { kind: 'status', status: 429, headers: { 'retry-after': '10' } }, 2);
    expect((await requests.get(PROJECTS)).status).toBe(200);
    expect(pauses).toEqual([10_000, 10_000]);
  });

  test('with longer pauses each time, when a proxy says that nobody is behind it', async () => {
    const pauses: number[] = [];
    const { requests } = await connectTo(server.url, { pauses });
    server.spoil(/projects/u, { kind: 'status', status: 502, body: '<html>Bad Gateway</html>' }, 3);
    expect((await requests.get(PROJECTS)).status).toBe(200);
    expect(pauses).toEqual([500, 1000, 2000]);
  });

  test.each([
    ['before the answer', { kind: 'cut' }],
    ['within it', { kind: 'cut', after: 10 }],
  ] as const)('when the connection is cut %s', async (_where, fault) => {
    const { requests } = await connectTo(server.url);
    server.spoil(/projects/u, fault);
    expect(await requests.get(PROJECTS)).toMatchObject({ value: { count: 0 } });
    expect(server.requests.filter((line) => line.includes('projects'))).toHaveLength(2);
  });

  test('and not for ever', async () => {
    const { requests } = await connectTo(server.url);
    server.spoil(/projects/u, { kind: 'status', status: 503 }, 20);
    await expect(requests.get(PROJECTS)).rejects.toMatchObject({
      code: 'unreachable',
      message: `${server.url} failed (503) when asked for projects`,
    });
    expect(server.requests.filter((line) => line.includes('projects'))).toHaveLength(8);
  });

  test('but not a login, whose password may be wrong', async () => {
    server.spoil(/auth\/login/u, { kind: 'status', status: 502 });
    const credentials = { kind: 'password', username: 'marine', password: secret('secret') } as const;
    await expect(connectTo(server.url, { credentials })).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('unless it was stopped', async () => {
    const stop = new AbortController();
    const { requests } = await connectTo(server.url, { signal: stop.signal });
    server.before(/projects/u, () => {
      stop.abort();
    });
    await expect(requests.get(PROJECTS)).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('logging in', () => {
  test.each([
    ['a token', { kind: 'token', token: secret('TOKEN') }, 'token'],
    ['a personal access token', { kind: 'access-token', token: secret('PERSONAL') }, 'personal access token'],
    ['a password', { kind: 'password', username: 'marine', password: secret('secret') }, 'user name and password'],
    [
      'an address of mail',
      { kind: 'password', username: 'marine@example.org', password: secret('secret') },
      'user name and password',
    ],
  ] as const)('by %s', async (_what, credentials, login) => {
    server.world.version = '2.54.1';
    const connection = await connectTo(server.url, { credentials });
    expect(connection).toMatchObject({ login, version: '2.54.1', user: { username: 'marine', groups: ['user'] } });
  });

  test('a server that knows no personal access tokens takes it for a token of its own', async () => {
    const connection = await connectTo(server.url, { credentials: { kind: 'access-token', token: secret('TOKEN') } });
    expect(connection).toMatchObject({ login: 'token' });
    await connection.requests.get(PROJECTS);
  });

  test('where there is no login, user name and password go with each request', async () => {
    server.spoil(/auth\/login/u, { kind: 'status', status: 404, body: '{"detail":"Not found."}' });
    const credentials = { kind: 'password', username: 'marine', password: secret('secret') } as const;
    expect(await connectTo(server.url, { credentials })).toMatchObject({
      login: 'user name and password with each request',
    });
  });

  test('a password is sent once', async () => {
    const credentials = { kind: 'password', username: 'marine', password: secret('secret') } as const;
    const { requests } = await connectTo(server.url, { credentials });
    await requests.get(PROJECTS);
    expect(server.requests).toEqual([
      'GET /api/server/about',
      'POST /api/auth/login',
      'GET /api/users/self',
      'GET /api/projects',
    ]);
  });
});

describe('failures say what to do', () => {
  const password = { kind: 'password', username: 'marine', password: secret('wrong-secret') } as const;

  test.each([
    ['wrong password', password, 'denied', /does not accept marine with this password: Unable to log in/u],
    [
      'wrong token',
      { kind: 'token', token: secret('OLD-TOKEN') },
      'denied',
      /does not accept the token from a test: Invalid token/u,
    ],
    [
      'wrong access token',
      { kind: 'access-token', token: secret('OLD-TOKEN') },
      'denied',
      /does not accept the token/u,
    ],
  ] as const)('%s', async (_what, credentials, code, message) => {
    const error: unknown = await connectTo(server.url, { credentials }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code, message: like(message), hint: like(/\w/u) });
    expect(JSON.stringify(error)).not.toMatch(/OLD-TOKEN|wrong-secret/u);
  });

  test('a token that expires meanwhile', async () => {
    const { requests } = await connectTo(server.url);
    server.world.tokens.clear();
    await expect(requests.get(PROJECTS)).rejects.toMatchObject({
      code: 'denied',
      message: `${server.url} no longer accepts the login: Invalid token.`,
    });
  });

  test('no right', async () => {
    server.world.users.push({
      username: 'guest',
      password: 'x',
      token: 'GUEST',
      record: { id: 9, username: 'guest', groups: ['worker'] },
      projects: [],
    });
    server.world.tokens.add('GUEST');
    server.world.projects.set(1, { id: 1, name: 'closed' });
    const { requests } = await connectTo(server.url, { credentials: { kind: 'token', token: secret('GUEST') } });
    await expect(requests.get({ path: '/api/projects/1', what: 'project 1' })).rejects.toMatchObject({
      code: 'denied',
      message: `guest has no right to project 1 at ${server.url}: You do not have permission to perform this action.`,
    });
  });

  test('nothing listens there', async () => {
    const { url } = server;
    await server[Symbol.asyncDispose]();
    await expect(connectTo(url)).rejects.toMatchObject({ code: 'unreachable', message: `nothing listens at ${url}` });
  });

  test('https where http is spoken', async () => {
    const url = server.url.replace('http:', 'https:');
    await expect(connectTo(url)).rejects.toMatchObject({ code: 'unreachable', message: `${url} does not speak https` });
  });

  test.each([
    ['is sent on', 301, { location: 'https://127.0.0.1/api/server/about' }, ''],
    ['is told so', 400, {}, '<html><title>400 The plain HTTP request was sent to HTTPS port</title></html>'],
  ])('http where https is wanted, and one %s', async (_what, status, headers, body) => {
    server.spoil(/about/u, { kind: 'status', status, headers, body });
    await expect(connectTo(server.url)).rejects.toMatchObject({
      code: 'invalid',
      message: `${server.url} wants https`,
    });
  });

  test('not a CVAT server', async () => {
    const other = createServer((_request, response) => response.end('<html>Welcome to nginx</html>'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${String((other.address() as AddressInfo).port)}`;
    await expect(connectTo(url)).rejects.toMatchObject({
      code: 'invalid',
      message: like(/is not a CVAT server: asked for the version of the server it sends/u),
    });
    other.closeAllConnections();
    other.close();
  });

  test('a CVAT that is too old', async () => {
    server.world.version = '2.14.9';
    await expect(connectTo(server.url)).rejects.toMatchObject({ code: 'unsupported' });
  });
});

test('a connection that is cut may be https, or the proxy’s fault', () => {
  const cut = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  const hintFor = (url: string, env: Readonly<Record<string, string>>): string | undefined =>
    networkError(cut, url, env).hint;
  expect(hintFor('http://cvat.test', {})).toMatch(/if it speaks https, write https:\/\/ in the address$/u);
  expect(hintFor('https://cvat.test', { HTTP_PROXY: 'http://me:pass@proxy' })).not.toMatch(/proxy/u);
  expect(hintFor('https://cvat.test', { https_proxy: 'http://me:pass@proxy' })).toMatch(
    /the proxy of https_proxy may be at fault$/u,
  );
});

test('requests go through a proxy where the environment names one', async () => {
  const seen: string[] = [];
  const proxy = createServer((request, response) => {
    seen.push(request.url ?? '');
    response.setHeader('content-type', 'application/json');
    response.end('{"version":"2.30.0"}');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`;
  const { openTransport } = await import('../../../../src/dataset/cvat/client/exchange.ts');
  const transport = openTransport({ ca: null, env: { HTTP_PROXY: address }, connections: 2 });
  const url = new URL('http://cvat.test/api/server/about');
  const answer = await transport.send({ method: 'GET', url, headers: {} }, new AbortController().signal);
  answer.body.resume();
  expect(answer.status).toBe(200);
  expect(seen).toEqual(['http://cvat.test/api/server/about']);
  transport.close();
  proxy.closeAllConnections();
  proxy.close();
});

test('a server that speaks no http', async () => {
  const other = createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((other.address() as AddressInfo).port)}`;
  await expect(requestsTo(url).get(PROJECTS)).rejects.toMatchObject({
    code: 'unreachable',
    message: `${url} does not speak http`,
  });
  connectTcp((other.address() as AddressInfo).port).destroy();
  other.close();
});
