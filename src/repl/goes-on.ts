import { namesOf } from '../commands/command-named.ts';
import type { AnyCommand } from '../commands/define-command.ts';
import { commandOf } from './command-line.ts';

/**
 * Whether a statement is to go on when nobody is there to see its result: one that changes a dataset or writes files does, a
 * question does not.
 */
export function goesOnAlone(statement: string, commands: readonly AnyCommand[]): boolean {
  const isWork = ({ effect }: AnyCommand): boolean => effect === 'data' || effect === 'files';
  const command = commandOf(statement, commands);
  if (command !== undefined) return isWork(command);
  const called = new Set(Array.from(statement.matchAll(/\.\s*([A-Za-z_]\w*)\s*\(/gu), ([, name = '']) => name));
  return commands.some((each) => isWork(each) && namesOf(each).some((name) => called.has(name)));
}
