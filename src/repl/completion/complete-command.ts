import type { AnyCommand } from '../../commands/define-command.ts';
import { flagsOf } from '../../commands/parse-arguments.ts';
import { verbs } from '../../dataset/query/verbs/index.ts';
import type { Completion, CompletionItem, Knowledge } from './completion.ts';
import { rank } from './rank.ts';
import { nameItems } from './values.ts';

/** Completes the words behind a command's name; undefined where the text is an expression, or still in its first word. */
export function completeCommand(before: string, knowledge: Knowledge): Completion | undefined {
  const found = readCommandName(before);
  const command = knowledge.commands.find(({ name }) => name === found);
  if (command === undefined) return undefined;
  const word = /\S*$/u.exec(before)?.[0] ?? '';
  const earlier = before.slice(0, before.length - word.length).trim();
  const words = earlier.split(/\s+/u).slice(1);
  const replace = { start: before.length - word.length, end: before.length };
  return { replace, items: rank(wordItems(command, words, word, knowledge), word) };
}

/** The first word of a line that goes on with words as a command's does, not with a bracket, a dot or `=`. */
export function readCommandName(before: string): string | undefined {
  return /^\s*\.?([a-z][\w-]*)\s+(?![=(]|\.\s*[A-Za-z_]\w*\s*\()/u.exec(before)?.[1];
}

function wordItems(
  command: AnyCommand,
  words: readonly string[],
  word: string,
  knowledge: Knowledge,
): readonly CompletionItem[] {
  const flags = flagsOf(command);
  const flagBefore = flags.find(
    ({ name, short }) => words.at(-1) === `--${name}` || words.at(-1) === `-${short ?? name}`,
  );
  if (flagBefore !== undefined && flagBefore.type !== 'bool') {
    return flagBefore.choices === undefined ? ofType(flagBefore.type, knowledge) : nameItems(flagBefore.choices, '');
  }
  if (word.startsWith('-')) {
    return flags.map(({ name, summary }) => ({
      text: `--${name} `,
      label: `--${name}`,
      detail: summary,
      kind: 'option',
    }));
  }
  const position = words.filter((each, i) => !each.startsWith('-') && !takesValue(words[i - 1], command)).length;
  const last = command.params.at(-1);
  const param = command.params[position] ?? (last?.list === true ? last : undefined);
  return param === undefined ? [] : ofType(param.type, knowledge);
}

function takesValue(word: string | undefined, command: AnyCommand): boolean {
  const flag = flagsOf(command).find(({ name, short }) => word === `--${name}` || word === `-${short ?? name}`);
  return flag !== undefined && flag.type !== 'bool';
}

function ofType(type: string, { datasets, formats, commands }: Knowledge): readonly CompletionItem[] {
  switch (type) {
    case 'dataset':
      return nameItems(datasets, 'dataset');
    case 'read-format':
    case 'write-format':
    case 'verify-format':
      return formats
        .filter(({ uses }) => uses.includes(type))
        .map(({ name, summary }) => ({ text: `${name} `, label: name, detail: summary, kind: 'name' }));
    case 'command':
      return [
        ...commands
          .filter(({ later }) => later !== true)
          .map(({ name, summary }) => ({ text: name, label: name, detail: summary, kind: 'command' as const })),
        ...verbs.map(({ name, summary }) => ({ text: name, label: name, detail: summary, kind: 'verb' as const })),
      ];
    default:
      return [];
  }
}
