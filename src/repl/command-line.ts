import { commandNamed } from '../commands/command-named.ts';
import type { AnyCommand } from '../commands/define-command.ts';
import { splitWords, type Word } from '../dataset/model/words.ts';

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
 * @throws UserError `syntax` for a quote or bracket that is not closed
 */
export function readCommandLine(line: string, commands: readonly AnyCommand[]): CommandLine | undefined {
  const command = commandOf(line, commands);
  return command && { command, words: splitWords(line).slice(1) };
}

/** Whether a line is an import of Python, as notebooks begin with: what it names is known without. */
export function isPythonImport(line: string): boolean {
  return PYTHON_IMPORT.test(line);
}

const PYTHON_IMPORT = /^\s*(?:from\s+[\w.]+\s+import\s|import\s+[\w.]+\s+as\s+\w+\s*$)/u;

/** Whether what follows a name makes the line an expression. */
function goesOn(rest: string): boolean {
  return /^\s*(=(?!=)|\()|^\s*\.\s*[A-Za-z_]\w*\s*\(/u.test(rest);
}
