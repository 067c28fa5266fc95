import type { Span } from '../diagnostics.ts';
import { cellWidth, graphemes, wrapWords } from './cells.ts';
import { paint, type Role } from './paint.ts';
import type { RenderOptions } from './render-options.ts';
import { sanitize } from './sanitize.ts';
import { cutMark } from './value.ts';

/** What a `UserError` says; `bug` is for what is not the user's. */
export type Diagnostic = {
  readonly code: string;
  readonly message: string;
  readonly span?: Span | undefined;
  readonly hint?: string | undefined;
};

/** What is told about a bug; `log` is the file that has the stack, null where it could not be written. */
export type BugNotice = { readonly message: string; readonly log: string | null };

/**
 * An error with the place it points at:
 * ```
 * ds.where(yaer >= 2021)
 *          ^^^^
 * unknown-field  no field `yaer` in demo
 * hint: did you mean `year`?
 * ```
 * Without a statement or a span only message and hint are printed. `prefix` stands before the statement, e.g. `[3] `.
 */
export function renderDiagnostic(
  error: Diagnostic,
  statement: string | null,
  options: RenderOptions,
  prefix = '',
): string {
  const { code, message, span, hint } = error;
  const frame = statement === null || span === undefined ? [] : codeFrame(statement, span, options, prefix);
  return `${[
    ...frame,
    ...headed(code, '  ', message, 'error', options),
    ...(hint === undefined ? [] : headed('hint:', ' ', hint, 'info', options)),
  ].join('\n')}\n`;
}

/** A warning that is not an error, with its hint. */
export function renderWarning(message: string, hint: string | undefined, options: RenderOptions): string {
  const lines = headed('warning:', ' ', message, 'warning', options);
  return `${[...lines, ...(hint === undefined ? [] : headed('hint:', ' ', hint, 'info', options))].join('\n')}\n`;
}

/** Tells of a bug: what it said and where the stack is. */
export function renderBug({ message, log }: BugNotice, options: RenderOptions): string {
  const said = headed('bug', '  ', message, 'error', options);
  const where = log === null ? 'the log file could not be written' : `details are in ${sanitize(log)}`;
  return `${[...said, `This is a mistake of the program, not yours; ${where}`].join('\n')}\n`;
}

function headed(head: string, gap: string, text: string, ...[role, options]: [Role, RenderOptions]): string[] {
  const indent = ' '.repeat(head.length + gap.length);
  const room = Math.max(16, options.columns - indent.length);
  const lines = text.split('\n').flatMap((line) => wrapWords(sanitize(line), room));
  return lines.map((line, i) => (i === 0 ? `${paint(head, role, options)}${gap}${line}` : indent + line));
}

function codeFrame(statement: string, span: Span, options: RenderOptions, prefix: string): string[] {
  const { line, number, start, end, lines } = locate(statement, span);
  const before = sanitize(prefix) + (lines > 1 ? `${String(number)} | ` : '');
  const parts = {
    head: visible(line.slice(0, start)),
    marked: visible(line.slice(start, end)),
    tail: visible(line.slice(end)),
  };
  const shown = windowed(parts, Math.max(20, options.columns - cellWidth(before)), cutMark(options));
  const carets = '^'.repeat(Math.max(1, cellWidth(shown.marked)));
  const indent = ' '.repeat(cellWidth(before) + cellWidth(shown.head));
  return [before + shown.head + shown.marked + shown.tail, indent + paint(carets, 'error', options)];
}

type Located = {
  readonly line: string;
  readonly number: number;
  readonly lines: number;
  readonly start: number;
  readonly end: number;
};

/** The line on which a span starts, and the part of the span that lies on it. */
function locate(statement: string, span: Span): Located {
  const start = Math.min(Math.max(0, span.start), statement.length);
  const before = statement.slice(0, start).split('\n');
  const from = start - (before.at(-1) ?? '').length;
  const all = statement.split('\n');
  const line = all[before.length - 1] ?? '';
  const end = Math.max(start, Math.min(span.end, from + line.length));
  return { line, number: before.length, lines: all.length, start: start - from, end: end - from };
}

function visible(text: string): string {
  return sanitize(text.replaceAll('\t', ' ').replaceAll('\r', ''));
}

type Parts = { readonly head: string; readonly marked: string; readonly tail: string };

/** Cuts a long line round the marked part: the end of what stands before it stays, then as much as fits. */
function windowed({ head, marked, tail }: Parts, width: number, mark: string): Parts {
  if (cellWidth(head) + cellWidth(marked) + cellWidth(tail) <= width) return { head, marked, tail };
  const room = width - 2 * cellWidth(mark);
  const keptMark = keep(marked, Math.max(4, Math.floor(room * 0.6)), 'start');
  const cutMarked = keptMark === marked ? marked : keptMark + mark;
  const left = room - cellWidth(cutMarked);
  const keptHead = keep(head, Math.max(Math.floor(left / 2), left - cellWidth(tail)), 'end');
  const keptTail = keptMark === marked ? keep(tail, left - cellWidth(keptHead), 'start') : '';
  return {
    head: keptHead === head ? head : mark + keptHead,
    marked: cutMarked,
    tail: keptTail === tail || keptMark !== marked ? keptTail : keptTail + mark,
  };
}

/** The graphemes at the start or end of text that fit into `width` cells. */
function keep(text: string, width: number, side: 'start' | 'end'): string {
  const all = graphemes(text);
  const ordered = side === 'start' ? all : all.toReversed();
  let used = 0;
  let count = 0;
  for (const grapheme of ordered) {
    used += cellWidth(grapheme);
    if (used > width) break;
    count += 1;
  }
  return side === 'start' ? all.slice(0, count).join('') : all.slice(all.length - count).join('');
}
