import { isMap, isNode, isScalar } from 'yaml';
import { type Configuration, parseConfiguration } from '../../commands/configuration.ts';
import type { KeyRemap } from '../input/remap-keys.ts';
import { type FileSettings, nearSetting, SECTIONS, type SettingsProblem, wrongValue } from './file-settings.ts';
import { type SettingName, settingNamed, type SettingValue, valueOf } from './settings.ts';

/** Reads the settings in a configuration file. @throws UserError `invalid` where it is no YAML; `path` is for the message */
export function readSettings(text: string, path: string): FileSettings {
  const configuration = parseConfiguration(text, path);
  const found: Draft = { values: new Map(), keys: [], problems: [] };
  const top = entriesOf(configuration.document.contents, configuration);
  if (top === undefined) {
    found.problems.push({
      line: 1,
      message: 'settings are written as `name: value`',
      hint: 'docs/shell.md shows a file',
    });
  }
  for (const entry of top ?? []) {
    if (entry.key === 'keys') readKeys(entry, configuration, found);
    else if (!SECTIONS.includes(entry.key)) readValue(entry, found);
  }
  return found;
}

type Draft = {
  readonly values: Map<SettingName, SettingValue>;
  readonly keys: KeyRemap[];
  readonly problems: SettingsProblem[];
};

/** `key: value` of a list of settings: the value, and the part of the file that it is. */
type Entry = { readonly key: string; readonly line: number; readonly value: unknown; readonly node: unknown };

/** The entries of a map; none for nothing, undefined for anything else. */
function entriesOf(node: unknown, { document, lines }: Configuration): readonly Entry[] | undefined {
  if (node === null || (isScalar(node) && node.value === null)) return [];
  if (!isMap(node)) return undefined;
  return node.items.map(({ key, value }) => {
    const at = isNode(key) ? (key.range?.[0] ?? 0) : 0;
    return {
      key: isScalar(key) ? String(key.value) : '',
      line: lines.linePos(at).line,
      value: isNode(value) ? (value.toJS(document) as unknown) : null,
      node: value,
    };
  });
}

function readValue({ key, line, value }: Entry, { values, problems }: Draft): void {
  const setting = settingNamed(key);
  const meant = setting && valueOf(setting, value);
  if (setting === undefined) problems.push({ line, message: `no setting ${key}`, hint: nearSetting(key) });
  else if (meant === undefined) problems.push({ line, ...wrongValue(setting, value) });
  else values.set(setting.name, meant);
}

/** `keys:`, contexts, actions, and for each a key or several. Whether they exist is looked at by `remapKeys`. */
function readKeys(entry: Entry, configuration: Configuration, found: Draft): void {
  const contexts = entriesOf(entry.node, configuration);
  const wrong = (line: number): void => {
    found.problems.push({ line, message: 'keys are written as `keys: { prompt: { history-search: ctrl-f } }`' });
  };
  if (contexts === undefined) wrong(entry.line);
  for (const context of contexts ?? []) {
    const actions = entriesOf(context.node, configuration);
    if (actions === undefined) wrong(context.line);
    for (const { key: action, line, value } of actions ?? []) {
      const keys = keysIn(value);
      if (keys === undefined) wrong(line);
      else found.keys.push({ context: context.key, action, keys, line });
    }
  }
}

/** A key, several with blanks between, or a list; `none` for none. A blank alone is the key. */
function keysIn(value: unknown): readonly string[] | undefined {
  if (value === 'none') return [];
  if (value === ' ') return ['space'];
  if (Array.isArray(value)) return value.every(isKey) ? value.map(String) : undefined;
  return isKey(value)
    ? String(value)
        .split(/\s+/u)
        .filter((key) => key !== '')
    : undefined;
}

/** A digit stands for its key. */
function isKey(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
