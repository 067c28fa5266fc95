import { type ErrorCode, type Span, UserError } from '../diagnostics.ts';
import { commandNamed } from '../commands/command-named.ts';
import type { AnyCommand } from '../commands/define-command.ts';
import { reservedWords } from '../commands/index.ts';
import { type CommandLine, readCommandLine, unknownCommand } from './command-line.ts';
import type { BoundStatement } from './evaluate-expression.ts';
import { trimStatement } from './trailing-ampersand.ts';

/** What a statement is, once nothing is wrong with how it is written; the arguments of a command are not looked at. */
export type ReadStatement = { readonly isSentBehind: boolean } & (
  ({ readonly kind: 'words' } & CommandLine) | ({ readonly kind: 'bound' } & BoundStatement)
);

/** What reading needs. */
export type ReadPorts = {
  readonly commands: readonly AnyCommand[];
  /** @throws UserError with a span in the text */
  readonly bind: (text: string) => Promise<BoundStatement>;
  /** Whether the result of the statement with that number is no longer kept. */
  readonly isLetGo: (number: number) => boolean;
};

/** Reads one statement, and does nothing. @throws UserError */
export async function readStatement(statement: string, ports: ReadPorts): Promise<ReadStatement> {
  const { text, ampersand } = trimStatement(statement);
  const isSentBehind = ampersand !== undefined;
  const line = readCommandLine(text, ports.commands);
  if (line !== undefined) {
    if (isSentBehind) expectWork(line.command, ampersand);
    return { kind: 'words', isSentBehind, ...line };
  }
  const read = await ports.bind(text).catch((error: unknown) => {
    throw clearer(error, text, ports);
  });
  const { name, nameSpan, bound } = read;
  const command = bound.kind === 'command' ? commandNamed(bound.command, ports.commands) : undefined;
  if (isSentBehind) expectWork(command, ampersand);
  if (name !== undefined && bound.kind !== 'command') checkName(name, nameSpan);
  return { kind: 'bound', isSentBehind, ...read };
}

/** Only what takes its time goes behind the prompt: questions are sent there with Ctrl-B. */
function expectWork(command: AnyCommand | undefined, ampersand: number): void {
  if (command !== undefined && command.effect !== 'session') return;
  const what = command === undefined ? 'only commands are started' : `${command.name} is not started`;
  throw new UserError('bad-argument', `${what} behind the prompt`, {
    span: { start: ampersand, end: ampersand + 1 },
    hint: command === undefined ? 'leave & out; Ctrl-B sends what runs behind the prompt' : 'leave & out',
  });
}

function checkName(name: string, span: Span | undefined): void {
  if (!reservedWords.has(name) && !/^_\d*$/u.test(name)) return;
  throw new UserError('bad-argument', `${name} means something already`, {
    ...(span && { span }),
    hint: 'give the variable another name',
  });
}

/** An error of the language, or the one about a command that was meant, or about a result that is no longer kept. */
function clearer(error: unknown, text: string, { commands, isLetGo }: ReadPorts): unknown {
  const meant: readonly ErrorCode[] = ['syntax', 'unknown-name'];
  if (!(error instanceof UserError) || !meant.includes(error.code)) return error;
  const { start = 0, end = 0 } = error.span ?? {};
  const number = /^_(\d+)$/u.exec(text.slice(start, end))?.[1];
  if (number === undefined || !isLetGo(Number(number))) return unknownCommand(text, commands) ?? error;
  return new UserError('not-found', `the result of statement ${number} is no longer kept`, {
    span: { start, end },
    hint: `only the latest are; give what is to stay a name, or run the statement again`,
  });
}
