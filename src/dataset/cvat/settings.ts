/** A password or token. It can be used and not be printed: neither JSON nor an inspector finds it. */
export type Secret = { readonly reveal: () => string };

/**
 * How to log in. `token` is one of CVAT's own login tokens, `access-token` a personal access token (from 2.48) or, on an older
 * server, whatever `CVAT_ACCESS_TOKEN` holds there.
 */
export type Credentials =
  | { readonly kind: 'access-token'; readonly token: Secret }
  | { readonly kind: 'token'; readonly token: Secret }
  | { readonly kind: 'password'; readonly username: string; readonly password: Secret };

/** Where a server is and how to log in there. */
export type CvatSettings = {
  /** Origin and path, without a slash at the end. */
  readonly url: string;
  readonly credentials: Credentials;
  /** Short name of an organisation; '' is the personal space, null all that the account may see. */
  readonly organization: string | null;
  /** Certificates in PEM form to be trusted besides those that come with Node. */
  readonly ca: string | null;
  /** Where each setting came from, in the order in which to tell: `['address', 'CVAT_URL in .env']`. */
  readonly origins: readonly (readonly [setting: string, origin: string])[];
};

/** Wraps a text so that it is not printed by accident. */
export function secret(text: string): Secret {
  return { reveal: () => text };
}
