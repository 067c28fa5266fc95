import { UserError } from '../../diagnostics.ts';
import { nearest } from '../../dataset/model/nearest.ts';
import type { Dataset } from '../../dataset/dataset.ts';
import { fieldPathsIn } from '../../dataset/query/named-fields.ts';
import { METHODS, methodsNamed } from '../../dataset/query/methods/index.ts';
import { functionParts } from '../../dataset/query/language-parts.ts';
import { verbNamed, verbs } from '../../dataset/query/verbs/index.ts';
import type { Output } from '../../output.ts';
import { commandNamed } from '../command-named.ts';
import type { Context } from '../context.ts';
import type { Declaration } from '../declaration.ts';
import { actionsOf } from '../actions-of.ts';
import { examplesHere, examplesOn } from './examples-here.ts';
import { type DataHelp, fieldHelp, fieldsNamed } from './field-help.ts';
import { formatHelp, formatNames } from './format-help.ts';
import { commandText, methodText, verbText } from './language-help.ts';
import { optionHelp, optionsNamed } from './option-help.ts';
import { settingHelp } from './setting-help.ts';
import { programHelp, RUN } from './program-help.ts';
import { TOPICS } from './topics.ts';
import { valueHelp } from './value-help.ts';
import { variableHelp } from './variable-help.ts';

/**
 * What a command, a verb, a method, a function, a field or a value of the open dataset, a format, an option or a setting is. A
 * name that is several of them is explained as each. Behind a command's name stands one of its options, its actions or, of
 * `set`, a setting.
 * @throws UserError `not-found` with the nearest name
 */
export async function explain([name = '', ...more]: readonly string[], context: Context): Promise<Output> {
  const command = commandNamed(name, context.commands);
  if (command !== undefined) return { kind: 'text', text: await textOfCommand(command, more, context) };
  // Several words are a value that has spaces in it.
  const words = [name, ...more].join(' ');
  const open = await context.session.background();
  const data = open === undefined ? [] : await fieldsHelp(words, open, context);
  const language = await ofLanguage(words, context);
  if (language !== undefined && data.length === 0) return language;
  const other = await otherTexts(words, context);
  const values = open === undefined || language !== undefined ? [] : await valueHelp(words, open, context);
  const texts = [...data, ...values].map(({ text }) => text);
  if (language !== undefined || texts.length + other.length > 0) {
    return joined([...texts, ...other], examplesIn([...data, ...values]), { language, open, context });
  }
  throw await unknownName(words, open, context);
}

async function textOfCommand(
  command: Declaration,
  [word, ...rest]: readonly string[],
  context: Context,
): Promise<string> {
  if (word === undefined || rest.length > 0) return commandText(command);
  const option = optionsNamed(word, [command]);
  if (option !== undefined) return option;
  const setting = command.name === 'set' ? await settingHelp(word, context.settings) : undefined;
  const format = command.params.some(({ type }) => type.endsWith('-format')) ? await formatHelp(word) : undefined;
  if (actionsOf(command).includes(word)) return commandText(command);
  const found = setting ?? format;
  if (found !== undefined) return found;
  throw new UserError('not-found', `${command.name} has no option, action or setting ${word}`, {
    hint: `help ${command.name} tells what it takes`,
  });
}

/** What verbs, methods and functions of that name do. */
async function ofLanguage(name: string, context: Context): Promise<Extract<Output, { kind: 'help' }> | undefined> {
  const verb = verbNamed(name);
  const methods = methodsNamed(name);
  const functions = functionParts.filter((one) => one.name === name || one.name === `F.${name}`);
  const parts = [
    ...(verb === undefined ? [] : [verbText(verb)]),
    ...methods.map(methodText),
    ...functions.map(({ call, summary }) => `${call}\n  ${summary}`),
  ];
  if (parts.length === 0) return undefined;
  const worth = [...methods, ...functions].map(({ example }) => valuesOf(example));
  const examples = [...(verb?.examples ?? []), ...worth];
  return { kind: 'help', text: parts.join('\n\n'), ...(await examplesHere(examples, context)) };
}

/** A statement that shows what an expression is worth in the first samples. */
export function valuesOf(expression: string): string {
  return `ds.limit(3).values(${expression})`;
}

async function fieldsHelp(name: string, dataset: Dataset, context: Context): Promise<readonly DataHelp[]> {
  const found: DataHelp[] = [];
  for (const field of fieldsNamed(name, await dataset.catalog())) found.push(await fieldHelp(field, dataset, context));
  return found;
}

/** What variables, formats, options and settings of that name are. */
async function otherTexts(name: string, context: Context): Promise<readonly string[]> {
  const { commands, settings } = context;
  const found = [
    await variableHelp(name, context),
    programHelp(name),
    await formatHelp(name),
    optionHelp(name, commands),
    await settingHelp(name, settings),
  ];
  return found.filter((text) => text !== undefined);
}

function examplesIn(helps: readonly DataHelp[]): readonly string[] {
  return [...new Set(helps.flatMap(({ examples }) => examples))].slice(0, MOST_EXAMPLES);
}

const MOST_EXAMPLES = 4;

/** One text of several things, with examples on the data where there are any. */
async function joined(
  texts: readonly string[],
  statements: readonly string[],
  {
    language,
    open,
    context,
  }: {
    readonly language: Extract<Output, { kind: 'help' }> | undefined;
    readonly open: Dataset | undefined;
    readonly context: Context;
  },
): Promise<Output> {
  const text = [...texts, ...(language === undefined ? [] : [language.text])].join('\n\n');
  if (open === undefined || statements.length === 0)
    return language === undefined ? { kind: 'text', text } : { ...language, text };
  const shown = await examplesOn(open.name, statements, context);
  return { kind: 'help', text, ...shown, examples: [...shown.examples, ...(language?.examples ?? [])] };
}

async function unknownName(name: string, open: Dataset | undefined, { commands }: Context): Promise<UserError> {
  const known = [...commands, RUN, ...verbs, ...METHODS, ...functionParts].map((one) => one.name);
  const fields = open === undefined ? [] : fieldPathsIn(await open.catalog()).map((one) => one.name);
  const near = nearest(name, [...known, ...fields, ...(await formatNames()), ...Object.keys(TOPICS)]);
  return new UserError('not-found', `no command, verb, method, field or value ${name}`, {
    hint: near === undefined ? 'help lists all commands and verbs' : `did you mean ${near}?`,
  });
}
