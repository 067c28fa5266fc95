import type { Verdict } from '../output.ts';
import { cellWidth, padCells, truncate, wrapWords } from './cells.ts';
import { counted, formatCount } from '../dataset/model/counted.ts';
import { paint, type Role } from './paint.ts';
import type { OutputOf, RenderOptions } from './render-options.ts';
import { sanitize } from './sanitize.ts';
import { cutMark } from './value.ts';

type Word = { readonly text: string; readonly role: Role };

const WORDS: Readonly<Record<Verdict['verdict'], Word>> = {
  same: { text: 'same', role: 'good' },
  different: { text: 'DIFFERENT', role: 'error' },
  'new-error': { text: 'NEW ERROR', role: 'error' },
  fixed: { text: 'fixed', role: 'good' },
  skipped: { text: 'skipped', role: 'dim' },
  unrecorded: { text: 'unrecorded', role: 'dim' },
};

/** The report of a replay: each step with its verdict, and the lines that differ below it. */
export function renderVerdict({ verdicts }: OutputOf<'verdict'>, options: RenderOptions): string {
  const numberWidth = Math.max(1, ...verdicts.map(({ step }) => String(step).length)) + 1;
  const lines = verdicts.flatMap((verdict) => [
    stepLine(verdict, numberWidth, options),
    ...diffLines(verdict.diff, ' '.repeat(numberWidth + 4), options),
  ]);
  return [...lines, ...wrapWords(summary(verdicts), options.columns), ''].join('\n');
}

const STATEMENT_COLUMN = 48;
const WORD_WIDTH = 10;

function stepLine({ step, statement, verdict }: Verdict, numberWidth: number, options: RenderOptions): string {
  const number = padCells(String(step), numberWidth, 'right');
  const room = Math.max(8, Math.min(STATEMENT_COLUMN, options.columns - numberWidth - WORD_WIDTH - 4));
  const text = truncate(sanitize(statement.replace(/\s*\n\s*/gu, ' ')), room, cutMark(options));
  const word = WORDS[verdict];
  return `${number}  ${padCells(text, room)}  ${paint(word.text, word.role, options)}`;
}

/** At most `maxRows` lines of a diff; `-` is what was recorded, `+` what came out now. */
function diffLines(diff: readonly string[], indent: string, options: RenderOptions): string[] {
  const shown = diff.slice(0, options.maxRows).map((line) => {
    const text = truncate(sanitize(line), Math.max(8, options.columns - cellWidth(indent)), cutMark(options));
    const role = line.startsWith('-') ? 'error' : line.startsWith('+') ? 'good' : 'dim';
    return indent + paint(text, role, options);
  });
  const hidden = diff.length - shown.length;
  return hidden === 0 ? shown : [...shown, `${indent}and ${counted(hidden, 'line')} more`];
}

function summary(verdicts: readonly Verdict[]): string {
  const count = (...kinds: readonly Verdict['verdict'][]) =>
    verdicts.filter(({ verdict }) => kinds.includes(verdict)).length;
  const differ = count('different', 'new-error', 'fixed');
  const head =
    differ === 0
      ? `${counted(count('same'), 'step')} same`
      : `${formatCount(differ)} of ${counted(verdicts.length, 'step')} ${differ === 1 ? 'differs' : 'differ'}`;
  const rest = [
    count('skipped') > 0 ? `${formatCount(count('skipped'))} skipped` : '',
    count('unrecorded') > 0 ? `${formatCount(count('unrecorded'))} without a recorded result` : '',
  ].filter((part) => part !== '');
  return [head, ...rest].join(', ');
}
