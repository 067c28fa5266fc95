import { UserError } from '../diagnostics.ts';
import { nearest } from '../dataset/model/nearest.ts';
import { commandNamed } from '../commands/command-named.ts';
import type { AnyCommand } from '../commands/define-command.ts';
import { splitWords, type Word } from '../commands/words.ts';

/** A line that calls a command: which, and the words behind its name with their places in the line. */
export type CommandLine = { readonly command: AnyCommand; readonly words: readonly Word[] };

/**
 * The command a line calls, if it is one: its first word is a command's name (a leading dot is accepted) and it does not go
 * on with `=`, `.` or `(`. What its words are worth is not looked at.
 */
export function commandOf(line: string, commands: readonly AnyCommand[]): AnyCommand | undefined {
  const found = /^\s*\.?([a-z][\w-]*)/u.exec(line);
  if (found?.[1] === undefined || goesOn(line.slice(found[0].length))) return undefined;
  return commandNamed(found[1], commands);
}

/**
 * The command a line calls, with its words.
 *
 * @throws UserError `unsupported` for an import of Python, `syntax` for a quote or bracket that is not closed
 */
export function readCommandLine(line: string, commands: readonly AnyCommand[]): CommandLine | undefined {
  if (PYTHON_IMPORT.test(line)) {
    throw new UserError('unsupported', 'a Python import is not needed here', {
      span: { start: 0, end: line.trimEnd().length },
      hint: 'leave the line out: dataset, F and fo are known',
    });
  }
  const command = commandOf(line, commands);
  return command && { command, words: splitWords(line).slice(1) };
}

const PYTHON_IMPORT = /^\s*(?:from\s+[\w.]+\s+import\s|import\s+[\w.]+\s+as\s+\w+\s*$)/u;

/** An error for a line that is no expression because its first word was meant to be a command; else undefined. */
export function unknownCommand(line: string, commands: readonly AnyCommand[]): UserError | undefined {
  const found = /^\s*\.?([a-z][\w-]*)(\s+[\w'"./-]|\s*$)/iu.exec(line);
  if (found?.[1] === undefined) return undefined;
  const start = line.indexOf(found[1]);
  const near = nearest(
    found[1].toLowerCase(),
    commands.map(({ name }) => name),
  );
  return new UserError('unknown-command', `no command or variable ${found[1]}`, {
    span: { start, end: start + found[1].length },
    hint: near === undefined ? 'help lists the commands' : `did you mean ${near}?`,
    ...(near !== undefined && { fix: { written: found[1], meant: near } }),
  });
}

/** Whether what follows a name makes the line an expression. */
function goesOn(rest: string): boolean {
  return /^\s*(=(?!=)|\()|^\s*\.\s*[A-Za-z_]\w*\s*\(/u.test(rest);
}
