import { commandNamed } from '../../commands/command-named.ts';
import { commands } from '../../commands/index.ts';
import { signatureOf } from '../../commands/help/signature.ts';
import { usageOf } from '../../commands/parse-arguments.ts';
import { methodsNamed } from '../../dataset/query/methods/index.ts';
import { verbNamed } from '../../dataset/query/verbs/index.ts';
import { readCommandName } from './complete-command.ts';
import { statementStart } from './complete.ts';
import { asQuestions } from './place.ts';
import { type Frame, scan } from './scan.ts';

/**
 * The call in whose brackets the offset stands, as `where(filter) -> view  what it does`, or the usage of the command in
 * whose line it stands; undefined where there is neither.
 */
export function signatureAt(text: string, offset: number): string | undefined {
  const before = text.slice(statementStart(text, offset), offset);
  const command = commandNamed(readCommandName(before) ?? '', commands);
  if (command !== undefined) return usageOf(command);
  return asQuestions(scan(before).frames)
    .toReversed()
    .map(explained)
    .find((found) => found !== undefined);
}

function explained({ callee, receiver }: Frame): string | undefined {
  if (callee === undefined || receiver.length === 0) return undefined;
  const called = verbNamed(callee) ?? methodsNamed(callee)[0];
  if (called !== undefined) return `${signatureOf({ ...called, name: callee })}  ${called.summary}`;
  const command = commandNamed(callee, commands);
  return command === undefined || command.scope === 'none' ? undefined : `${usageOf(command)}  ${command.summary}`;
}
