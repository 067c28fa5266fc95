import { UserError } from '../../../diagnostics.ts';
import { fieldsOf, listIn, textIn, textOr } from '../reply/fields.ts';
import type { CvatSettings } from '../settings.ts';
import { notCvat } from './answer-error.ts';
import { openRequests, type RequestOptions, type Requests } from './cvat-client.ts';

/** Who is logged in. */
export type CvatUser = {
  readonly username: string;
  /** `admin`, `user`, `worker` and the like. */
  readonly groups: readonly string[];
  readonly isSuperuser: boolean;
};

/** A server that was reached, with a login that it accepted. Close it. */
export type Connection = {
  readonly requests: Requests;
  readonly version: string;
  readonly user: CvatUser;
  /** How the login was done, in words. */
  readonly login: string;
};

/** What connecting needs from the world. */
export type ConnectOptions = Pick<RequestOptions, 'env' | 'signal' | 'wait'>;

/** The oldest server whose answers are known. */
const OLDEST: readonly [number, number] = [2, 15];

/**
 * Reaches a server, sees that it is a CVAT that is not too old, and logs in.
 *
 * @throws UserError `unreachable`, `denied`, `unsupported` for an old version, `invalid` for what is no CVAT server
 */
export async function connect(settings: CvatSettings, options: ConnectOptions): Promise<Connection> {
  const { tlsCertificates } = await import('./certificates.ts');
  const { url, organization } = settings;
  const requests = openRequests({ ...options, url, organization, ca: tlsCertificates(settings.ca) });
  try {
    const version = await readVersion(requests);
    checkVersion(url, version);
    const login = await logIn(requests, settings);
    const user = await whoAmI(requests, settings);
    return { requests, version, ...user, login: user.login ?? login };
  } catch (error) {
    requests.close();
    throw error;
  }
}

/** True for a version from `major.minor` on. */
export function isAtLeast(version: string, major: number, minor: number): boolean {
  const [a = 0, b = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return a > major || (a === major && b >= minor);
}

async function readVersion(requests: Requests): Promise<string> {
  const about = { path: '/api/server/about', what: 'the version of the server', attempts: 3 };
  const { status, value } = await requests.get({ ...about, accept: [401, 403, 404, 405, 406, 410] });
  if (status !== 200) throw notCvat(requests.url, `${about.path} answers ${String(status)}`);
  const version = typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
  if (typeof version !== 'string' || !/^\d+\.\d+/u.test(version)) {
    throw notCvat(requests.url, `${about.path} does not tell a version`);
  }
  return version.slice(0, 40);
}

function checkVersion(url: string, version: string): void {
  if (isAtLeast(version, ...OLDEST)) return;
  throw new UserError('unsupported', `${url} runs CVAT ${version}; Quadrat knows ${OLDEST.join('.')} and later`, {
    hint: 'export the project there as CVAT for images 1.1, and: import cvat FILE',
  });
}

async function logIn(requests: Requests, { credentials }: CvatSettings): Promise<string> {
  switch (credentials.kind) {
    case 'access-token':
      requests.logIn(`Bearer ${credentials.token.reveal()}`, null);
      return 'personal access token';
    case 'token':
      requests.logIn(`Token ${credentials.token.reveal()}`, null);
      return 'token';
    case 'password':
      return logInWithPassword(requests, credentials.username, credentials.password.reveal());
  }
}

/** Once for all requests: logins are counted by the server, and a hundred a minute are allowed. */
async function logInWithPassword(requests: Requests, username: string, password: string): Promise<string> {
  const { status, value, said } = await requests.send({
    method: 'POST',
    path: '/api/auth/login',
    body: JSON.stringify(username.includes('@') ? { email: username, password } : { username, password }),
    what: 'a login',
    accept: [400, 401, 403, 404, 405],
  });
  if (status === 200) {
    requests.logIn(`Token ${textIn(fieldsOf(value, 'the answer to the login'), 'key')}`, username);
    return 'user name and password';
  }
  if (status === 404 || status === 405) {
    requests.logIn(`Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`, username);
    return 'user name and password with each request';
  }
  const words = said === '' ? '' : `: ${said}`;
  throw new UserError('denied', `${requests.url} does not accept ${username} with this password${words}`, {
    hint: 'check FIFTYONE_CVAT_USERNAME and FIFTYONE_CVAT_PASSWORD; an address of mail must have been confirmed',
  });
}

const SELF = { path: '/api/users/self', what: 'your own account' };

async function whoAmI(
  requests: Requests,
  settings: CvatSettings,
): Promise<{ readonly user: CvatUser; readonly login?: string }> {
  const first = await requests.get({ ...SELF, accept: [401] });
  if (first.status === 200) return { user: take(requests, first.value, authorizationOf(settings)) };
  const { credentials } = settings;
  // A server that knows no personal access tokens does not even look at this one: it may be a token of the other kind.
  if (credentials.kind === 'access-token' && /not provided/iu.test(first.said)) {
    const authorization = `Token ${credentials.token.reveal()}`;
    requests.logIn(authorization, null);
    const second = await requests.get({ ...SELF, accept: [401] });
    if (second.status === 200) return { user: take(requests, second.value, authorization), login: 'token' };
    throw refusedToken(requests.url, settings, second.said);
  }
  throw refusedToken(requests.url, settings, first.said);
}

/** The header that was in use; null for a password, whose header stays as `logIn` has set it. */
function authorizationOf({ credentials }: CvatSettings): string | null {
  if (credentials.kind === 'password') return null;
  return `${credentials.kind === 'token' ? 'Token' : 'Bearer'} ${credentials.token.reveal()}`;
}

function take(requests: Requests, value: unknown, authorization: string | null): CvatUser {
  const fields = fieldsOf(value, 'the account');
  const username = textIn(fields, 'username');
  if (authorization !== null) requests.logIn(authorization, username);
  return {
    username,
    groups: listIn(fields, 'groups').filter((group) => typeof group === 'string'),
    isSuperuser: fields.values['is_superuser'] === true && textOr(fields, 'username', '') !== '',
  };
}

function refusedToken(url: string, { credentials, origins }: CvatSettings, said: string): UserError {
  const origin = origins.find(([setting]) => setting === 'login')?.[1];
  const from = origin === undefined ? '' : ` from ${origin}`;
  const words = said === '' ? '' : `: ${said}`;
  if (credentials.kind === 'password') {
    return new UserError('denied', `${url} does not accept ${credentials.username} with this password${words}`, {
      hint: 'check user name and password',
    });
  }
  return new UserError('denied', `${url} does not accept the token${from}${words}`, {
    hint: 'it has expired, was revoked, or belongs to another server: make a new one, or give user name and password',
  });
}
