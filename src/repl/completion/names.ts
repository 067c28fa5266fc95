import { camelCase } from '../../dataset/model/name-spelling.ts';
import { flagsOf } from '../../commands/parse-arguments.ts';
import type { Focus as BindFocus } from '../../dataset/query/bind/context.ts';
import { FUNCTION_NAMES } from '../../dataset/query/bind/functions.ts';
import { type Param, snakeCase } from '../../dataset/query/param.ts';
import { verbs } from '../../dataset/query/verbs/index.ts';
import { boundTerm } from './binding.ts';
import type { CompletionItem, Knowledge } from './completion.ts';
import { signatureOf } from '../../commands/help/signature.ts';
import { labelParts, sampleFields } from './fields.ts';
import { inQuotesAt, keysAt } from './in-string.ts';
import { calling, isWord, item, quoted } from './items.ts';
import { commandOf, commandParamAt, type Focus, paramAt, paramsOf, type Place } from './place.ts';
import { OPEN, roots } from './roots.ts';
import type { Frame } from './scan.ts';
import { classItems, valuesOf } from './values.ts';

/** Words that can stand at the end of the text, outside of a string and not behind a dot. */
export function names(place: Place, isStart: boolean): readonly CompletionItem[] {
  const { frames, compared, knowledge, word } = place;
  const frame = frames.at(-1);
  if (word.startsWith('$')) return params(knowledge);
  if (frame === undefined || !frames.some(({ receiver }) => receiver.length > 0)) {
    return [...roots(knowledge), ...(isStart ? commandItems(knowledge) : []), OPEN];
  }
  if (frame.opener === '{' && frame.keyword === undefined) {
    return keys(frame, place);
  }
  const values = compared === undefined ? [] : [...literals(compared, place), ...params(knowledge)];
  return [...values, ...arguments_(frame, place)];
}

/** What may stand before a colon: old values, or names of arguments. */
function keys(frame: Frame, place: Place): readonly CompletionItem[] {
  const type = paramAt(frame)?.type;
  if (type === 'taxonomy') return classItems(place).map(asKey);
  return type === 'mapping' ? keysAt(place).map(asKey) : keywords(frame, place);
}

/** Commands, by their first word. */
export function commandItems({ commands }: Knowledge): readonly CompletionItem[] {
  return commands
    .filter(({ later }) => later !== true)
    .map(({ name, summary, params: words }) => ({
      ...item(name, summary, 'command'),
      text: words.length === 0 ? name : `${name} `,
    }));
}

function params({ params: values }: Knowledge): readonly CompletionItem[] {
  return Object.entries(values).map(([name, value]) =>
    item(`$${name}`, value instanceof Date ? value.toISOString() : String(value), 'name'),
  );
}

/** Values that can be compared with, as they are written in a statement. */
function literals(compared: readonly string[], place: Place): readonly CompletionItem[] {
  return valuesOf(compared, place).map((value) => (value.isText ? quoted(value) : bare(value, place)));
}

/** Python writes `True`. */
function bare(value: CompletionItem, { spelling }: Place): CompletionItem {
  const text = spelling === 'snake' ? value.text.replace(/^[tf]/u, (letter) => letter.toUpperCase()) : value.text;
  return { ...value, text, name: text, label: text };
}

function arguments_(frame: Frame, place: Place): readonly CompletionItem[] {
  const type = paramAt(frame)?.type;
  const command = commandOf(frame, place.knowledge);
  if (command !== undefined) return constants(frame, commandParamAt(frame, command)?.type, place);
  if (type !== undefined && CONSTANTS.has(type)) return constants(frame, type, place);
  if (type === 'view') return [...roots(place.knowledge), OPEN];
  return type === 'tallies' ? questions() : [...expressions(place), ...optionsOf(frame, place)];
}

/** What an argument can be that is no expression: texts in quotes, true and false, parameters of the session. */
function constants(frame: Frame, type: string | undefined, place: Place): readonly CompletionItem[] {
  const texts = inQuotesAt(frame, place).map(quoted);
  const bools = type !== undefined && BOOLS.has(type) ? ['true', 'false'] : [];
  return [
    ...texts,
    ...bools.map((text) => bare(item(text, '', 'value'), place)),
    ...params(place.knowledge),
    ...optionsOf(frame, place),
  ];
}

const BOOLS: ReadonlySet<string> = new Set<Param['type']>(['bool', 'boolOrInt', 'idOrFlag']);

/** Types of arguments that are no expression. */
const CONSTANTS: ReadonlySet<string> = new Set<Param['type']>([
  'tag', 'id', 'idOrFlag', 'text', 'bool', 'boolOrInt', 'int', 'number', 'constant', 'mapping', 'fieldName', 'labelField',
  'pattern', 'taxonomy',
]); // prettier-ignore

/** The questions that can be asked of a view, as `aggregate` takes them. */
function questions(): readonly CompletionItem[] {
  return verbs
    .filter(({ yields }) => yields === 'answer')
    .map((verb) =>
      calling({ name: verb.name, label: signatureOf(verb), takes: verb.params.length > 0 }, verb.summary, 'verb'),
    );
}

function expressions({ focus, catalog }: Place): readonly CompletionItem[] {
  const fields = focus.kind === 'sample' ? sampleFields(catalog) : labelParts(focus.fields);
  const sample = focus.kind === 'sample' ? [] : [item('sample', 'the sample of the label', 'field')];
  return [...fields.map(asName), ...sample, ...functions(focus)];
}

/** A field whose name is no word of the language is written `F('...')`. */
function asName(field: CompletionItem): CompletionItem {
  return isWord(field.name) ? field : { ...field, text: `F(${quoted(field).text})` };
}

/** Names of parameters in the braces of a call. */
function keywords(frame: Frame, place: Place): readonly CompletionItem[] {
  return optionNames(frame, place).map(({ name, detail }) => ({ ...item(name, detail, 'option'), text: `${name}: ` }));
}

/** A value as the key of an object. */
function asKey(value: CompletionItem): CompletionItem {
  const key = isWord(value.text) ? value : quoted(value);
  return { ...key, text: `${key.text}: ` };
}

/** Optional parameters by name, where the ones before have been given or one of them is being typed. */
function optionsOf(frame: Frame, place: Place): readonly CompletionItem[] {
  const { opener, keyword, argument } = frame;
  const isNext = opener === '(' && keyword === undefined && (place.word !== '' || argument >= required(frame, place));
  if (!isNext || place.compared !== undefined) return [];
  const written = place.spelling === 'snake' ? (name: string) => `${name}=` : (name: string) => `{ ${name}: `;
  return optionNames(frame, place)
    .filter(({ optional }) => optional)
    .map(({ name, detail }) => ({ ...item(name, detail, 'option'), text: written(name) }));
}

function required(frame: Frame, { knowledge }: Place): number {
  const list = commandOf(frame, knowledge)?.params ?? paramsOf(frame);
  return list.filter(({ optional }) => optional !== true).length;
}

type Option = { readonly name: string; readonly detail: string; readonly optional: boolean };

function optionNames(frame: Frame, { knowledge, spelling }: Place): readonly Option[] {
  const spell = (name: string): string => (spelling === 'snake' ? snakeCase(name) : name);
  const command = commandOf(frame, knowledge);
  if (command !== undefined) {
    return flagsOf(command)
      .filter(({ name }) => name !== 'dataset' && name !== 'view')
      .map(({ name, summary }) => ({ name: spell(camelCase(name)), detail: summary, optional: true }));
  }
  return paramsOf(frame).map(({ name, type, optional }) => ({
    name: spell(name),
    detail: type,
    optional: optional === true,
  }));
}

function functions({ kind }: Focus): readonly CompletionItem[] {
  return FUNCTION_NAMES.filter((name) => kind === 'label' || !ofLabels().has(name)).map((name) =>
    calling({ name, label: `${name}()`, takes: !ofLabels().has(name) }, '', 'function'),
  );
}

/** Functions of a label's geometry: those that can be called without arguments, and only on a label. */
function ofLabels(): ReadonlySet<string> {
  known ??= new Set(
    FUNCTION_NAMES.filter((name) => isCallable(name, { kind: 'label', fields: [] }) && !isCallable(name, SAMPLE)),
  );
  return known;
}

let known: ReadonlySet<string> | undefined;

const SAMPLE: BindFocus = { kind: 'sample' };
const NOWHERE = { start: 0, end: 0 };
const NO_CATALOG = { dataset: '', samples: 0, fields: [], tags: [], classes: {}, classLists: {} };

function isCallable(name: string, focus: BindFocus): boolean {
  const callee = { kind: 'name', name, span: NOWHERE } as const;
  const call = { kind: 'call', callee, args: [], span: NOWHERE } as const;
  return boundTerm(call, { catalog: NO_CATALOG, params: {}, focus }) !== undefined;
}
