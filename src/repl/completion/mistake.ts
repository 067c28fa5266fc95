import { commandOf, readCommandLine, unknownCommand } from '../command-line.ts';
import type { AnyCommand } from '../../commands/define-command.ts';
import { parseWords } from '../../commands/parse-arguments.ts';
import { type ErrorCode, type Span, UserError } from '../../diagnostics.ts';
import { statementStart } from './complete.ts';
import { countableTexts } from './countable-texts.ts';

/** A mistake in a text that is being typed. `of` is the text, and `span` the place in it. */
export type Mistake = {
  readonly of: string;
  readonly span: Span;
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string | undefined;
};

/** What looking for mistakes needs. */
export type MistakePorts = {
  readonly commands: readonly AnyCommand[];
  /** @throws UserError with a span in the text */
  readonly bind: (text: string) => Promise<unknown>;
};

/**
 * The mistake in the last statement of a text, as far as it is one by now: what stands at the cursor is still being written,
 * and what is missing at the end is yet to come.
 */
export async function mistakeIn(text: string, cursor: number, ports: MistakePorts): Promise<Mistake | undefined> {
  const start = statementStart(text, text.length);
  const statement = text.slice(start);
  const at = cursor - start;
  if (/^\s*(?:$|#|\?)|\?\s*$/u.test(statement) || at < 0) return undefined;
  const error =
    commandOf(statement, ports.commands) === undefined
      ? await inExpression(statement, at, ports)
      : inWords(statement, ports.commands);
  if (error?.span === undefined || isBeingWritten(statement, error.span, at)) return undefined;
  const { code, message, hint } = error;
  return { of: text, span: { start: error.span.start + start, end: error.span.end + start }, code, message, hint };
}

/** What is wrong whatever follows. */
const ALWAYS: ReadonlySet<ErrorCode> = new Set(['unknown-verb', 'unknown-field', 'unknown-name', 'unsupported']);
/** What may be right once more has been written. */
const WHEN_WHOLE: ReadonlySet<ErrorCode> = new Set(['syntax', 'bad-argument', 'wrong-type', 'unknown-command']);

async function inExpression(text: string, cursor: number, ports: MistakePorts): Promise<UserError | undefined> {
  const [whole] = countableTexts(text);
  if (whole === undefined || whole.isPrefix) return undefined;
  const error = clearer(await errorOf(ports.bind(whole.complete)), text, ports);
  const isWhole = whole.complete === text && cursor >= text.trimEnd().length;
  const counts = error !== undefined && (ALWAYS.has(error.code) || (isWhole && WHEN_WHOLE.has(error.code)));
  return counts ? error : undefined;
}

/** An error of the language, or the one about a command that was meant. */
function clearer(error: UserError | undefined, text: string, { commands }: MistakePorts): UserError | undefined {
  const isMeant = error?.code === 'syntax' || error?.code === 'unknown-name';
  return (isMeant ? unknownCommand(text, commands) : undefined) ?? error;
}

async function errorOf(work: Promise<unknown>): Promise<UserError | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return error instanceof UserError ? error : undefined;
  }
}

/** A word of a command that cannot be; whether any are missing is not asked. */
function inWords(line: string, commands: readonly AnyCommand[]): UserError | undefined {
  try {
    const called = readCommandLine(line, commands);
    if (called !== undefined && called.command.later !== true) parseWords(called.command, called.words);
    return undefined;
  } catch (error) {
    const isBeforeTheEnd = error instanceof UserError && (error.span?.end ?? Infinity) < line.trimEnd().length;
    return isBeforeTheEnd ? error : undefined;
  }
}

/** Whether a place is at the end of what is there, or in the word that the cursor is in. */
function isBeingWritten(text: string, { start, end }: Span, cursor: number): boolean {
  const word = /[\p{L}\p{N}_$]*$/u.exec(text.slice(0, cursor))?.[0] ?? '';
  if (word !== '' && end > cursor - word.length && start <= cursor) return true;
  return start >= text.trimEnd().length || (end >= text.trimEnd().length && /[.,=&|<>+*/!~-]\s*$/u.test(text));
}
