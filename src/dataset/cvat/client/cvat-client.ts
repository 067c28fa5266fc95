import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { throwIfCancelled, UserError } from '../../../diagnostics.ts';
import { answerError, notCvat, redirected } from './answer-error.ts';
import { type HttpAnswer, type HttpRequest, openTransport, type Transport } from './exchange.ts';
import { isPassing, networkError } from './network-error.ts';
import { oneLine } from './one-line.ts';
import { type Again, retryAfter, retrying } from './retry.ts';

/** Values of a query string; undefined ones are left out. */
export type Query = Readonly<Record<string, string | number | undefined>>;

/** A request in CVAT's terms. */
export type Call = {
  /** Below the address of the server, e.g. `/api/tasks`. */
  readonly path: string;
  readonly query?: Query;
  /** What is asked for, for messages: `tasks`, `project 3`. */
  readonly what: string;
  /** How often it is tried; default: enough for a chunk that is being made. */
  readonly attempts?: number;
};

/** What a refusal is turned into instead of an error. */
export type Accepting = { readonly accept?: readonly number[] };

/** A request that may change something. */
export type WriteCall = Call &
  Accepting & {
    readonly method: HttpRequest['method'];
    readonly headers?: Readonly<Record<string, string>>;
    /** JSON as a text, or bytes with a content type among the headers. */
    readonly body?: string | Uint8Array;
  };

/** A parsed answer. */
export type JsonAnswer = {
  readonly status: number;
  readonly value: unknown;
  readonly said: string;
  readonly headers: HttpAnswer['headers'];
};

/** Requests to one server. Every method throws `UserError`. */
export type Requests = {
  readonly url: string;
  /** How many requests went out, attempts counted. */
  readonly count: () => number;
  /** JSON of a GET; statuses in `accept` are handed back, other refusals thrown. */
  get(call: Call & Accepting): Promise<JsonAnswer>;
  /** Anything else. It is sent again only where the server said that it did nothing (429). */
  send(call: WriteCall): Promise<JsonAnswer>;
  /** Hands the body of a GET to `take`; begins anew where it is cut off. */
  download<T>(call: Call, take: (body: Readable, headers: HttpAnswer['headers']) => Promise<T>): Promise<T>;
  /** Says who asks from now on. */
  readonly logIn: (authorization: string | null, user: string | null) => void;
  readonly close: () => void;
};

/** What requests need from the world. */
export type RequestOptions = {
  readonly url: string;
  readonly ca: readonly string[] | null;
  readonly organization: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Waits between attempts; default: the clock. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
};

/** Media type of every answer of CVAT; it is asked for with pictures too. */
const CVAT_JSON = 'application/vnd.cvat+json';
/** A chunk that is being made answers 429 each minute. */
const ATTEMPTS = 8;
const LARGEST_JSON = 500 << 20;

type State = RequestOptions & {
  readonly transport: Transport;
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
  authorization: string | null;
  user: string | null;
  sent: number;
};

/** Opens connections to a server; nothing is sent yet. */
export function openRequests(options: RequestOptions): Requests {
  const transport = openTransport({ ca: options.ca, env: options.env, connections: 6 });
  const wait = (milliseconds: number, signal: AbortSignal): Promise<unknown> =>
    setTimeout(milliseconds, undefined, { signal });
  const state: State = { wait, ...options, transport, authorization: null, user: null, sent: 0 };
  return {
    url: options.url,
    count: () => state.sent,
    get: (call) => perform(state, { ...call, method: 'GET' }, (answer) => readJson(state, call, answer)),
    send: (call) => perform(state, call, (answer) => readJson(state, call, answer)),
    download: (call, take) => perform(state, { ...call, method: 'GET' }, ({ body, headers }) => take(body, headers)),
    logIn: (authorization, user) => {
      state.authorization = authorization;
      state.user = user;
    },
    close: transport.close,
  };
}

async function perform<T>(state: State, sending: WriteCall, take: (answer: HttpAnswer) => Promise<T>): Promise<T> {
  const { signal, wait } = state;
  return retrying(() => attempt(state, sending, take), { attempts: sending.attempts ?? ATTEMPTS, signal, wait });
}

async function attempt<T>(
  state: State,
  sending: WriteCall,
  take: (answer: HttpAnswer) => Promise<T>,
): Promise<T | Again> {
  try {
    state.sent += 1;
    const answer = await state.transport.send(requestOf(state, sending), state.signal);
    if (answer.status < 300 || sending.accept?.includes(answer.status) === true) return await take(answer);
    return await refused(state, sending, answer);
  } catch (error) {
    throwIfCancelled(state.signal);
    if (error instanceof UserError || !isNetwork(error)) throw error;
    const translated = networkError(error, state.url, state.env);
    if (isHarmless(sending) && isPassing(error)) return { again: true, after: null, error: translated };
    throw translated;
  }
}

function isHarmless({ method }: WriteCall): boolean {
  return method === 'GET' || method === 'HEAD';
}

function requestOf({ url, organization, authorization }: State, sending: WriteCall): HttpRequest {
  const target = new URL(url + sending.path);
  for (const [name, value] of Object.entries(sending.query ?? {})) {
    if (value !== undefined) target.searchParams.set(name, String(value));
  }
  const headers: Record<string, string> = { accept: CVAT_JSON, ...sending.headers };
  if (authorization !== null) headers['authorization'] = authorization;
  if (organization !== null) headers['x-organization'] = organization;
  if (sending.body === undefined) return { method: sending.method, url: target, headers };
  return {
    method: sending.method,
    url: target,
    headers: { 'content-type': 'application/json', ...headers },
    body: sending.body,
  };
}

/** Statuses that may pass: throttled or a chunk in the making; a server behind a proxy that is not there for a moment. */
const PASSING: ReadonlySet<number> = new Set([502, 503, 504]);

async function refused(state: State, sending: WriteCall, answer: HttpAnswer): Promise<Again> {
  const { status, headers } = answer;
  const text = await readText(answer.body);
  const said = oneLine(text, String(headers['content-type'] ?? ''));
  if (status < 400) throw redirected(state.url, String(headers['location'] ?? ''));
  // What nginx answers on a port of https.
  if (/plain http request was sent to https/iu.test(text)) throw redirected(state.url, httpsOf(state.url));
  const { url, user } = state;
  const error = answerError({ status, what: sending.what, url, said, user });
  const passes = status === 429 || (isHarmless(sending) && PASSING.has(status));
  if (!passes) throw error;
  return { again: true, after: retryAfter(headers['retry-after'], new Date()), error };
}

function httpsOf(url: string): string {
  return url.replace(/^http:/u, 'https:');
}

async function readJson({ url }: State, { what }: Call, answer: HttpAnswer): Promise<JsonAnswer> {
  const { status, headers } = answer;
  const text = await readText(answer.body);
  const type = String(headers['content-type'] ?? '');
  const said = status < 300 ? '' : oneLine(text, type);
  if (text === '' || (status >= 300 && !type.includes('json'))) return { status, value: null, said, headers };
  try {
    return { status, value: JSON.parse(text) as unknown, said, headers };
  } catch (error) {
    const kind = type.includes('html') ? 'a web page' : 'something that is no JSON';
    throw notCvat(url, `asked for ${what} it sends ${kind}`, error);
  }
}

async function readText(body: Readable): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of body) {
    parts.push(part as Buffer);
    length += (part as Buffer).length;
    if (length > LARGEST_JSON) {
      throw new UserError('invalid', 'the server sent an answer of more than 500 megabytes where JSON was due');
    }
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Errors of the network bear a code, those of files a path or a code that no connection has; others are mistakes of ours. */
function isNetwork(error: unknown): boolean {
  return error instanceof Error && 'code' in error && !('path' in error) && !OF_FILES.has(String(error.code));
}

const OF_FILES: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EISDIR']);
