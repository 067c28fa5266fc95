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
  const wanted = document.clone();
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
  const line = value === undefined ? undefined : `${name}: ${scalarText(value)}`;
  return pair === undefined ? withLine(text, line) : withLineAt(text, placeOf(pair), line);
}

function withLine(text: string, line: string | undefined): string {
  if (line === undefined) return text;
  return `${text}${/(?:^|\n)$/u.test(text) ? '' : '\n'}${line}\n`;
}

/** Puts a line where another stood; without one the other goes, and what is behind it. */
function withLineAt(text: string, place: ReturnType<typeof placeOf>, line: string | undefined): string | undefined {
  if (place === undefined || text.slice(...place).includes('\n')) return undefined;
  const [start, end] = place;
  if (line !== undefined) return text.slice(0, start) + line + text.slice(end);
  const next = text.indexOf('\n', end);
  return text.slice(0, start) + (next < 0 ? '' : text.slice(next + 1));
}

/** From the beginning of a name to the end of its value; undefined where the value is a list. */
function placeOf({ key, value }: Pair): readonly [number, number] | undefined {
  const [first, last] = [key, value].map((node) => (isScalar(node) ? node.range : undefined));
  return first && last ? [first[0], last[1]] : undefined;
}

/** Words that YAML takes for something else are quoted. */
function scalarText(value: NonNullable<SettingsChange['value']>): string {
  if (typeof value !== 'string') return String(value);
  const isPlain = /^[a-z][a-z-]*$/u.test(value) && value !== 'true' && value !== 'null';
  return isPlain ? value : `'${value}'`;
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
