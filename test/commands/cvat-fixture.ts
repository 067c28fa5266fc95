import { afterEach, beforeEach } from 'vitest';
import type { Output } from '../../src/output.ts';
import { type DemoSession, openDemoSession } from '../demo-session.ts';
import { usersWorld } from '../support/cvat-server/reef-world.ts';
import { type CvatServer, startCvatServer } from '../support/cvat-server/start-cvat-server.ts';

/** A stand-in with the users' project of twenty pictures, and a session that reaches it. */
export type CvatFixture = {
  readonly server: CvatServer;
  readonly session: DemoSession;
  /** What a line yields; fails where the line does. */
  readonly outputOf: (line: string) => Promise<Output>;
  readonly errorOf: (line: string) => Promise<unknown>;
};

/** Both, anew for each test of the file; `pulled`: a line that is run before it, whose requests are forgotten. */
export function cvatFixture({
  demo = { samples: 1 },
  pulled,
}: {
  readonly demo?: { readonly samples: number; readonly media?: boolean };
  readonly pulled?: string;
} = {}): CvatFixture {
  let open: { readonly server: CvatServer; readonly session: DemoSession } | undefined;
  const opened = (): NonNullable<typeof open> => {
    if (open === undefined) throw new Error('there is a server inside a test only');
    return open;
  };
  const fixture: CvatFixture = {
    get server() {
      return opened().server;
    },
    get session() {
      return opened().session;
    },
    outputOf: async (line) => {
      const cell = await opened().session.session.submit(line);
      if (cell.error !== undefined) throw new Error(`${line} failed`, { cause: cell.error });
      if (cell.output === undefined) throw new Error(`${line} yields nothing`);
      return cell.output;
    },
    errorOf: async (line) => (await opened().session.session.submit(line)).error,
  };
  beforeEach(async () => {
    const server = await startCvatServer(usersWorld(20));
    const session = await openDemoSession({ ...demo, env: { CVAT_URL: server.url, CVAT_API_TOKEN: 'TOKEN' } });
    open = { server, session };
    if (pulled === undefined) return;
    await fixture.outputOf(pulled);
    server.requests.length = 0;
  });
  afterEach(async () => {
    const { server, session } = opened();
    await session[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });
  return fixture;
}
