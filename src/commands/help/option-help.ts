import { camelCase } from '../../dataset/model/name-spelling.ts';
import type { Declaration, Flag } from '../declaration.ts';
import { flagsOf } from '../parse-arguments.ts';
import { columns } from './columns.ts';
import { flagRow } from './language-help.ts';

/** What an option does, in each command that has one of that name; undefined where none has. */
export function optionHelp(word: string, commands: readonly Declaration[]): string | undefined {
  // A name without dashes may be anything else as well: too many commands have an option `name`.
  return word.startsWith('--') ? optionsNamed(word, commands) : undefined;
}

/** The same by its name, with dashes or without. */
export function optionsNamed(word: string, commands: readonly Declaration[]): string | undefined {
  const name = word.replace(/^--?/u, '').split('=')[0] ?? '';
  const rows = commands.flatMap((command) =>
    flagsOf(command)
      .filter((flag) => isCalled(flag, name))
      .map((flag) => ({ ...flagRow(flag), name: `${command.name} ${flagRow(flag).name}` })),
  );
  return rows.length === 0 ? undefined : columns(rows).join('\n');
}

function isCalled({ name, short, aliases = [] }: Flag, asked: string): boolean {
  return [name, short, ...aliases].includes(asked) || camelCase(name) === asked;
}
