import { CONFIGURATION, configurationPath } from '../../commands/configuration-path.ts';
import type { SettingRow, SettingsPort } from '../../commands/context.ts';
import { UserError } from '../../diagnostics.ts';
import type { Binding } from '../input/keymap.ts';
import { canonicalKey, remapKeys } from '../input/remap-keys.ts';
import type { SettingsChange } from './change-settings.ts';
import { type FileSettings, nearSetting, NO_SETTINGS, problemsError, wrongValue } from './file-settings.ts';
import { readSettingsFile, writeSettingsFile } from './settings-file.ts';
import {
  choicesText,
  DEFAULTS,
  type Setting,
  type SettingName,
  type Settings,
  SETTINGS,
  settingNamed,
  type SettingValue,
  valueOf,
  valueText,
} from './settings.ts';

/** The settings of a run: what holds now, and changing it. */
export type SettingsStore = SettingsPort & {
  readonly now: () => Settings;
  /** Whether a setting was chosen in the file or for this shell, not by the environment or by default. */
  readonly isChosen: (name: SettingName) => boolean;
  readonly keymap: () => readonly Binding[];
  /** All settings in words, but not the keys. */
  readonly rows: () => readonly SettingRow[];
  /** What is wrong with the file, as it was read last; undefined for nothing. */
  readonly mistakes: () => UserError | undefined;
  /** Changes a setting for this run, beside the file, or no longer does. */
  readonly override: (name: SettingName, value: SettingValue | undefined) => void;
  /** Called after each change; the returned function unsubscribes. */
  readonly subscribe: (listener: () => void) => () => void;
};

/** Where settings come from. */
export type SettingsSources = {
  /** The folder of the configuration file. */
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Part of the name of a file that is being written: unlike that of any other process. */
  readonly unique: string;
};

/** Reads the settings. Never throws: a file that cannot be read is told by `mistakes`. */
export async function openSettings({ home, env, unique }: SettingsSources): Promise<SettingsStore> {
  const path = configurationPath(home);
  const overridden = new Map<SettingName, SettingValue>();
  const listeners = new Set<() => void>();
  let read = await readAll(path);
  let queue: Promise<unknown> = Promise.resolve();
  const look = (name: SettingName): Held => heldOf(name, { overridden, env, file: read.file });
  const rowOf = (setting: Setting<SettingName>): SettingRow => rowFrom(setting, look(setting.name));
  const rows = (): readonly SettingRow[] => SETTINGS.map((each) => rowOf(each));
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const change = async (name: string, value: string | undefined): Promise<SettingRow> => {
    const wanted = changeFor(name, value);
    await writeChange(wanted.change, path, unique);
    read = await readAll(path);
    // What was asked for after this stays until it has been written, too.
    const { setting } = wanted;
    if (setting !== undefined && [undefined, overridden.get(setting.name)].includes(wanted.meant)) {
      overridden.delete(setting.name);
    }
    changed();
    return setting === undefined ? keyRow(name, read.file, read.keymap) : rowOf(setting);
  };
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = queue.then(work);
    queue = done.catch(() => undefined);
    return done;
  };
  return {
    now: () => Object.fromEntries(SETTINGS.map(({ name }) => [name, look(name).value])) as Settings,
    isChosen: (name) => look(name).isChosen,
    keymap: () => read.keymap,
    rows,
    mistakes: () => read.mistakes,
    override: (name, value) => {
      if (value === undefined) overridden.delete(name);
      else overridden.set(name, value);
      changed();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    list: async () => {
      read = await readAll(path);
      if (read.mistakes !== undefined) throw read.mistakes;
      return [...rows(), ...keyRows(read.file)];
    },
    change: (name, value) => inTurn(() => change(name, value)),
    schema: async () => (await import('./settings-schema.ts')).settingsSchema(),
    keep: (keptAt, value) => inTurn(() => writeChange({ path: keptAt, value }, path, unique)),
  };
}

function rowFrom(setting: Setting<SettingName>, { value, origin }: Held): SettingRow {
  const { name, summary } = setting;
  return { name, value: valueText(value), origin, choices: choicesText(setting), summary };
}

/** What is to be written, of which setting, and what that is then worth. */
type Wanted = {
  readonly change: SettingsChange;
  readonly setting: Setting<SettingName> | undefined;
  readonly meant: SettingValue | undefined;
};

/** What somebody asks for. @throws UserError `usage` */
function changeFor(name: string, value: string | undefined): Wanted {
  if (name.startsWith('keys.')) {
    const keys = value === undefined ? undefined : keysFrom(value);
    return { change: { path: name.split('.'), value: keys }, setting: undefined, meant: undefined };
  }
  const setting = settingNamed(name);
  if (setting === undefined) throw new UserError('usage', `no setting ${name}`, { hint: nearSetting(name) });
  const meant = value === undefined ? undefined : valueOf(setting, value);
  if (value !== undefined && meant === undefined) {
    const { message, hint } = wrongValue(setting, value);
    throw new UserError('usage', message, { hint });
  }
  const written = typeof meant === 'boolean' ? valueText(meant) : meant;
  return { change: { path: [name], value: written }, setting, meant };
}

/** Changes the file as it is now: another process may have written it. @throws UserError */
async function writeChange(change: SettingsChange, path: string, unique: string): Promise<void> {
  const { changeSettings } = await import('./change-settings.ts');
  const before = (await readSettingsFile(path)) ?? '';
  const text = changeSettings(before, change, path);
  await refuseWrongKeys(text, change, path);
  if (text !== before) await writeSettingsFile(path, text, unique);
}

type Read = {
  readonly file: FileSettings;
  readonly keymap: readonly Binding[];
  readonly mistakes: UserError | undefined;
};

async function readAll(path: string): Promise<Read> {
  try {
    const text = await readSettingsFile(path);
    const file = text === undefined ? NO_SETTINGS : (await import('./read-settings.ts')).readSettings(text, path);
    const { keymap, problems } = remapKeys(file.keys);
    const all = [...file.problems, ...problems].toSorted((left, right) => left.line - right.line);
    return { file, keymap, mistakes: problemsError(all, path) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { file: NO_SETTINGS, keymap: remapKeys([]).keymap, mistakes: error };
  }
}

/** What a setting is, and who says so. */
type Held = { readonly value: SettingValue; readonly origin: string; readonly isChosen: boolean };

type Layers = {
  readonly overridden: ReadonlyMap<SettingName, SettingValue>;
  readonly env: SettingsSources['env'];
  readonly file: FileSettings;
};

/** Who says it first: this shell, the environment, the file, else the default. */
function heldOf(name: SettingName, { overridden, env, file }: Layers): Held {
  const own = overridden.get(name);
  if (own !== undefined) return { value: own, origin: 'this shell', isChosen: true };
  const setting = settingNamed(name);
  const said = setting?.environment?.(env);
  const meant = said && setting && valueOf(setting, said.value);
  if (said !== undefined && meant !== undefined) {
    return { value: meant, origin: `${said.variable} in the environment`, isChosen: false };
  }
  const written = file.values.get(name);
  if (written !== undefined) return { value: written, origin: CONFIGURATION, isChosen: true };
  return { value: DEFAULTS[name], origin: 'default', isChosen: false };
}

/** Keys that were given to actions, each as a setting of its own. */
function keyRows(file: FileSettings): readonly SettingRow[] {
  const { keymap } = remapKeys(file.keys);
  return file.keys.map(({ context, action }) => keyRow(`keys.${context}.${action}`, file, keymap));
}

function keyRow(name: string, file: FileSettings, keymap: readonly Binding[]): SettingRow {
  const [, context, action] = name.split('.');
  const binding = keymap.find((each) => each.action === action && each.context.some((one) => one === context));
  const isWritten = file.keys.some((each) => each.context === context && each.action === action);
  const keys = binding?.keys.join(' ') ?? '';
  return {
    name,
    value: keys === '' ? 'none' : keys,
    origin: isWritten ? CONFIGURATION : 'default',
    choices: 'keys with blanks between, or none',
    summary: binding?.help ?? '',
  };
}

function keysFrom(text: string): string | readonly string[] {
  const keys = text.split(/\s+/u).filter((key) => key !== '');
  if (keys.length === 1) return keys[0] === 'none' ? 'none' : canonicalKey(keys[0] ?? '');
  return keys.map(canonicalKey);
}

/** Keys are only written where they do what is asked. @throws UserError `usage` */
async function refuseWrongKeys(text: string, { path: [first], value }: SettingsChange, path: string): Promise<void> {
  if (first !== 'keys' || value === undefined) return;
  const { readSettings } = await import('./read-settings.ts');
  const { keys, problems } = readSettings(text, path);
  const [problem] = [...remapKeys(keys).problems, ...problems];
  if (problem === undefined) return;
  throw new UserError('usage', problem.message, { ...(problem.hint !== undefined && { hint: problem.hint }) });
}
