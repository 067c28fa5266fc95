import { UserError } from '../../diagnostics.ts';
import { nearest } from '../../dataset/model/nearest.ts';
import type { Method } from '../../dataset/query/methods/define-method.ts';
import { METHODS, methodsNamed } from '../../dataset/query/methods/index.ts';
import { functionParts } from '../../dataset/query/language-parts.ts';
import { snakeCase } from '../../dataset/query/param.ts';
import type { Verb } from '../../dataset/query/verbs/define-verb.ts';
import { verbNamed, verbs } from '../../dataset/query/verbs/index.ts';
import type { Output } from '../../output.ts';
import { commandNamed, namesOf } from '../command-named.ts';
import type { Context } from '../context.ts';
import type { Declaration } from '../declaration.ts';
import { flagsOf, usageOf, valueName } from '../parse-arguments.ts';
import { columns } from './columns.ts';
import { examplesHere } from './examples-here.ts';
import { parameterWords, pythonSignature, signatureOf } from './signature.ts';
import { TOPICS } from './topics.ts';

/**
 * What a command, a verb, a method or a function does. A name that is several of them is explained as each.
 * @throws UserError `not-found` with the nearest name
 */
export async function explain(name: string, context: Context): Promise<Output> {
  const command = commandNamed(name, context.commands);
  if (command !== undefined) return { kind: 'text', text: explainCommand(command) };
  const verb = verbNamed(name);
  const methods = methodsNamed(name);
  const functions = functionParts.filter((one) => one.name === name || one.name === `F.${name}`);
  const parts = [
    ...(verb === undefined ? [] : [verbText(verb)]),
    ...methods.map(methodText),
    ...functions.map(({ call, summary }) => `${call}\n  ${summary}`),
  ];
  if (parts.length === 0) throw unknownName(name, context.commands);
  const worth = [...methods, ...functions].map(({ example }) => valuesOf(example));
  const examples = [...(verb?.examples ?? []), ...worth];
  return { kind: 'help', text: parts.join('\n\n'), ...(await examplesHere(examples, context)) };
}

/** A statement that shows what an expression is worth in the first samples. */
export function valuesOf(expression: string): string {
  return `ds.limit(3).values(${expression})`;
}

function unknownName(name: string, commands: readonly Declaration[]): UserError {
  const known = [...commands, ...verbs, ...METHODS, ...functionParts].map((one) => one.name);
  const near = nearest(name, [...known, ...Object.keys(TOPICS)]);
  return new UserError('not-found', `no command, verb or method ${name}`, {
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
    ...(flags.length === 0 ? [] : ['', ...columns(flags, '  ')]),
    '',
    'examples',
    ...command.examples.map((example) => `  ${example}`),
  ].join('\n');
}

function aliasLine(command: Declaration): readonly string[] {
  const [, ...others] = namesOf(command);
  return others.length === 0 ? [] : [`  Also called ${others.join(', ')}.`];
}

function verbText(verb: Verb): string {
  return [
    signatureOf(verb),
    `  ${verb.summary}`,
    ...parameterLines(verb),
    ...spaced(columns([...missingRow(verb), ...spellingRow(verb)])),
  ].join('\n');
}

function methodText(method: Method): string {
  return [
    `${method.on}.${signatureOf(method)}`,
    `  ${method.summary}`,
    ...parameterLines(method),
    ...spaced(columns(aliasRow(method))),
  ].join('\n');
}

function parameterLines({ params }: Pick<Verb, 'params'>): readonly string[] {
  return spaced(
    columns(
      params.map((param) => ({ name: param.name, summary: parameterWords(param) })),
      '  ',
    ),
  );
}

function spaced(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', ...lines];
}

type Row = { readonly name: string; readonly summary: string };

function missingRow({ missing }: Verb): readonly Row[] {
  return missing === null ? [] : [{ name: 'missing', summary: missing }];
}

/** FiftyOne's spelling where it differs. */
function spellingRow(verb: Verb): readonly Row[] {
  const { name, params, ours } = verb;
  const differs = fiftyOneName(verb) !== name || params.some((param) => snakeCase(param.name) !== param.name);
  return differs && ours !== true
    ? [{ name: 'FiftyOne', summary: pythonSignature({ name: fiftyOneName(verb), params }) }]
    : [];
}

/** What FiftyOne calls it: where() is its match(). */
function fiftyOneName({ name, aliases }: Verb): string {
  return aliases.includes('match') ? 'match' : snakeCase(name);
}

function aliasRow({ aliases }: Method): readonly Row[] {
  return aliases.length === 0 ? [] : [{ name: 'also', summary: aliases.join(', ') }];
}
