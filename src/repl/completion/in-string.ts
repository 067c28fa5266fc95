import type { Param } from '../../dataset/query/param.ts';
import { flagsOf } from '../../commands/parse-arguments.ts';
import type { CompletionItem } from './completion.ts';
import { pathItems, labelParts } from './fields.ts';
import { item } from './items.ts';
import { commandOf, commandParamAt, labelFieldsOf, paramAt, pathNamed, type Place } from './place.ts';
import type { Frame } from './scan.ts';
import { fieldType } from '../../dataset/query/named-fields.ts';
import { classItems, labelTagItems, sampleItems, tagItems, valuesOf } from './values.ts';
import { taxonomyItems, wordsOfType } from './words-of-type.ts';

/** What can stand in the string at the end of the text. */
export function inString(place: Place): readonly CompletionItem[] {
  const { frames, compared, knowledge } = place;
  const frame = frames.at(-1);
  if (compared !== undefined && compared.length > 0 && !isKeyword(frame, compared, place)) {
    return isFilepath(compared) ? sampleItems(place) : valuesOf(compared, place);
  }
  if (frame?.callee === undefined) return [];
  if (frame.callee === 'load_dataset') return knowledge.datasets.map((name) => item(name, 'dataset', 'name'));
  return frame.receiver.length === 0 ? ofFunction(frame.callee, place) : ofCall(frame, place);
}

function isFilepath(path: readonly string[]): boolean {
  return path.at(path[0] === 'sample' ? 1 : 0) === 'filepath';
}

/** `fields='` is an argument, not a comparison. */
function isKeyword(frame: Frame | undefined, compared: readonly string[], { knowledge }: Place): boolean {
  if (frame?.keyword === undefined || compared.length > 1 || frame.keyword !== compared[0]) return false;
  const command = commandOf(frame, knowledge);
  if (command !== undefined) return flagsOf(command).length > 0;
  return paramAt({ ...frame, argument: -1 }) !== undefined;
}

function ofFunction(name: string, { knowledge, focus, catalog }: Place): readonly CompletionItem[] {
  if (name === 'open') return knowledge.datasets.map((each) => item(each, 'dataset', 'name'));
  if (name !== 'F' && name !== 'ViewField') return [];
  return focus.kind === 'sample' ? pathItems(catalog) : labelParts(focus.fields);
}

function ofCall(frame: Frame, place: Place): readonly CompletionItem[] {
  const command = commandOf(frame, place.knowledge);
  if (command !== undefined) {
    const param = commandParamAt(frame, command);
    return param === undefined
      ? []
      : wordsOfType(param, place.word, { knowledge: place.knowledge, command, words: [] });
  }
  const param = paramAt(frame);
  if (param === undefined) return [];
  if (OF_RECEIVER.has(param.type))
    return isFilepath(frame.receiver) ? sampleItems(place) : valuesOf(frame.receiver, place);
  if (param.type === 'text') return ofText(param.name, frame, place);
  return ofParam(param.type, place);
}

/** Types of arguments that are compared with what the method is called on. */
const OF_RECEIVER: ReadonlySet<string> = new Set(['operand', 'textOperand']);

/** Text whose parameter's name says what it is of labels: their classes or their tags. */
function ofText(name: string, frame: Frame, place: Place): readonly CompletionItem[] {
  if (name === 'labels' || name === 'classes') return classItems(place, frame.strings);
  return name === 'tags' ? labelTagItems(place, frame.strings) : [];
}

/** Types are compared as text: those that are not known offer nothing. */
function ofParam(type: string, place: Place): readonly CompletionItem[] {
  const { catalog } = place;
  switch (type) {
    case 'tag':
      return tagItems(place);
    case 'labelField':
      return labelFieldsOf(catalog).map((field) => item(field.name, fieldType(field), 'field'));
    case 'taxonomy':
      return place.frames.at(-1)?.opener === '{' ? classItems(place) : taxonomyItems(place.knowledge);
    case 'constant':
    case 'mapping':
      return keysAt(place);
    default:
      return PATHS.has(type) ? pathItems(catalog) : [];
  }
}

/** Types of arguments that may be a path in quotes. */
const PATHS: ReadonlySet<string> = new Set<Param['type']>([
  'value', 'named', 'column', 'sortKey', 'target', 'fieldName', 'own',
]); // prettier-ignore

/** Values of the field that the call names in its first string: `selectBy('area', '`, the keys of `mapLabels('gt', { `. */
export function keysAt(place: Place): readonly CompletionItem[] {
  const path = pathNamed(place.frames) ?? [];
  const isField = path.length === 1 && labelFieldsOf(place.catalog).some(({ name }) => name === path[0]);
  return valuesOf(isField ? [...path, 'label'] : path, { ...place, focus: { kind: 'sample' } });
}

const QUOTED: ReadonlySet<string> = new Set<Param['type']>([
  'tag', 'labelField', 'text', 'fieldName', 'target', 'constant', 'taxonomy',
]); // prettier-ignore

/** Arguments that are written in quotes, to be offered before the quote is typed. */
export function inQuotesAt(frame: Frame, place: Place): readonly CompletionItem[] {
  const type = paramAt(frame)?.type ?? '';
  if (QUOTED.has(type)) return ofCall(frame, place);
  return commandOf(frame, place.knowledge) === undefined ? [] : ofCall(frame, place);
}
