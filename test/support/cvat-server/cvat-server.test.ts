import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCvatServer, type CvatServer } from './start-cvat-server.ts';
import { type Exchange, hasRecordings, readExchanges, recordedWorld } from './recorded-world.ts';

/** What the stand-in answers from: pictures, writes and exports are not among it. */
const COVERED =
  /^(?:auth-(?:login|self|logout|projects)|server-about|accept-|path-|org-(?:both|header|list|not|proj|unk)|rights-other|missing-(?!request)|projects-|project-|labels-|tasks-|task-|jobs-|job-details|job-gt-details|meta-task|annotations-(?:task|job)|validation-layout-(?:gt|honeypots|none)|frame-|chunk-|data-(?:bad|no-type))/u;

/** Recorded answers that a stand-in cannot or need not give, each with the reason. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'accept-html': 'a page of the framework',
  'auth-login-broken-json': 'the words of a parser of Python',
  'auth-login-wrong': 'the password that was wrong is not in the recording',
  'auth-self-basic': 'the password is not in the recording',
  'jobs-sort-bogus': 'counts jobs of projects that were not recorded',
  'labels-no-parent': 'counts labels of projects that were not recorded',
  'projects-sort-name': 'the order of names in a database of its own',
  'rights-other-annotate': 'a write',
  'rights-other-create-task-in-project': 'a write',
  'rights-other-write': 'a write',
};

/** Server errors and delays that a test asks for. */
const FAULTS = /not-ready-429/u;

const exchanges: ReadonlyMap<string, Exchange> = hasRecordings ? readExchanges() : new Map<string, Exchange>();
const covered = [...exchanges.values()].filter(
  ({ name }) => COVERED.test(name) && LEFT_OUT[name] === undefined && !FAULTS.test(name),
);

describe.skipIf(!hasRecordings)('the stand-in answers as the recorded server did', () => {
  let server: CvatServer;

  beforeAll(async () => {
    const world = recordedWorld(exchanges);
    world.picture = () => Promise.resolve(Buffer.from('a picture'));
    server = await startCvatServer(world, 'http://cvat.test');
  });

  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  test.each(covered.map((exchange) => [exchange.name, exchange] as const))('%s', async (_name, exchange) => {
    if (exchange.name === 'auth-logout-again') server.world.tokens.delete('TOKEN');
    else server.world.tokens.add('TOKEN');
    const { status, type, body } = await ask(server.url, exchange);
    const { response } = exchange;
    expect(status).toBe(response.status);
    expect(type).toBe(response.headers['content-type'] ?? null);
    if (response.bodyFile === undefined) expect(ordered(body)).toEqual(ordered(response.body ?? null));
  });
});

/** Lists that the server sends in any order, sorted. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      UNORDERED.has(name) ? sorted(item as unknown[]) : ordered(item),
    ]),
  );
}

const UNORDERED: ReadonlySet<string> = new Set(['attributes', 'elements', 'sublabels', 'task_subsets']);

function sorted(list: readonly unknown[]): unknown[] {
  return list.map(ordered).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

type Got = { readonly status: number; readonly type: string | null; readonly body: unknown };

async function ask(url: string, { name, request }: Exchange): Promise<Got> {
  const query = new URLSearchParams(request.query).toString();
  const headers = { ...request.headers };
  if (/^rights-other|^org-not-member/u.test(name)) headers['authorization'] = 'Token OTHER';
  const body = request.body === undefined ? null : JSON.stringify(request.body);
  const answer = await fetch(`${url}${request.path}${query === '' ? '' : `?${query}`}`, {
    method: request.method,
    headers,
    body,
  });
  const type = answer.headers.get('content-type');
  const text = await answer.text();
  const parse = (): unknown => (type?.includes('json') === true ? JSON.parse(text) : text);
  return { status: answer.status, type, body: text === '' ? null : parse() };
}
