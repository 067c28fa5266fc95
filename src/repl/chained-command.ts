import { commandNamed } from '../commands/command-named.ts';
import type { AnyCommand } from '../commands/define-command.ts';

/**
 * The command that ends the chain of a statement: `v.tag('x')`. Undefined where there is none, or where the statement cannot be
 * read. Loads the parser when first called.
 */
export async function chainedCommandOf(
  statement: string,
  commands: readonly AnyCommand[],
): Promise<AnyCommand | undefined> {
  const { parseStatement } = await import('../dataset/query/parse.ts');
  try {
    const { expression } = parseStatement(statement);
    if (expression.kind !== 'call' || expression.callee.kind !== 'member') return undefined;
    const command = commandNamed(expression.callee.name, commands);
    return command?.scope === 'none' ? undefined : command;
  } catch {
    return undefined; // running the statement says what is wrong with it
  }
}
