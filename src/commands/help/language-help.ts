import type { Method } from '../../dataset/query/methods/define-method.ts';
import { snakeCase } from '../../dataset/query/param.ts';
import type { Verb } from '../../dataset/query/verbs/define-verb.ts';
import { namesOf } from '../command-named.ts';
import type { Declaration, Flag } from '../declaration.ts';
import { flagsOf, usageOf, valueName } from '../parse-arguments.ts';
import { columns } from './columns.ts';
import { parameterWords, pythonSignature, signatureOf } from './signature.ts';

/** How a command is called, its options and examples. */
export function commandText(command: Declaration): string {
  const flags = flagsOf(command).map(flagRow);
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

/** An option as help lists it: how it is given, and what it does. */
export function flagRow(flag: Flag): Row {
  const short = flag.short === undefined ? '' : `-${flag.short}, `;
  const value = flag.type === 'bool' ? '' : ` ${valueName(flag)}`;
  return { name: `${short}--${flag.name}${value}`, summary: flag.summary };
}

function aliasLine(command: Declaration): readonly string[] {
  const [, ...others] = namesOf(command);
  return others.length === 0 ? [] : [`  Also called ${others.join(', ')}.`];
}

/** How a verb is called, and what its parameters are. */
export function verbText(verb: Verb): string {
  return [
    signatureOf(verb),
    `  ${verb.summary}`,
    ...parameterLines(verb),
    ...spaced(columns([...missingRow(verb), ...spellingRow(verb)])),
  ].join('\n');
}

/** The same of a method. */
export function methodText(method: Method): string {
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
