import { readFileSync } from 'node:fs';
import { type AddressInfo, connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { reefWorld } from '../../../support/cvat-server/reef-world.ts';
import { type CvatServer, startCvatServer } from '../../../support/cvat-server/start-cvat-server.ts';
import { connectTo } from '../open-test-client.ts';

const TLS = join(import.meta.dirname, '../../../fixtures/tls');
const read = (name: string): string => readFileSync(join(TLS, name), 'utf8');

let server: CvatServer;
let front: ReturnType<typeof createServer>;

/** The stand-in behind a front that speaks https, as behind a proxy of its own. */
beforeEach(async () => {
  server = await startCvatServer(reefWorld());
  const port = Number(new URL(server.url).port);
  front = createServer({ key: read('server.key'), cert: read('server.pem') }, (socket) => {
    const behind = connectTcp(port, '127.0.0.1');
    socket.pipe(behind).pipe(socket);
    for (const end of [socket, behind]) end.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  front.close();
  await server[Symbol.asyncDispose]();
});

function addressAs(host: string): string {
  return `https://${host}:${String((front.address() as AddressInfo).port)}`;
}

test('an authority of one’s own is trusted where it is named, beside those that Node knows', async () => {
  const { requests } = await connectTo(addressAs('127.0.0.1'), { ca: read('ca.pem') });
  expect(await requests.get({ path: '/api/projects', what: 'projects' })).toMatchObject({ status: 200 });
});

test('else the certificate is refused, with what to do', async () => {
  const url = addressAs('127.0.0.1');
  await expect(connectTo(url)).rejects.toMatchObject({
    code: 'unreachable',
    message: `the certificate of ${url} is not signed by anyone known here`,
    hint: expect.stringContaining('--ca FILE') as unknown,
  });
});

test('and so is one for another name', async () => {
  const url = addressAs('localhost');
  await expect(connectTo(url, { ca: read('ca.pem') })).rejects.toMatchObject({
    message: `the certificate of ${url} is for another name`,
  });
});
