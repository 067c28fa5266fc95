import { connect, type Connection } from '../../../src/dataset/cvat/client/connect.ts';
import { openRequests, type Requests } from '../../../src/dataset/cvat/client/cvat-client.ts';
import { type Credentials, type CvatSettings, secret } from '../../../src/dataset/cvat/settings.ts';

/** Pauses between attempts, instead of waiting for them. */
export type Pauses = number[];

/** How a test reaches a server. */
export type TestClient = {
  readonly credentials?: Credentials;
  readonly organization?: string | null;
  /** Text of certificates to be trusted. */
  readonly ca?: string | null;
  readonly pauses?: Pauses;
  readonly signal?: AbortSignal;
};

export const TOKEN: Credentials = { kind: 'token', token: secret('TOKEN') };

/** Settings for a server, with a token that it accepts. */
export function settingsFor(
  url: string,
  { credentials = TOKEN, organization = null, ca = null }: TestClient = {},
): CvatSettings {
  return { url, credentials, organization, ca, origins: [['login', 'a test']] };
}

/** Connects without waiting between attempts. */
export function connectTo(url: string, options: TestClient = {}): Promise<Connection> {
  return connect(settingsFor(url, options), ports(options));
}

/** Requests without a login. */
export function requestsTo(url: string, options: TestClient = {}): Requests {
  return openRequests({ url, ca: null, organization: null, ...ports(options) });
}

function ports({ pauses = [], signal = new AbortController().signal }: TestClient) {
  const wait = (milliseconds: number): Promise<void> => {
    pauses.push(milliseconds);
    return Promise.resolve();
  };
  return { env: {}, signal, wait };
}
