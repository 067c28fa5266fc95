import { commandNamed } from '../../commands/command-named.ts';
import { optionsNamed } from '../../commands/help/option-help.ts';
import { RUN } from '../../commands/help/program-help.ts';
import type { AnyCommand } from '../../commands/define-command.ts';
import { quoteWord } from '../../dataset/model/words.ts';
import { CURRENT } from '../../dataset/query/sources.ts';
import { functionParts } from '../../dataset/query/language-parts.ts';
import { methodsNamed } from '../../dataset/query/methods/index.ts';
import { verbNamed } from '../../dataset/query/verbs/index.ts';
import { type CommandPlace, commandPlace, expressionStart } from './complete-command.ts';
import { statementStart } from './complete.ts';
import type { Knowledge } from './completion.ts';
import { labelParts, pathItems, sampleFields } from './fields.ts';
import { inString } from './in-string.ts';
import { commandOf, labelFieldsOf, type Place, placeOf } from './place.ts';
import { scan } from './scan.ts';
import { settingNamed } from '../settings/settings.ts';

/**
 * What help is asked about at an offset of a text, as it stands behind `help`: the field, value, option or the like that the
 * cursor is in, else the verb or command around it. Undefined where there is neither.
 */
export function subjectAt(text: string, offset: number, knowledge: Knowledge): string | undefined {
  const from = statementStart(text, offset);
  const statement = text.slice(from);
  if (RUNNING.test(statement) && !knowledge.variables.has(RUN.name)) return RUN.name;
  const at = offset - from;
  const end = at + (/^[\p{L}\p{N}_]*/u.exec(statement.slice(at))?.[0].length ?? 0);
  const command = commandPlace(statement.slice(0, at), knowledge.commands);
  if (command === undefined) {
    return (
      inExpression(statement, end, knowledge) ??
      closedCall(statement.slice(0, end), knowledge) ??
      alone(statement, knowledge)
    );
  }
  const start = expressionStart(command);
  if (start === undefined) return inWords(command, statement.slice(at), knowledge);
  return inExpression(statement.slice(start), end - start, knowledge) ?? command.command.name;
}

/** What would run a script, were it written for another shell. */
const RUNNING = /^\s*(?:quadrat\s+)?run(?:\s+[^\s=.(].*)?$/su;

/** The verb, method or function whose brackets end right before the cursor. */
function closedCall(text: string, knowledge: Knowledge): string | undefined {
  if (!text.trimEnd().endsWith(')')) return undefined;
  const { frames } = placeOf(scan(text.slice(0, text.trimEnd().length - 1)), knowledge);
  const callee = frames.at(-1)?.callee;
  return callee !== undefined && isKnown(callee, knowledge) ? callee : undefined;
}

/** A word that stands by itself is what is asked about, whatever it may be; but a dataset is not explained. */
function alone(statement: string, { datasets }: Knowledge): string | undefined {
  const word = statement.trim();
  return ALONE.test(word) && !datasets.includes(word) ? word : undefined;
}

const ALONE = /^(?:--)?[\p{L}_][\p{L}\p{N}_-]*$/u;

function inWords(place: CommandPlace, rest: string, knowledge: Knowledge): string {
  const { command, words, last } = place;
  const behind = (last.quote === undefined ? /^[^\s'"]*/u : /^[^'"]*/u).exec(rest)?.[0] ?? '';
  const word = last.text + behind;
  return optionIn(command, [word, words.at(-1) ?? '']) ?? wordOf(command, word, knowledge) ?? command.name;
}

/** An option that is being written, or its value. */
function optionIn(command: AnyCommand, words: readonly string[]): string | undefined {
  const option = words.find((each) => each.startsWith('-'));
  if (option === undefined || optionsNamed(option, [command]) === undefined) return undefined;
  return `${command.name} ${quoteWord(option.split('=')[0] ?? '')}`;
}

function wordOf(command: AnyCommand, word: string, knowledge: Knowledge): string | undefined {
  if (command.name === 'set') return settingNamed(word) === undefined ? undefined : `set ${word}`;
  if (isFormat(word, knowledge)) return word;
  if (command.name === 'help' && isKnown(word, knowledge)) return word;
  const { current } = knowledge;
  const fields = current === undefined ? [] : pathItems(knowledge.catalog(current));
  return fields.some(({ name }) => name === word) ? fieldNamed(word, knowledge) : undefined;
}

function inExpression(text: string, end: number, knowledge: Knowledge): string | undefined {
  const place = placeOf(scan(text.slice(0, end)), knowledge);
  if (place.quote !== undefined) return ofString(place, text.slice(end)) ?? around(place, knowledge);
  const { word } = place;
  if (!/^[\p{L}_]/u.test(word)) return around(place, knowledge);
  if (!place.afterDot && isVariable(word, text, end, knowledge)) return word;
  return (
    (place.afterDot ? behindDot(place) : ofName(place)) ?? (isKnown(word, knowledge) ? word : around(place, knowledge))
  );
}

/** Whether a word is `ds` or a variable, and not the name that is being given to something. */
function isVariable(word: string, text: string, end: number, { variables }: Knowledge): boolean {
  return (CURRENT.has(word) || variables.has(word)) && !/^\s*=(?!=)/u.test(text.slice(end));
}

/** What stands in a string. */
function ofString(place: Place, rest: string): string | undefined {
  const { quote = '', knowledge } = place;
  const text = place.word + rest.slice(0, Math.max(0, rest.indexOf(quote)));
  if (text === '') return undefined;
  const item = inString({ ...place, word: text }).find(({ name }) => name === text);
  if (item === undefined) return isCompared(place) ? quoteWord(text) : undefined;
  if (item.kind === 'field') return fieldNamed(text, knowledge);
  return item.kind === 'value' || isFormat(text, knowledge) ? quoteWord(text) : undefined;
}

/** What is compared with a field is a value of it, known by now or not. */
function isCompared({ compared = [] }: Place): boolean {
  return compared.length > 0;
}

/** `gt.label`, `sample.year`, where that is a field. */
function behindDot({ chain, word, catalog, knowledge }: Place): string | undefined {
  const path = [...chain, word].join('.').replace(/^sample\./u, '');
  return pathItems(catalog).some(({ name }) => name === path) ? fieldNamed(path, knowledge) : undefined;
}

/** A field of what is looked at, or an option of the command that is called. */
function ofName({ word, focus, catalog, frames, knowledge }: Place): string | undefined {
  const frame = frames.at(-1);
  const command = frame && commandOf(frame, knowledge);
  if (command !== undefined && optionsNamed(word, [command]) !== undefined) return `${command.name} --${word}`;
  const [field, another] = focus.kind === 'label' ? focus.fields : [];
  if (field !== undefined && labelParts([field]).some(({ name }) => name === word)) {
    return another === undefined ? `${field.name}.${word}` : word;
  }
  const own = [...sampleFields(catalog), ...labelParts(labelFieldsOf(catalog))];
  return frames.length > 0 && own.some(({ name }) => name === word) ? fieldNamed(word, knowledge) : undefined;
}

/** A field as help takes it: one that is called like a command is not taken for that. */
function fieldNamed(path: string, { commands }: Knowledge): string {
  return commandNamed(path, commands) === undefined ? quoteWord(path) : `sample.${path}`;
}

/** The verb, method or command whose brackets are open, the innermost first. */
function around({ frames }: Place, knowledge: Knowledge): string | undefined {
  return frames.findLast(({ callee }) => callee !== undefined && isKnown(callee, knowledge))?.callee;
}

function isFormat(name: string, { formats }: Knowledge): boolean {
  return name !== 'demo' && formats.some((each) => each.name === name);
}

function isKnown(name: string, { commands }: Knowledge): boolean {
  const isFunction = functionParts.some((part) => part.name === name || part.name === `F.${name}`);
  return (
    isFunction ||
    commandNamed(name, commands) !== undefined ||
    verbNamed(name) !== undefined ||
    methodsNamed(name).length > 0
  );
}
