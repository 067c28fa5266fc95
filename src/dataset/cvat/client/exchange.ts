import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** A request as it goes out. */
export type HttpRequest = {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
};

/** An answer whose body has yet to be read; it is decoded, and fails where it is shorter than was announced. */
export type HttpAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Readable;
};

/** Connections to one server. */
export type Transport = {
  /** Rejects with the error of the network, untranslated, or of the signal. */
  readonly send: (request: HttpRequest, signal: AbortSignal) => Promise<HttpAnswer>;
  readonly close: () => void;
};

/** How connections are made. */
export type TransportOptions = {
  /** Certificates in PEM form that are trusted besides Node's own. */
  readonly ca: readonly string[] | null;
  /** `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`, in either case, are looked up here. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly connections: number;
};

/** Milliseconds for a connection to come about; and without a byte. A chunk may take 50 s to be made. */
const CONNECT = 15_000;
const SILENCE = 180_000;

/**
 * Connections that are kept alive, with a proxy and certificates of their own. `fetch` would need a package for either, or a
 * setting of the whole process.
 */
export function openTransport({ ca, env, connections }: TransportOptions): Transport {
  const common = { keepAlive: true, maxSockets: connections, proxyEnv: { ...env } };
  const plain = new http.Agent(common);
  const secure = new https.Agent({ ...common, ...(ca !== null && { ca: [...ca] }) });
  return {
    send: (request, signal) => send(request, request.url.protocol === 'https:' ? secure : plain, signal),
    close: () => {
      plain.destroy();
      secure.destroy();
    },
  };
}

function send(request: HttpRequest, agent: http.Agent, signal: AbortSignal): Promise<HttpAnswer> {
  const { method, url, body } = request;
  const headers = {
    ...request.headers,
    'accept-encoding': 'gzip',
    ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
  };
  const start = url.protocol === 'https:' ? https.request : http.request;
  return new Promise((resolve, reject) => {
    const out = start(url, { method, headers, agent, signal }, (message) => {
      resolve({ status: message.statusCode ?? 0, headers: message.headers, body: decoded(message) });
    });
    out.on('error', reject);
    out.setTimeout(SILENCE, () => out.destroy(timeout('no answer')));
    limitConnecting(out);
    out.end(body);
  });
}

function limitConnecting(out: http.ClientRequest): void {
  out.once('socket', (socket) => {
    if (!socket.connecting) return;
    const timer = setTimeout(() => out.destroy(timeout('no connection')), CONNECT);
    const stop = (): void => {
      clearTimeout(timer);
    };
    socket.once('connect', stop);
    out.once('close', stop);
  });
}

function timeout(what: string): Error {
  return Object.assign(new Error(`${what} in time`), { code: 'ETIMEDOUT' });
}

function decoded(message: http.IncomingMessage): Readable {
  if (message.headers['content-encoding'] !== 'gzip') return message;
  // The error reaches whoever reads: pipeline destroys the last stream with it.
  return pipeline(message, createGunzip(), () => undefined);
}
