import { type ErrorCode, type Span, UserError } from '../diagnostics.ts';
import { commandNamed } from '../commands/command-named.ts';
import type { AnyCommand } from '../commands/define-command.ts';
import { reservedWords } from '../commands/index.ts';
import { CURRENT } from '../dataset/query/sources.ts';
import { type CommandLine, isPythonImport, readCommandLine } from './command-line.ts';
import { datasetInExpression, meantInstead } from './meant-instead.ts';
import type { BoundStatement } from './evaluate-expression.ts';
import { trimStatement } from './trailing-ampersand.ts';

/** What a statement is, once nothing is wrong with how it is written; the arguments of a command are not looked at. */
export type ReadStatement = { readonly isSentBehind: boolean } & (
  | ({ readonly kind: 'words' } & CommandLine)
  | ({ readonly kind: 'bound' } & BoundStatement)
  /** An import of Python, for which nothing is done. */
  | { readonly kind: 'import' }
);

/** What reading needs. */
export type ReadPorts = {
  readonly commands: readonly AnyCommand[];
  /** @throws UserError with a span in the text */
  readonly bind: (text: string) => Promise<BoundStatement>;
  /** Whether the result of the statement with that number is no longer kept. */
  readonly isLetGo: (number: number) => boolean;
  /** The names of all datasets, for those who write one where an expression or a command stands. */
  readonly datasets: () => Promise<readonly string[]>;
};

/** Reads one statement, and does nothing. @throws UserError */
export async function readStatement(statement: string, ports: ReadPorts): Promise<ReadStatement> {
  const { text, ampersand } = trimStatement(statement);
  const isSentBehind = ampersand !== undefined;
  if (isPythonImport(text)) return { kind: 'import', isSentBehind: false };
  const line = readCommandLine(text, ports.commands);
  if (line !== undefined) {
    if (isSentBehind) expectWork(line.command, ampersand);
    return { kind: 'words', isSentBehind, ...line };
  }
  checkAssigned(text);
  const read = await ports.bind(text).catch(async (error: unknown) => {
    throw error instanceof UserError ? await clearerError(error, text, ports) : error;
  });
  const { name, nameSpan, bound } = read;
  const command = bound.kind === 'command' ? commandNamed(bound.command, ports.commands) : undefined;
  if (isSentBehind) expectWork(command, ampersand);
  if (name !== undefined && bound.kind === 'command') throw yieldsNoValue(name, bound.command, nameSpan);
  return { kind: 'bound', isSentBehind, ...read };
}

const MAY_BE_MEANT: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['syntax', 'unknown-name']);

/** Only what takes its time goes behind the prompt: questions are sent there with Ctrl-B. */
function expectWork(command: AnyCommand | undefined, ampersand: number): void {
  if (command !== undefined && command.effect !== 'session') return;
  const what = command === undefined ? 'only commands are started' : `${command.name} is not started`;
  throw new UserError('bad-argument', `${what} behind the prompt`, {
    span: { start: ampersand, end: ampersand + 1 },
    hint: command === undefined ? 'leave & out; Ctrl-B sends what runs behind the prompt' : 'leave & out',
  });
}

/** Looks before the language does: some names of commands are words of its grammar. */
function checkAssigned(text: string): void {
  const found = /^(\s*)([A-Za-z_]\w*)\s*=(?![=>])/u.exec(text);
  const [, indent = '', name] = found ?? [];
  // What gives `ds` another meaning opens a dataset: the parser has seen to that.
  if (name === undefined || CURRENT.has(name) || (!reservedWords.has(name) && !/^_\d*$/u.test(name))) return;
  throw new UserError('bad-argument', `${name} means something already`, {
    span: { start: indent.length, end: indent.length + name.length },
    hint: 'give the variable another name',
  });
}

/** A command does something, and what it shows cannot be kept: that is said before it is done. */
function yieldsNoValue(name: string, command: string, span: Span | undefined): UserError {
  return new UserError('bad-argument', `${command} yields no value for ${name}`, {
    ...(span && { span }),
    hint: `leave out ${name} =`,
  });
}

/** An error of the language, or the one about what was meant, or about a result that is no longer kept. */
export async function clearerError(error: UserError, text: string, ports: ReadPorts): Promise<UserError> {
  if (!MAY_BE_MEANT.has(error.code)) return error;
  const { start = 0, end = 0 } = error.span ?? {};
  const number = /^_(\d+)$/u.exec(text.slice(start, end))?.[1];
  if (number === undefined || !ports.isLetGo(Number(number))) {
    const meant = { commands: ports.commands, datasets: await ports.datasets() };
    return meantInstead(text, meant) ?? datasetInExpression(error, text, meant) ?? error;
  }
  return new UserError('not-found', `the result of statement ${number} is no longer kept`, {
    span: { start, end },
    hint: `only the latest are; give what is to stay a name, or run the statement again`,
  });
}
