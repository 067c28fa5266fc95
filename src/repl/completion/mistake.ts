import { parseWords } from '../../commands/parse-arguments.ts';
import { type ErrorCode, type Fix, type Span, UserError } from '../../diagnostics.ts';
import { CURRENT } from '../../dataset/query/sources.ts';
import { commandOf } from '../command-line.ts';
import type { BoundStatement, Variable } from '../evaluate-expression.ts';
import { runsOnEnter } from '../input/brackets.ts';
import { clearerError, readStatement, type ReadPorts, type ReadStatement } from '../read-statement.ts';
import { statementStarts } from './complete.ts';
import { countableTexts } from './countable-texts.ts';

/** A mistake in a text that is being typed. `of` is the text, and `span` the place in it. */
export type Mistake = {
  readonly of: string;
  readonly span: Span;
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string | undefined;
  readonly fix: Fix | undefined;
  /** The statement of the text that it is in, and where that begins. */
  readonly statement: string;
  readonly start: number;
  /** Whether it is one while that is being written; else only what Enter would say. */
  readonly isMarked: boolean;
};

/** What the fix of a mistake replaces in its text, and by what; undefined where there is none, or it could mean several places. */
export function placeOfFix({ of, span, fix }: Mistake): (Span & { readonly text: string }) | undefined {
  if (fix === undefined) return undefined;
  if (fix.written === null) return { ...span, text: fix.meant };
  if (!isWord(fix.meant)) return undefined;
  const words = Array.from(of.slice(span.start, span.end).matchAll(WORD)).filter(([word]) => word === fix.written);
  const [found, another] = words;
  if (found === undefined || another !== undefined) return undefined;
  const start = span.start + found.index;
  return { start, end: start + fix.written.length, text: fix.meant };
}

/** A name as it may be written: of fields, verbs, commands and their options. */
const WORD = /[\p{L}\p{N}_$]+(?:-[\p{L}\p{N}_]+)*/gu;

function isWord(text: string): boolean {
  return text.match(WORD)?.[0] === text;
}

/** What looking for mistakes needs. */
export type MistakePorts = Omit<ReadPorts, 'bind'> & {
  /** Binds where names mean what earlier statements of the text give them. @throws UserError with a span in the text */
  readonly bind: (text: string, meaning: Meaning) => Promise<BoundStatement>;
};

/** What statements of a text do to those behind them. */
export type Meaning = {
  /** The views that they give names. */
  readonly names: ReadonlyMap<string, Variable>;
  /** The dataset that they open; undefined where that is the one of the session. */
  readonly current: string | undefined;
};

/**
 * The first mistake in the statements of a text. In the last one it counts as far as it is one by now: what stands at the
 * cursor is still being written, and what is missing at the end is yet to come. Statements behind one that may change what they
 * mean, as a command may, are not looked at.
 */
export async function mistakeIn(text: string, cursor: number, ports: MistakePorts): Promise<Mistake | undefined> {
  if (text.length > LONGEST) return undefined;
  let meaning: Meaning = { names: new Map(), current: undefined };
  const starts = statementStarts(text);
  for (const [i, start] of starts.slice(0, MOST).entries()) {
    const statement = text.slice(start, starts[i + 1]).trimEnd();
    if (COMMENT.test(statement)) continue;
    const now = meaning;
    const reading: ReadPorts = { ...ports, bind: (each) => ports.bind(each, now) };
    const isLast = i === starts.length - 1;
    const found = isLast
      ? await mistakeInLast({ statement: text.slice(start), at: cursor - start, isWhole: runsOnEnter(text) }, reading)
      : await mistakeInWhole(statement, reading);
    if (found !== undefined) return placed(found, text, start);
    const behind = isLast ? undefined : meaningBehind(await readStatement(statement, reading), now);
    if (behind === undefined) return undefined;
    meaning = behind;
  }
  return undefined;
}

/** Longer texts were pasted; more statements than these are not worth the time at each key. */
const LONGEST = 20_000;
const MOST = 50;
/** Nothing that is run: comments, and help, `?x` and `x?`. */
const COMMENT = /^\s*(?:$|#|\?)|\?\s*$/u;

/** What is wrong whatever follows. */
const ALWAYS: ReadonlySet<ErrorCode> = new Set(['unknown-verb', 'unknown-field', 'unknown-name', 'unsupported']);
/** What may be right once more has been written. */
const WHEN_WHOLE: ReadonlySet<ErrorCode> = new Set(['syntax', 'bad-argument', 'wrong-type', 'unknown-command']);

type Found = { readonly error: UserError; readonly span: Span; readonly statement: string; readonly isMarked: boolean };

function placed({ error, span, statement, isMarked }: Found, text: string, start: number): Mistake {
  const { code, message, hint, fix } = error;
  const place = { start: span.start + start, end: span.end + start };
  return { of: text, span: place, code, message, hint, fix, statement, start, isMarked };
}

/** The statement with the cursor at `at`, and whether Enter would run it. */
type Last = { readonly statement: string; readonly at: number; readonly isWhole: boolean };

async function mistakeInLast({ statement, at, isWhole }: Last, ports: ReadPorts): Promise<Found | undefined> {
  const marked = at < 0 ? undefined : await markedIn(statement, at, ports);
  if (marked?.span !== undefined) {
    return { error: marked, span: marked.span, statement: statement.trimEnd(), isMarked: true };
  }
  return isWhole ? mistakeInWhole(statement.trimEnd(), ports, false) : undefined;
}

/** What Enter would say of a statement, if its place is known. */
async function mistakeInWhole(statement: string, ports: ReadPorts, isMarked = true): Promise<Found | undefined> {
  const error = await errorOf(
    readStatement(statement, ports).then((read) => {
      if (read.kind === 'words' && read.command.later !== true) parseWords(read.command, read.words);
    }),
  );
  if (error?.span === undefined) return undefined;
  return { error, span: error.span, statement, isMarked };
}

/** What statements mean behind another; undefined where that cannot be known, as behind a command that changes data. */
function meaningBehind(read: ReadStatement, meaning: Meaning): Meaning | undefined {
  if (read.kind === 'import') return meaning;
  if (read.kind === 'words') return read.command.name === 'open' ? opened(read.words[0]?.text, meaning) : undefined;
  if (read.bound.kind === 'command') return undefined;
  if (read.name === undefined) return meaning;
  if (read.bound.kind !== 'view') return undefined;
  if (CURRENT.has(read.name)) return opened(read.bound.plan.dataset, meaning);
  const variable: Variable = { kind: 'view', plan: read.bound.plan, text: read.definition ?? 'ds' };
  return { ...meaning, names: new Map([...meaning.names, [read.name, variable]]) };
}

function opened(dataset: string | undefined, meaning: Meaning): Meaning | undefined {
  return dataset === undefined ? undefined : { ...meaning, current: dataset };
}

async function markedIn(statement: string, at: number, ports: ReadPorts): Promise<UserError | undefined> {
  const error =
    commandOf(statement, ports.commands) === undefined
      ? await inExpression(statement, at, ports)
      : await inWords(statement, ports);
  return error?.span === undefined || isBeingWritten(statement, error.span, at) ? undefined : error;
}

async function inExpression(text: string, cursor: number, ports: ReadPorts): Promise<UserError | undefined> {
  const [whole] = countableTexts(text);
  if (whole === undefined || whole.isPrefix) return undefined;
  const isClosed = whole.complete === text;
  const read = isClosed ? readStatement(text, ports) : ports.bind(whole.complete);
  const found = await errorOf(read);
  const error = found && (await clearerError(found, text, ports));
  const isWritten = isClosed && cursor >= text.trimEnd().length;
  const counts = error !== undefined && (ALWAYS.has(error.code) || (isWritten && WHEN_WHOLE.has(error.code)));
  return counts ? error : undefined;
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
async function inWords(line: string, ports: ReadPorts): Promise<UserError | undefined> {
  const found = await mistakeInWhole(line, ports);
  return found !== undefined && found.span.end < line.trimEnd().length ? found.error : undefined;
}

/** Whether a place is at the end of what is there, or in the word that the cursor is in. */
function isBeingWritten(text: string, { start, end }: Span, cursor: number): boolean {
  const word = /[\p{L}\p{N}_$]*$/u.exec(text.slice(0, cursor))?.[0] ?? '';
  if (word !== '' && end > cursor - word.length && start <= cursor) return true;
  return start >= text.trimEnd().length || (end >= text.trimEnd().length && /[.,=&|<>+*/!~-]\s*$/u.test(text));
}
