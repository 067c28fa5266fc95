import { UserError } from '../../diagnostics.ts';
import { type Credentials, type CvatSettings, secret } from './settings.ts';

/** Names of settings, as the environment and `.env` have them. */
export type SettingName =
  | 'CVAT_URL'
  | 'FIFTYONE_CVAT_URL'
  | 'CVAT_ACCESS_TOKEN'
  | 'CVAT_API_TOKEN'
  | 'CVAT_USERNAME'
  | 'FIFTYONE_CVAT_USERNAME'
  | 'CVAT_PASSWORD'
  | 'FIFTYONE_CVAT_PASSWORD'
  | 'CVAT_ORGANIZATION'
  | 'CVAT_CA';

/** A place where settings stand; the first place that has a setting wins. */
export type SettingsLayer = {
  /** How the place is called for a setting: `CVAT_URL in .env`. */
  readonly called: (name: SettingName) => string;
  readonly values: Readonly<Partial<Record<SettingName, string>>>;
};

/** Settings without the contents of the file of certificates, which has yet to be read. */
export type ResolvedSettings = Omit<CvatSettings, 'ca'> & { readonly caFile: string | null };

/**
 * Puts settings together from places in the order of their rank.
 *
 * @throws UserError `usage` where there is no address or no login, `invalid` for an address that is none
 */
export function resolveSettings(layers: readonly SettingsLayer[]): ResolvedSettings {
  const address = addressIn(layers);
  if (address === undefined) {
    throw new UserError('usage', 'no CVAT server is named', {
      hint: '`connect https://...` keeps the address of one; or set CVAT_URL in the environment or .env, or give --url',
    });
  }
  const url = checkedUrl(address);
  const { credentials, origin } = credentialsFrom(layers);
  const organization = first(layers, ['CVAT_ORGANIZATION']);
  const ca = first(layers, ['CVAT_CA']);
  return {
    url,
    credentials,
    organization: organization?.value ?? null,
    caFile: ca?.value ?? null,
    origins: [
      ['address', address.origin],
      ['login', origin],
      ...(organization === undefined ? [] : [['organization', organization.origin] as const]),
      ...(ca === undefined ? [] : [['certificates', ca.origin] as const]),
    ],
  };
}

/** The address of the server, where one of the places has it. */
export function addressIn(layers: readonly SettingsLayer[]): Found | undefined {
  return first(layers, ['CVAT_URL', 'FIFTYONE_CVAT_URL']);
}

/** A setting, and where it stands. */
export type Found = { readonly value: string; readonly origin: string };

/** The first value; names are tried in order within each place. An empty text is no value, but for the organisation. */
function first(layers: readonly SettingsLayer[], names: readonly SettingName[]): Found | undefined {
  for (const { called, values } of layers) {
    for (const name of names) {
      const value = values[name];
      if (value !== undefined && (value !== '' || name === 'CVAT_ORGANIZATION')) {
        return { value, origin: called(name) };
      }
    }
  }
  return undefined;
}

/** The first place that has a token or a password decides which of them it is. */
function credentialsFrom(layers: readonly SettingsLayer[]): {
  readonly credentials: Credentials;
  readonly origin: string;
} {
  for (const layer of layers) {
    const access = first([layer], ['CVAT_ACCESS_TOKEN']);
    if (access !== undefined) return withToken('access-token', access);
    const token = first([layer], ['CVAT_API_TOKEN']);
    if (token !== undefined) return withToken('token', token);
    const password = first([layer], ['CVAT_PASSWORD', 'FIFTYONE_CVAT_PASSWORD']);
    if (password !== undefined) return withPassword(layers, password);
  }
  throw new UserError('usage', 'there is no login for CVAT', {
    hint: 'write CVAT_ACCESS_TOKEN=... (or CVAT_USERNAME and CVAT_PASSWORD) to a file .env in this folder, which is read at each connection, or set it in the environment',
  });
}

function withToken(kind: 'access-token' | 'token', { value, origin }: Found): ReturnType<typeof credentialsFrom> {
  if (/[^\x21-\x7e]/u.test(value.trim())) {
    throw new UserError('invalid', `the token of ${origin} has characters that no token has`, {
      hint: 'copy it again, on one line and without quotes',
    });
  }
  return { credentials: { kind, token: secret(value.trim()) }, origin };
}

function withPassword(layers: readonly SettingsLayer[], password: Found): ReturnType<typeof credentialsFrom> {
  const username = first(layers, ['CVAT_USERNAME', 'FIFTYONE_CVAT_USERNAME']);
  if (username === undefined) {
    throw new UserError('usage', `there is a password (${password.origin}) and no user name`, {
      hint: 'set FIFTYONE_CVAT_USERNAME, or give --username',
    });
  }
  return {
    credentials: { kind: 'password', username: username.value, password: secret(password.value) },
    origin: `${username.origin}, ${password.origin}`,
  };
}

function checkedUrl({ value, origin }: Found): string {
  const text = value.trim();
  if (!/^https?:\/\//iu.test(text) || !URL.canParse(text)) {
    throw new UserError('invalid', `the address of ${origin} is none`, {
      hint: `write it with http:// or https://, such as https://cvat.example.org or http://localhost:8080`,
    });
  }
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    throw new UserError('invalid', `the address of ${origin} holds a user name or password`, {
      hint: 'give those as FIFTYONE_CVAT_USERNAME and FIFTYONE_CVAT_PASSWORD',
    });
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/u, '').replace(/\/api$/u, '');
}
