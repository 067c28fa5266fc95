import { kebabCase } from '../../dataset/model/name-spelling.ts';
import type { Format } from '../../dataset/formats/define-format.ts';
import { columns } from './columns.ts';

/** What a format is, what can be done with it and with which options of its own; undefined where there is none of that name. */
export async function formatHelp(name: string): Promise<string | undefined> {
  const { formats } = await import('../../dataset/formats/index.ts');
  const format = formats.find((each) => each.name === name);
  if (format === undefined) return undefined;
  return [
    `${name}: a format`,
    `  ${format.summary}`,
    '',
    ...columns([{ name: 'can be', summary: usesOf(format).join(', ') }, ...optionRows(format)]),
    '',
    'examples',
    ...format.examples.map((example) => `  ${example}`),
  ].join('\n');
}

/** The names of all formats. */
export async function formatNames(): Promise<readonly string[]> {
  const { formats } = await import('../../dataset/formats/index.ts');
  return formats.map(({ name }) => name);
}

function usesOf({ read, write, verify }: Format): readonly string[] {
  return [
    ...(read === undefined ? [] : ['imported']),
    ...(write === undefined ? [] : ['exported']),
    ...(verify === undefined ? [] : ['verified']),
  ];
}

function optionRows({ takes = [] }: Format): readonly { readonly name: string; readonly summary: string }[] {
  if (takes.length === 0) return [];
  const names = takes.map((name) => `--${kebabCase(name)}`);
  return [{ name: 'options', summary: `${names.join(', ')}, of its own; help export tells of all` }];
}
