import { afterEach, beforeEach, expect, test } from 'vitest';
import { Session } from '../../src/repl/session.ts';
import type { Cell } from '../../src/repl/session-events.ts';
import { type DemoSession, openDemoSession } from '../demo-session.ts';
import { usersWorld } from '../support/cvat-server/reef-world.ts';
import { type CvatServer, startCvatServer } from '../support/cvat-server/start-cvat-server.ts';

let server: CvatServer;
let demo: DemoSession;
let session: Session;

beforeEach(async () => {
  server = await startCvatServer(usersWorld(20));
  demo = await openDemoSession({ samples: 2, env: { CVAT_URL: server.url, CVAT_API_TOKEN: 'TOKEN' } });
  session = new Session({ ...demo.session.ports, prompt: true }, { dataset: 'demo', params: {} });
});

afterEach(async () => {
  await session.close();
  await demo[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

/** Starts a pull behind the prompt that has come to its fourth task and waits there; `go` lets it go on. */
async function pulling(): Promise<{ readonly go: () => void; readonly ended: Promise<Cell> }> {
  const going = Promise.withResolvers<undefined>();
  const there = Promise.withResolvers<undefined>();
  server.before(/tasks\/4\/annotations/u, () => {
    there.resolve(undefined);
  });
  server.spoil(/tasks\/4\/annotations/u, { kind: 'hold', until: going.promise });
  const ended = new Promise<Cell>((resolve) => {
    session.on((event) => {
      if (event.type === 'cell:finished' && event.cell.number === 1) resolve(event.cell);
    });
  });
  await session.submit('pull reef_finegrained &');
  await there.promise;
  return {
    go: () => {
      going.resolve(undefined);
    },
    ended,
  };
}

test('a pull behind the prompt that is stopped ends after the task at hand, and says what is left', async () => {
  const { go, ended } = await pulling();
  expect((await session.submit('ds.count()')).output).toMatchObject({ value: 2 });
  expect((await session.submit('kill 1')).output).toMatchObject({
    text: '[1] ends after this task; kill 1 again stops it now',
  });
  expect(session.jobs.list()).toMatchObject([{ state: 'ending', progress: { unit: 'pictures' } }]);
  go();
  expect(await ended).toMatchObject({
    output: { kind: 'change', samples: 18, stopped: 'stopped before task test_batch_01: pull again to go on' },
  });
});

test('stopped a second time it ends at once and leaves nothing', async () => {
  const { go, ended } = await pulling();
  await session.submit('kill');
  expect((await session.submit('kill --now')).output).toMatchObject({ text: '[1] is being stopped' });
  go();
  expect(await ended).toMatchObject({ error: { code: 'cancelled' } });
  expect(await session.ports.library.has('reef_finegrained')).toBe(false);
});
