import { type Document, isMap, isScalar, type Pair } from 'yaml';
import { parseConfiguration } from '../../commands/configuration.ts';

/** What a setting is to be: a value or a list, undefined for its default. `path` is `['theme']` or `['keys', 'prompt', 'undo']`. */
export type SettingsChange = {
  readonly path: readonly string[];
  readonly value: string | number | boolean | readonly string[] | undefined;
};

/**
 * The text of a configuration file with one setting changed. A line of its own is replaced, added or taken out, so that all
 * else, comments and layout, stays as it is; anything deeper is written anew, with its comments.
 *
 * @throws UserError `invalid` where the text is no YAML; `file` is for the message
 */
export function changeSettings(text: string, change: SettingsChange, file: string): string {
  const { document } = parseConfiguration(text, file);
  const wanted = document.clone() as Document;
  if (change.value === undefined) remove(wanted, change.path);
  else put(wanted, change.path, change.value);
  const edited = editedLine(text, document, change);
  if (edited !== undefined && isSame(edited, wanted)) return edited;
  const written = wanted.toString({ lineWidth: 0 });
  return wanted.contents === null || JSON.stringify(wanted.toJS()) === '{}' ? commentsOf(text) : written;
}

/** Puts a value where it belongs; what stands in the way and is no list, such as `keys:` with nothing in it, goes. */
function put(document: Document, path: readonly string[], value: unknown): void {
  for (let depth = 1; depth < path.length; depth++) {
    const above = path.slice(0, depth);
    if (document.hasIn(above) && !isMap(document.getIn(above))) document.deleteIn(above);
  }
  document.setIn(path, value);
}

/** Takes a setting out, and the lists that are empty without it. */
function remove(document: Document, path: readonly string[]): void {
  if (!document.hasIn(path)) return;
  document.deleteIn(path);
  const parent = path.slice(0, -1);
  const rest: unknown = parent.length === 0 ? undefined : document.toJS();
  const left = parent.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], rest);
  if (parent.length > 0 && JSON.stringify(left) === '{}') remove(document, parent);
}

/** The text with the line of a setting changed; undefined where it has no line that is all its own. */
function editedLine(text: string, document: Document, { path, value }: SettingsChange): string | undefined {
  const [name, ...deeper] = path;
  if (name === undefined || deeper.length > 0 || Array.isArray(value)) return undefined;
  const { contents } = document;
  const pairs: readonly Pair[] = isMap(contents) && contents.flow !== true ? contents.items : [];
  const pair = pairs.find(({ key }) => isScalar(key) && key.value === name);
  const line = `${name}: ${scalarText(value)}`;
  if (pair === undefined)
    return value === undefined ? text : `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${line}\n`;
  const [keyRange, valueRange] = [pair.key, pair.value].map((node) => (isScalar(node) ? node.range : undefined));
  if (!keyRange || !valueRange || text.slice(keyRange[0], valueRange[1]).includes('\n')) return undefined;
  if (value !== undefined) return text.slice(0, keyRange[0]) + line + text.slice(valueRange[1]);
  const end = text.indexOf('\n', valueRange[1]);
  return text.slice(0, keyRange[0]) + (end < 0 ? '' : text.slice(end + 1));
}

/** Words that YAML takes for something else are quoted. */
function scalarText(value: SettingsChange['value']): string {
  const isPlain = typeof value !== 'string' || /^[a-z][a-z-]*$/u.test(value);
  return isPlain && value !== 'true' && value !== 'null' ? String(value) : `'${String(value)}'`;
}

function isSame(text: string, wanted: Document): boolean {
  try {
    const { document } = parseConfiguration(text, '');
    return JSON.stringify(document.toJS() ?? {}) === JSON.stringify(wanted.toJS() ?? {});
  } catch {
    return false;
  }
}

/** Comments stay when the last setting goes. */
function commentsOf(text: string): string {
  return text
    .split('\n')
    .filter((line) => /^\s*(?:#|$)/u.test(line))
    .join('\n');
}
