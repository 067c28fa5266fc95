import { UserError } from '../../../diagnostics.ts';

/** What came back instead of what was asked for. */
export type Refusal = {
  readonly status: number;
  /** What was asked for, e.g. `project 3` or `tasks`. */
  readonly what: string;
  /** Address of the server. */
  readonly url: string;
  /** What the server says about it, in one line; may be empty. */
  readonly said: string;
  /** Who asked; null before it is known. */
  readonly user: string | null;
};

/** A refusal in a sentence with what to do next. */
export function answerError(refusal: Refusal): UserError {
  const { status, what, url, said } = refusal;
  const words = said === '' ? '' : `: ${said}`;
  if (status === 401) {
    return new UserError('denied', `${url} no longer accepts the login${words}`, {
      hint: 'the token has expired or was revoked: make a new one, or log in with user name and password',
    });
  }
  if (status === 403) return forbidden(refusal, words);
  if (status === 404 || status === 410) {
    return new UserError('not-found', `${url} has no ${what}${words}`, {
      hint: 'it may have been deleted, or belong to another organisation: --organization NAME',
    });
  }
  if (status === 429) {
    return new UserError('unreachable', `${url} is too busy: it asked again and again to wait (${what})`, {
      hint: 'try again later; what was fetched is kept',
    });
  }
  if (status >= 500) {
    return new UserError('unreachable', `${url} failed (${String(status)}) when asked for ${what}${words}`, {
      hint: 'try again; if it stays, the log of the server says why; what was fetched is kept',
    });
  }
  return new UserError('invalid', `${url} refused ${what} (${String(status)})${words}`);
}

function forbidden({ what, user, url }: Refusal, words: string): UserError {
  const who = user === null ? 'this account' : user;
  return new UserError('denied', `${who} has no right to ${what} at ${url}${words}`, {
    hint: 'ask its owner or an administrator of the server, or log in as another user',
  });
}

/** The error for a server that answers, but not as CVAT does. */
export function notCvat(url: string, detail: string, cause?: unknown): UserError {
  return new UserError('invalid', `${url} is not a CVAT server: ${detail}`, {
    hint: 'check address and port; behind a login page or proxy the address of CVAT itself is needed',
    cause,
  });
}

/** The error for a server that sends elsewhere. */
export function redirected(url: string, location: string): UserError {
  const target = URL.canParse(location, url) ? new URL(location, url) : undefined;
  if (target !== undefined && url.startsWith('http:') && target.protocol === 'https:') {
    return new UserError('invalid', `${url} wants https`, {
      hint: `write https:// in the address: ${target.origin}`,
    });
  }
  const place = target === undefined ? 'another address' : target.origin;
  return notCvat(url, `it sends on to ${place}`);
}
