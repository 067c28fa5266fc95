import { camelCase, kebabCase } from '../dataset/model/name-spelling.ts';
import { quoteWord, type Word } from '../dataset/model/words.ts';
import { type Span, UserError } from '../diagnostics.ts';
import { nearest } from '../dataset/model/nearest.ts';
import type { Declaration, Flag, Param, ParamType } from './declaration.ts';
import { type ParameterValues, withValues } from './word-parameters.ts';

/** Arguments of a call by camel-case name, and what `-d` and `--view` said. */
export type Arguments = {
  readonly input: Readonly<Record<string, unknown>>;
  readonly dataset: string | undefined;
  readonly view: string | undefined;
};

const DATASET: Flag = {
  name: 'dataset',
  short: 'd',
  type: 'dataset',
  summary: 'The dataset; default: that of the session.',
};
const VIEW: Flag = { name: 'view', type: 'view', summary: 'Only what this view holds.' };

/** The command's own flags and those that its scope brings. */
export function flagsOf(command: Declaration): readonly Flag[] {
  if (command.scope === 'none') return command.flags;
  return [...command.flags, DATASET, ...(command.scope === 'view' ? [VIEW] : [])];
}

/** One line that shows how a command is called, e.g. `rename FROM TO`. */
export function usageOf(command: Declaration): string {
  const flags = command.flags.map((flag) =>
    flag.type === 'bool' ? `[--${flag.name}]` : `[--${flag.name} ${valueName(flag)}]`,
  );
  return [command.name, ...paramNames(command), ...flags].join(' ');
}

/** The same for a hint: of many options it says where they are listed. */
function shortUsageOf(command: Declaration): string {
  if (command.flags.length <= MOST_SHOWN) return usageOf(command);
  return `${[command.name, ...paramNames(command)].join(' ')} [OPTIONS]; help ${command.name} lists them`;
}

const MOST_SHOWN = 3;

function paramNames({ params }: Declaration): readonly string[] {
  return params.map((param) => {
    const called = param.choices?.join('|') ?? param.name.toUpperCase();
    const name = called + (param.list === true ? ' ...' : '');
    return param.optional === true ? `[${name}]` : name;
  });
}

/** How the value of a flag is called in help: its choices, or its type. */
export function valueName(flag: Flag): string {
  return flag.choices?.join('|') ?? flag.type.toUpperCase();
}

/**
 * Checks the words after a command's name against its declaration. Without `parameters` words that have some are not looked at.
 *
 * @throws UserError `usage` with the place and the nearest name, `unknown-name` for a parameter without a value
 */
export function parseWords(command: Declaration, words: readonly Word[], parameters?: ParameterValues): Arguments {
  const values: Record<string, unknown> = {};
  const positional: ValuedWord[] = [];
  const rest = words.map((word) => ({ ...word, values: parameters }));
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (isFlag(word) && command.params.at(-1)?.verbatim !== true) readFlag(command, word, rest, values);
    else positional.push(word);
  }
  return separate({ ...positionalValues(command, slotsOf(command, positional)), ...values });
}

/** A word, and what its parameters are worth. */
type ValuedWord = Word & { readonly values: ParameterValues | undefined };

function isFlag({ text, quoted }: Word): boolean {
  return !quoted && /^--?[a-z]/u.test(text);
}

/** Adds what a flag says to `values`, with its value from `rest` where it does not hold it itself. */
function readFlag(command: Declaration, word: ValuedWord, rest: ValuedWord[], values: Record<string, unknown>): void {
  const [name, inline] = splitFlag(word.text);
  const flag = findFlag(command, flagsOf(command), name, word.span);
  const key = camelCase(flag.name);
  if (flag.type === 'bool' && inline === undefined) {
    values[key] = true;
    return;
  }
  const value = inline === undefined ? rest.shift() : behindEquals(word, inline);
  if (value === undefined) throw usage(command, `--${flag.name} needs a value`, word.span);
  const given = flagValue(command, flag, value);
  values[key] = flag.list === true ? [...((values[key] as readonly unknown[] | undefined) ?? []), given] : given;
}

/** The value of `--name=value`. */
function behindEquals(word: ValuedWord, text: string): ValuedWord {
  const by = word.text.length - text.length;
  const parameters = (word.parameters ?? []).map((each) => ({ ...each, start: each.start - by, end: each.end - by }));
  return { ...word, text, parameters };
}

/**
 * Checks the arguments of a chained call, `v.export('yolo', 'out/', { taxonomy: 'extended' })`: one for each parameter, for a
 * list one value or a list; parameters may be named, too.
 *
 * @throws UserError `usage`
 */
export function parseCall(
  command: Declaration,
  args: readonly unknown[],
  options: Readonly<Record<string, unknown>>,
): Arguments {
  const values: Record<string, unknown> = {};
  const slots = args.map(slotOf);
  for (const [key, value] of Object.entries(options)) {
    const at = command.params.findIndex(({ name }) => name === kebabCase(key));
    if (at >= 0) slots[at] = slotOf(value);
    else if (value !== null) Object.assign(values, optionValue(command, key, value));
  }
  return separate({ ...positionalValues(command, slots), ...values });
}

/** A word with or without a place: arguments of a call have none of their own. */
type Located = { readonly text: string; readonly span: Span | undefined } & Partial<
  Pick<ValuedWord, 'parameters' | 'values'>
>;

/** What is given for one parameter: several words for a list, none for nothing. */
type Slot = readonly Located[];

function slotOf(value: unknown): Slot {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const text = (item: unknown): string => (typeof item === 'string' ? item : JSON.stringify(item));
  return items.filter((item) => item !== null).map((item) => ({ text: text(item), span: undefined }));
}

/** Words one by one, but those of a list, which comes last, together. */
function slotsOf({ params }: Declaration, words: readonly Located[]): readonly Slot[] {
  const list = params.findIndex((param) => param.list === true);
  const single = list === -1 ? words : words.slice(0, list);
  return [...single.map((word) => [word]), ...(list === -1 ? [] : [words.slice(list)])];
}

function optionValue(command: Declaration, key: string, value: unknown): Record<string, unknown> {
  const flag = findFlag(command, flagsOf(command), kebabCase(key), undefined);
  if (flag.type === 'bool' && typeof value !== 'boolean') {
    throw usage(command, `--${flag.name} is true or false, not ${optionText(value)}`, undefined);
  }
  const given = (each: unknown): unknown => flagValue(command, flag, { text: optionText(each), span: undefined });
  const many = flag.list === true && Array.isArray(value) ? value.map(given) : [given(value)];
  return { [camelCase(flag.name)]: flag.list === true ? many : many[0] };
}

function optionText(value: unknown): string {
  if (Array.isArray(value)) return value.map(optionText).join(',');
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

function positionalValues(command: Declaration, slots: readonly Slot[]): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [at, param] of command.params.entries()) {
    const words = slots[at] ?? [];
    const given = words.map((word) => converted(command, param, word));
    if (given.length === 0 && param.optional !== true) {
      throw usage(command, `${command.name} needs ${neededWord(param)}`, undefined);
    }
    if (param.list === true) values[camelCase(param.name)] = given;
    else if (given.length > 0) values[camelCase(param.name)] = given[0];
    if (param.list !== true && words[1] !== undefined) throw tooMany(command, words[1]);
  }
  refuseMore(command, slots);
  return values;
}

function neededWord({ name, choices }: Param): string {
  return name.toUpperCase() + (choices === undefined ? '' : `: ${choices.join(', ')}`);
}

function refuseMore(command: Declaration, slots: readonly Slot[]): void {
  const extras = slots.slice(command.params.length).flat();
  const last = slots[command.params.length - 1] ?? [];
  if (extras[0] !== undefined) throw tooMany(command, extras[0], [...last, ...extras]);
}

/** `name`: the words from the last that is taken on, which may have been meant as one. */
function tooMany(command: Declaration, { text, span }: Located, name: readonly Located[] = []): UserError {
  const error = usage(command, `one word too many: ${text}`, span);
  if (name.length < 2 || span === undefined) return error;
  const quoted = quoteWord(name.map((word) => word.text).join(' '));
  const hint = `what has spaces in it is written in quotes: ${quoted}; ${error.hint ?? ''}`;
  return new UserError('usage', error.message, { span, hint });
}

function separate(values: Readonly<Record<string, unknown>>): Arguments {
  const { dataset, view, ...input } = values;
  // A command that declares a parameter called `dataset` or `view` itself sees it too.
  return {
    input: { ...input, dataset, view },
    dataset: typeof dataset === 'string' ? dataset : undefined,
    view: typeof view === 'string' ? view : undefined,
  };
}

function splitFlag(text: string): readonly [string, string | undefined] {
  const equals = text.indexOf('=');
  const name = equals === -1 ? text : text.slice(0, equals);
  return [name.replace(/^--?/u, ''), equals === -1 ? undefined : text.slice(equals + 1)];
}

function findFlag(command: Declaration, flags: readonly Flag[], name: string, span: Span | undefined): Flag {
  const flag = flags.find((one) => one.name === name || one.short === name || one.aliases?.includes(name) === true);
  if (flag !== undefined) return flag;
  const names = flags.map((one) => one.name);
  const near = names.find((one) => name.length > 1 && one.startsWith(name)) ?? nearest(name, names);
  const message = `${command.name} has no option --${name}`;
  if (near === undefined) throw usage(command, message, span);
  throw new UserError('usage', message, {
    ...(span && { span }),
    hint: `did you mean --${near}?`,
    fix: { written: name, meant: near },
  });
}

function flagValue(command: Declaration, flag: Flag, written: Located): unknown {
  const word = valued(flag, written);
  if (isOpen(word)) return word.text;
  if (flag.choices !== undefined && !flag.choices.includes(word.text)) {
    throw usage(command, `--${flag.name} is one of ${flag.choices.join(', ')}; not ${word.text}`, word.span);
  }
  return converted(command, flag, word);
}

function converted(command: Declaration, param: Param | Flag, written: Located): string | number | boolean {
  const word = valued(param, written);
  if (isOpen(word)) return word.text;
  return CONVERSIONS[param.type](word.text, (what) =>
    usage(command, `${param.name} ${what}, not ${word.text}`, word.span),
  );
}

function valued({ type }: Param | Flag, word: Located): Located {
  return word.values === undefined ? word : withValues(word, type, word.values);
}

/** Whether it has parameters whose values are not known while it is typed. */
function isOpen({ parameters = [], values }: Located): boolean {
  return values === undefined && parameters.length > 0;
}

type Conversion = (text: string, wrong: (what: string) => UserError) => string | number | boolean;

const asText: Conversion = (text) => text;

const CONVERSIONS: Readonly<Record<ParamType, Conversion>> = {
  string: asText,
  path: asText,
  dataset: asText,
  sample: asText,
  'read-format': asText,
  'write-format': asText,
  'verify-format': asText,
  view: asText,
  source: asText,
  snapshot: asText,
  state: asText,
  trashed: asText,
  command: asText,
  entry: asText,
  taxonomy: asText,
  int: (text, wrong) => {
    if (!/^[+-]?\d+$/u.test(text) || !Number.isSafeInteger(Number(text))) throw wrong('takes a whole number');
    return Number(text);
  },
  bool: (text, wrong) => {
    if (text !== 'true' && text !== 'false') throw wrong('is true or false');
    return text === 'true';
  },
};

function usage(command: Declaration, message: string, span: Span | undefined): UserError {
  return new UserError('usage', message, { ...(span && { span }), hint: shortUsageOf(command) });
}
