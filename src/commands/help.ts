import { UserError } from '../diagnostics.ts';
import { nearest } from '../dataset/model/nearest.ts';
import { METHODS, methodsNamed } from '../dataset/query/methods/index.ts';
import { verbs } from '../dataset/query/verbs/index.ts';
import { commandNamed, namesOf } from './command-named.ts';
import type { Declaration } from './declaration.ts';
import { defineCommand } from './define-command.ts';
import { flagsOf, usageOf, valueName } from './parse-arguments.ts';

/** A verb as help shows it. */
type Verb = (typeof verbs)[number];

export const helpCommand = defineCommand({
  name: 'help',
  summary: 'List commands and verbs, or explain one.',
  params: [{ name: 'name', type: 'command', optional: true }],
  flags: [],
  scope: 'none',
  effect: 'session',
  examples: ['help', 'help matchTags'],
  run: ({ name }, { commands }) =>
    Promise.resolve({ kind: 'text', text: name === undefined ? overview(commands) : explain(name, commands) }),
});

function overview(commands: readonly Declaration[]): string {
  const there = commands.filter(({ later }) => later !== true);
  return [
    "A line is a command, or an expression on a dataset: ds.matchTags('train').where(year >= 2021).countValues('area')",
    '',
    'commands',
    ...rows(there),
    '',
    'verbs that yield a view',
    ...rows(verbs.filter(({ yields }) => yields === 'view')),
    '',
    'verbs that yield a value',
    ...rows(verbs.filter(({ yields }) => yields !== 'view')),
    '',
    'name = EXPRESSION keeps a view; _ is the last result, _7 that of line 7; # begins a comment',
    'help NAME explains a command, a verb or a method such as startsWith',
  ].join('\n');
}

function rows(entries: readonly { readonly name: string; readonly summary: string }[]): readonly string[] {
  const width = Math.max(...entries.map(({ name }) => name.length));
  return entries.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
}

function explain(name: string, commands: readonly Declaration[]): string {
  const command = commandNamed(name, commands);
  if (command !== undefined) return explainCommand(command);
  const verb = verbs.find((one) => one.name === name || one.aliases.includes(name));
  if (verb !== undefined) return explainVerb(verb);
  const methods = methodsNamed(name);
  if (methods.length > 0) return methods.map(explainMethod).join('\n\n');
  const near = nearest(
    name,
    [...commands, ...verbs, ...METHODS].map((one) => one.name),
  );
  throw new UserError('not-found', `no command, verb or method ${name}`, {
    hint: near === undefined ? 'help lists all of them' : `did you mean ${near}?`,
  });
}

function explainCommand(command: Declaration): string {
  const flags = flagsOf(command).map((flag) => ({
    name: `${flag.short === undefined ? '' : `-${flag.short}, `}--${flag.name}${flag.type === 'bool' ? '' : ` ${valueName(flag)}`}`,
    summary: flag.summary,
  }));
  return [
    usageOf(command),
    `  ${command.summary}`,
    ...aliasLine(command),
    ...(flags.length === 0 ? [] : ['', ...rows(flags)]),
    '',
    'examples',
    ...command.examples.map((example) => `  ${example}`),
  ].join('\n');
}

function aliasLine(command: Declaration): readonly string[] {
  const [, ...others] = namesOf(command);
  return others.length === 0 ? [] : [`  Also called ${others.join(', ')}.`];
}

function explainMethod({ name, on, params, summary }: (typeof METHODS)[number]): string {
  return [`${on}.${name}(${signature(params)})`, `  ${summary}`].join('\n');
}

function signature(params: Verb['params']): string {
  return params.map(({ name, type, optional }) => `${name}${optional === true ? '?' : ''}: ${type}`).join(', ');
}

function explainVerb(verb: Verb): string {
  return [
    `${verb.name}(${signature(verb.params)}) -> ${verb.yields}`,
    `  ${verb.summary}`,
    '',
    'examples',
    ...verb.examples.map((example) => `  ${example}`),
  ].join('\n');
}
