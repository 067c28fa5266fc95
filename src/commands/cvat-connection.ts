import { parseEnv } from 'node:util';
import { UserError } from '../diagnostics.ts';
import type { Connection } from '../dataset/cvat/client/connect.ts';
import {
  addressIn,
  type Found,
  resolveSettings,
  type SettingName,
  type SettingsLayer,
} from '../dataset/cvat/resolve-settings.ts';
import type { CvatSettings } from '../dataset/cvat/settings.ts';
import { CONFIGURATION, configurationPath } from './configuration-path.ts';
import type { Context } from './context.ts';
import type { CvatFlags } from './cvat-flags.ts';

/** A server that was reached, and how it was found. */
export type Connected = { readonly connection: Connection; readonly settings: CvatSettings };

/**
 * Runs work on a connection to the server that flags, the environment, `.env` and the configuration file name, in that
 * order, and closes it. @throws UserError
 */
export async function withCvat<T>(
  flags: CvatFlags,
  context: Context,
  work: (connected: Connected) => Promise<T>,
): Promise<T> {
  const settings = await readSettings(flags, context);
  const { connect } = await import('../dataset/cvat/client/connect.ts');
  const connection = await connect(settings, { env: context.env, signal: context.job.signal });
  try {
    return await work({ connection, settings });
  } finally {
    connection.requests.close();
  }
}

/** The part of the configuration file that is about CVAT, as it stands there; empty without a file. */
export async function readConfiguration({ library, files }: Context): Promise<Readonly<Record<string, unknown>>> {
  const path = configurationPath(library.home);
  const text = await textIfThere(files, path);
  if (text === undefined) return {};
  const { parseConfiguration } = await import('./configuration.ts');
  const { document } = parseConfiguration(text, path);
  const content: unknown = document.toJS();
  const cvat = typeof content === 'object' && content !== null && 'cvat' in content ? content.cvat : {};
  if (typeof cvat === 'object' && cvat !== null) return cvat as Readonly<Record<string, unknown>>;
  throw new UserError('invalid', `${path}: cvat is no list of settings`, { hint: 'docs/cvat.md shows one' });
}

async function readSettings(flags: CvatFlags, context: Context): Promise<CvatSettings> {
  const { paths, files } = context;
  const { caFile, ...settings } = resolveSettings([await flagLayer(flags, context), ...(await writtenLayers(context))]);
  return { ...settings, ca: caFile === null ? null : await files.readText(paths.read(caFile)) };
}

/** Whether the environment, `.env` or the configuration file names a server. @throws UserError where one is no such file */
export async function namesServer(context: Context): Promise<boolean> {
  return (await writtenAddress(context)) !== undefined;
}

/** The address that the environment, `.env` or the configuration file names. @throws UserError where one is no such file */
export async function writtenAddress(context: Context): Promise<Found | undefined> {
  return addressIn(await writtenLayers(context));
}

async function writtenLayers(context: Context): Promise<readonly SettingsLayer[]> {
  const { paths, files } = context;
  return [
    environmentLayer(context.env),
    fileLayer(await textIfThere(files, paths.read('.env'))),
    configurationLayer(await readConfiguration(context)),
  ];
}

async function flagLayer(flags: CvatFlags, { paths, files }: Context): Promise<SettingsLayer> {
  const { address, url = address, username, tokenFile, organization, ca } = flags;
  const token = tokenFile === undefined ? undefined : (await files.readText(paths.read(tokenFile))).trim();
  return {
    called: (name) => (name === 'CVAT_URL' && address !== undefined ? 'this line' : (FLAG_NAMES[name] ?? name)),
    values: present({
      CVAT_URL: url,
      CVAT_USERNAME: username,
      CVAT_ACCESS_TOKEN: token,
      CVAT_ORGANIZATION: organization,
      CVAT_CA: ca,
    }),
  };
}

const FLAG_NAMES: Readonly<Partial<Record<SettingName, string>>> = {
  CVAT_URL: '--url',
  CVAT_USERNAME: '--username',
  CVAT_ACCESS_TOKEN: '--token-file',
  CVAT_ORGANIZATION: '--organization',
  CVAT_CA: '--ca',
};

function environmentLayer(env: Context['env']): SettingsLayer {
  return { called: (name) => `${name} in the environment`, values: env };
}

function fileLayer(text: string | undefined): SettingsLayer {
  return { called: (name) => `${name} in .env`, values: text === undefined ? {} : parseEnv(text) };
}

const KEYS: readonly (readonly [SettingName, string])[] = [
  ['CVAT_URL', 'url'],
  ['CVAT_ACCESS_TOKEN', 'access_token'],
  ['CVAT_API_TOKEN', 'token'],
  ['CVAT_USERNAME', 'username'],
  ['CVAT_PASSWORD', 'password'],
  ['CVAT_ORGANIZATION', 'organization'],
  ['CVAT_CA', 'ca'],
];

/** What the section `cvat` of the configuration file may hold. */
export const CVAT_KEYS: readonly string[] = KEYS.map(([, key]) => key);

function configurationLayer(content: Readonly<Record<string, unknown>>): SettingsLayer {
  const keys = new Map(KEYS);
  const values = KEYS.map(([name, key]) => {
    const value = content[key];
    return [name, typeof value === 'string' || typeof value === 'number' ? String(value) : undefined] as const;
  });
  return {
    called: (name) => `cvat.${keys.get(name) ?? name} in ${CONFIGURATION}`,
    values: present(Object.fromEntries(values)),
  };
}

function present(values: Partial<Record<SettingName, string | undefined>>): SettingsLayer['values'] {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

async function textIfThere(files: Context['files'], path: string): Promise<string | undefined> {
  try {
    return await files.readText(path);
  } catch (error) {
    if (error instanceof UserError && error.code === 'not-found') return undefined;
    throw error;
  }
}
