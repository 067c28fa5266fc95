import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Answer, Asked } from './answer.ts';
import { answer } from './routes.ts';
import type { World } from './world.ts';

/** How an answer is spoilt. `cut` ends the connection before it, or after that many bytes of the body. */
export type Fault =
  | { readonly kind: 'cut'; readonly after?: number }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    }
  /** Another body of that length is sent as if it were right. */
  | { readonly kind: 'body'; readonly change: (body: Buffer) => Buffer }
  /** Nothing is sent until the promise resolves. */
  | { readonly kind: 'hold'; readonly until: Promise<unknown> };

/** A stand-in that listens. */
export type CvatServer = AsyncDisposable & {
  readonly url: string;
  readonly world: World;
  /** Requests so far, as `GET /api/tasks?page=1`. */
  readonly requests: string[];
  /** The next `times` requests whose method and address fit are spoilt. */
  readonly spoil: (pattern: RegExp, fault: Fault, times?: number) => void;
  /** Runs before the next request that fits is answered: the world may be changed between two calls. */
  readonly before: (pattern: RegExp, change: () => void) => void;
};

/** Starts a stand-in on a free port of this machine. Links in its answers name `origin`; default: itself. */
export async function startCvatServer(world: World, origin?: string): Promise<CvatServer> {
  const state: State = { world, origin, requests: [], faults: [], changes: [] };
  const server = createServer((request, response) => {
    serve(state, request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  state.origin ??= url;
  return {
    url,
    world,
    requests: state.requests,
    spoil: (pattern, fault, times = 1) => {
      for (let n = 0; n < times; n++) state.faults.push({ pattern, fault });
    },
    before: (pattern, change) => state.changes.push({ pattern, change }),
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

type State = {
  readonly world: World;
  origin: string | undefined;
  readonly requests: string[];
  readonly faults: { readonly pattern: RegExp; readonly fault: Fault }[];
  readonly changes: { readonly pattern: RegExp; readonly change: () => void }[];
};

async function serve(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const asked = await read(request);
  const line = `${asked.method} ${request.url ?? ''}`;
  state.requests.push(line);
  takeFirst(state.changes, line)?.change();
  const fault = takeFirst(state.faults, line)?.fault;
  if (fault?.kind === 'hold') await fault.until;
  const right = await answer(asked, state.world, state.origin ?? '');
  send(asked, response, right, fault);
}

async function read(request: IncomingMessage): Promise<Asked> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const bytes = Buffer.concat(parts);
  const url = new URL(request.url ?? '', 'http://localhost');
  return {
    method: request.method ?? '',
    path: pathOf(request, decodeURIComponent(url.pathname)),
    query: url.searchParams,
    headers: request.headers as Asked['headers'],
    body: bytes.toString('utf8'),
    bytes,
  };
}

/** CVAT's own client asks for data and annotations with a slash at the end; nowhere else it may stand. */
function pathOf({ method }: IncomingMessage, path: string): string {
  return method === 'GET' ? path.replace(/\/(annotations|data)\/$/u, '/$1') : path;
}

function takeFirst<T extends { readonly pattern: RegExp }>(list: T[], line: string): T | undefined {
  const at = list.findIndex(({ pattern }) => pattern.test(line));
  return at < 0 ? undefined : list.splice(at, 1)[0];
}

function send(asked: Asked, response: ServerResponse, right: Answer, fault: Fault | undefined): void {
  const cut = bytesBeforeCut(fault);
  if (cut === 0) {
    response.socket?.destroy();
    return;
  }
  const { status, type, body, headers } = spoilt(right, fault);
  const isZipped = wantsGzip(asked) && type?.includes('json') === true;
  const bytes = isZipped ? gzipSync(body) : body;
  const length = { 'content-length': String(bytes.length) };
  response.writeHead(status, {
    ...typed(type),
    ...(isZipped && { 'content-encoding': 'gzip' }),
    ...length,
    ...headers,
  });
  if (cut < Infinity) response.write(bytes.subarray(0, cut), () => response.socket?.destroy());
  else response.end(asked.method === 'HEAD' ? undefined : bytes);
}

function bytesBeforeCut(fault: Fault | undefined): number {
  return fault?.kind === 'cut' ? (fault.after ?? 0) : Infinity;
}

function typed(type: string | null): Record<string, string> {
  return type === null ? {} : { 'content-type': type };
}

function wantsGzip({ headers }: Asked): boolean {
  return headers['accept-encoding']?.includes('gzip') === true;
}

function spoilt(right: Answer, fault: Fault | undefined): Answer {
  if (fault?.kind === 'body') return { ...right, body: fault.change(right.body) };
  if (fault?.kind !== 'status') return right;
  const body = fault.body ?? '';
  const type = body === '' ? null : body.startsWith('<') ? 'text/html' : 'application/vnd.cvat+json';
  return { status: fault.status, type, body: Buffer.from(body), ...(fault.headers && { headers: fault.headers }) };
}
