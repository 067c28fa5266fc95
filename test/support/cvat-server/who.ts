import { type Answer, type Asked, json, unauthorised } from './answer.ts';
import type { World, WorldUser } from './world.ts';

/** Who asks, or the answer that refuses. */
export function whoAsks({ headers }: Asked, world: World): WorldUser | Answer {
  const [scheme = '', value = '', more] = (headers['authorization'] ?? '').split(' ');
  switch (scheme) {
    case 'Token':
      return more === undefined ? byToken(value, world) : unauthorised(SPACES);
    case 'Bearer':
      return knowsAccessTokens(world) ? byAccessToken(value, world) : unauthorised(NOT_PROVIDED);
    case 'Basic':
      return byBasic(value, world) ?? unauthorised('Invalid username/password.');
    default:
      return unauthorised(NOT_PROVIDED);
  }
}

const SPACES = 'Invalid token header. Token string should not contain spaces.';
const NOT_PROVIDED = 'Authentication credentials were not provided.';

/** Answers `POST /api/auth/login`. */
export function logIn({ method, headers, body }: Asked, world: World): Answer {
  if (method !== 'POST') return json(405, { detail: `Method "${method}" not allowed.` });
  const type = headers['content-type'] ?? '';
  if (!type.includes('json')) return json(415, { detail: `Unsupported media type "${type}" in request.` });
  let given: { readonly username?: string; readonly email?: string; readonly password?: string };
  try {
    given = JSON.parse(body) as typeof given;
  } catch (error) {
    return json(400, { detail: `JSON parse error - ${error instanceof Error ? error.message : ''}` });
  }
  const name = given.username ?? given.email;
  if (name === undefined || given.password === undefined) {
    return json(400, ['Must include either "username" or "email" and "password".']);
  }
  const user = byPassword(world, name, given.password);
  if (user === undefined) return json(400, { non_field_errors: ['Unable to log in with provided credentials.'] });
  world.tokens.add(user.token);
  // CVAT's own client looks for both cookies, and then goes by the token.
  return json(200, { key: user.token }, { 'set-cookie': ['sessionid=session; Path=/', 'csrftoken=csrf; Path=/'] });
}

/** Answers `POST /api/auth/logout`: the token is gone, for everybody who uses it. */
export function logOut(user: WorldUser, world: World): Answer {
  world.tokens.delete(user.token);
  return json(200, { detail: 'Successfully logged out.' });
}

function byToken(token: string, { users, tokens }: World): WorldUser | Answer {
  const user = tokens.has(token) ? users.find((one) => one.token === token) : undefined;
  return user ?? unauthorised('Invalid token.');
}

function byAccessToken(token: string, { users }: World): WorldUser | Answer {
  return users.find(({ accessToken }) => accessToken === token) ?? unauthorised('Invalid token.');
}

function byBasic(value: string, world: World): WorldUser | undefined {
  const [username = '', password = ''] = Buffer.from(value, 'base64').toString('utf8').split(':');
  return byPassword(world, username, password);
}

function byPassword({ users }: World, name: string, password: string): WorldUser | undefined {
  return users.find(
    ({ username, record, password: own }) => (username === name || record['email'] === name) && own === password,
  );
}

function knowsAccessTokens({ version }: World): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 2 || minor >= 48;
}
