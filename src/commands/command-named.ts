import { aliasesOf } from '../dataset/query/param.ts';
import type { Declaration } from './declaration.ts';

/** All names of a command, its own first. */
export function namesOf({ name, aliases = [] }: Pick<Declaration, 'name' | 'aliases'>): readonly string[] {
  return [name, ...aliasesOf(name, aliases)];
}

/** The command of that name, whatever the spelling. */
export function commandNamed<C extends Pick<Declaration, 'name' | 'aliases'>>(
  name: string,
  commands: readonly C[],
): C | undefined {
  return commands.find((command) => namesOf(command).includes(name));
}
