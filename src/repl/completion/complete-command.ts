import type { Flag } from '../../commands/declaration.ts';
import { commandNamed } from '../../commands/command-named.ts';
import type { AnyCommand } from '../../commands/define-command.ts';
import { flagsOf } from '../../commands/parse-arguments.ts';
import { quoteWord } from '../../dataset/model/words.ts';
import type { Completion, CompletionItem, Knowledge } from './completion.ts';
import { item } from './items.ts';
import { rank } from './rank.ts';
import { type TypedWord, typedWords } from './typed-words.ts';
import { wordsOfType } from './words-of-type.ts';

/** A command's words up to the cursor, and the one that the cursor is in. */
export type CommandPlace = {
  readonly command: AnyCommand;
  readonly words: readonly string[];
  readonly last: TypedWord;
};

/** The command whose words are being typed; undefined where the text is an expression, or still in its first word. */
export function commandPlace(before: string, commands: readonly AnyCommand[]): CommandPlace | undefined {
  const command = commandNamed(readCommandName(before) ?? '', commands);
  if (command === undefined) return undefined;
  const { words, last } = typedWords(before);
  return { command, words: words.slice(1), last };
}

/** The first word of a line that goes on with words as a command's does, not with a bracket, a dot or `=`. */
export function readCommandName(before: string): string | undefined {
  return /^\s*\.?([a-z][\w-]*)\s+(?!=(?!=)|\(|\.\s*[A-Za-z_]\w*\s*\()/u.exec(before)?.[1];
}

/** Where in the word an expression begins, if the word is one: the value of `--view`. */
export function expressionStart({ command, words, last }: CommandPlace): number | undefined {
  const [, inline] = inlineFlag(command, last.text);
  const flag = inline ?? flagBefore(command, words);
  const param = flag ?? positionalParam(command, words);
  if (param?.type !== 'view') return undefined;
  const start = inline === undefined ? last.start : last.start + last.text.indexOf('=') + 1;
  return last.quote === undefined ? start : start + 1;
}

/** What the word at the cursor can be. `rest` is the text behind the cursor. */
export function completeCommand(place: CommandPlace, offset: number, rest: string, knowledge: Knowledge): Completion {
  const { command, last } = place;
  const [prefix, inline] = inlineFlag(command, last.text);
  const typed = last.text.slice(prefix.length);
  const isClosed = last.quote !== undefined && rest.startsWith(last.quote);
  const replace = { start: last.start + prefix.length, end: isClosed ? offset + 1 : offset };
  const items =
    inline === undefined ? wordItems(place, knowledge) : wordsOfType(inline, typed, { knowledge, ...place });
  return {
    replace,
    ...rank(
      items.map((each) => written(each, takesMore(place) ? ' ' : '')),
      typed,
    ),
  };
}

function wordItems(place: CommandPlace, knowledge: Knowledge): readonly CompletionItem[] {
  const { command, words, last } = place;
  const flag = flagBefore(command, words);
  if (flag !== undefined) return wordsOfType(flag, last.text, { knowledge, ...place });
  if (last.text.startsWith('-')) return flagItems(command, words);
  const param = positionalParam(command, words);
  const items = param === undefined ? [] : wordsOfType(param, last.text, { knowledge, ...place });
  // Flags come by themselves only where nothing else can.
  const isOver = param === undefined || (param.optional === true && items.length === 0);
  return isOver && last.text === '' ? flagItems(command, words) : items;
}

function positionalParam(command: AnyCommand, words: readonly string[]): AnyCommand['params'][number] | undefined {
  const last = command.params.at(-1);
  return command.params[position(command, words)] ?? (last?.list === true ? last : undefined);
}

/** How many words stand there that are no flags and no values of flags. */
function position(command: AnyCommand, words: readonly string[]): number {
  return words.filter((each, i) => !isFlag(each) && flagBefore(command, words.slice(0, i)) === undefined).length;
}

/** Whether something may follow the word at the cursor. */
function takesMore({ command, words }: CommandPlace): boolean {
  const param = command.params.at(-1);
  const isOneOfMany = param?.list === true && param.verbatim !== true;
  const isLast = position(command, words) + 1 >= command.params.length && !isOneOfMany;
  return !isLast || flagsOf(command).length > 0;
}

function isFlag(word: string): boolean {
  return /^--?[a-z]/u.test(word);
}

/** The flag whose value the next word is. */
function flagBefore(command: AnyCommand, words: readonly string[]): Flag | undefined {
  const word = words.at(-1);
  const flag = flagsOf(command).find(({ name, short, aliases = [] }) =>
    [`-${short ?? name}`, ...[name, ...aliases].map((each) => `--${each}`)].includes(word ?? ''),
  );
  return flag?.type === 'bool' ? undefined : flag;
}

/** `--name=` at the beginning of a word, and its flag. */
function inlineFlag(command: AnyCommand, text: string): readonly [string, Flag | undefined] {
  const found = /^--([a-z][\w-]*)=/u.exec(text);
  const flag = flagsOf(command).find(({ name }) => name === found?.[1]);
  return flag === undefined ? ['', undefined] : [found?.[0] ?? '', flag];
}

/** Flags that have not been given, or that may be given again. */
function flagItems(command: AnyCommand, words: readonly string[]): readonly CompletionItem[] {
  return flagsOf(command)
    .filter(({ name, list }) => list === true || !words.some((word) => word.split('=')[0] === `--${name}`))
    .map(({ name, summary }) => item(`--${name}`, summary, 'option'));
}

/** As a word of a line: quoted where that is needed, with `end` behind it unless more is to come in the same word. */
function written(completion: CompletionItem, end: string): CompletionItem {
  const word = quoteWord(completion.text);
  if (completion.continues !== true) return { ...completion, text: word + end };
  return { ...completion, text: word === completion.text ? word : word.slice(0, -1) };
}
