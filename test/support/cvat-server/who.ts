import { type Answer, type Asked, json, unauthorised } from './answer.ts';
import type { World, WorldUser } from './world.ts';

/** Who asks, or the answer that refuses. */
export function whoAsks({ headers }: Asked, world: World): WorldUser | Answer {
  const [scheme = '', value = '', more] = (headers['authorization'] ?? '').split(' ');
  if (scheme === 'Token') {
    if (more !== undefined) return unauthorised('Invalid token header. Token string should not contain spaces.');
    return byToken(value, world) ?? unauthorised('Invalid token.');
  }
  if (scheme === 'Bearer' && knowsAccessTokens(world)) {
    return world.users.find(({ accessToken }) => accessToken === value) ?? unauthorised('Invalid token.');
  }
  if (scheme === 'Basic') {
    const [username = '', password = ''] = Buffer.from(value, 'base64').toString('utf8').split(':');
    return byPassword(world, username, password) ?? unauthorised('Invalid username/password.');
  }
  return unauthorised('Authentication credentials were not provided.');
}

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
  return json(200, { key: user.token });
}

/** Answers `POST /api/auth/logout`: the token is gone, for everybody who uses it. */
export function logOut(user: WorldUser, world: World): Answer {
  world.tokens.delete(user.token);
  return json(200, { detail: 'Successfully logged out.' });
}

function byToken(token: string, { users, tokens }: World): WorldUser | undefined {
  return tokens.has(token) ? users.find((user) => user.token === token) : undefined;
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
