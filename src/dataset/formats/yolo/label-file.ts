import { codeOf } from '../../../diagnostics.ts';
import { readFile, stat } from 'node:fs/promises';

const LARGEST = 64_000_000;

/** The text of a label file; null where there is none; what is wrong with it where it cannot be read. */
export async function labelFileText(file: string): Promise<string | null | { readonly problem: string }> {
  try {
    const status = await stat(file);
    if (!status.isFile()) return { problem: 'is no file' };
    if (status.size > LARGEST) return { problem: 'larger than 64 MB: not read' };
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (error) {
    if (error instanceof TypeError) return { problem: 'is no UTF-8 text' };
    const code = codeOf(error);
    return code === 'ENOENT' || code === 'ENOTDIR' ? null : { problem: 'cannot be read' };
  }
}

/** A row of a label file that is not blank; lines count from 1. */
export type LabelRow = { readonly line: number; readonly words: readonly string[] };

/** The rows of a label file. */
export function labelRowsIn(text: string): LabelRow[] {
  return text
    .split(text.includes('\r') ? /\r\n|\r|\n/u : '\n')
    .map((line, i) => ({ line: i + 1, words: wordsIn(line) }))
    .filter(({ words }) => words[0] !== '');
}

function wordsIn(line: string): string[] {
  return SINGLE_SPACES.test(line) ? line.split(' ') : line.trim().split(/\s+/u);
}

const SINGLE_SPACES = /^[!-~]+(?: [!-~]+)*$/u;

/** A number as Python's `float` reads it, without its underscores; undefined for anything else. */
export function pythonFloat(word: string): number | undefined {
  const plain = plainNumber(word);
  if (plain !== undefined) return plain;
  if (!IS_NUMBER.test(word)) return undefined;
  if (/nan/iu.test(word)) return NaN;
  if (/inf/iu.test(word)) return word.startsWith('-') ? -Infinity : Infinity;
  return Number(word);
}

/**
 * A number of up to 15 digits, with or without a point, which is most of what label files hold: whole number and power of ten are
 * exact, and so their quotient is the nearest double. Undefined for anything else.
 */
function plainNumber(word: string): number | undefined {
  const point = word.indexOf('.');
  const digits = point < 0 ? word.length : word.length - 1;
  if (digits < 1 || digits > 15) return undefined;
  let whole = 0;
  for (let i = 0; i < word.length; i++) {
    if (i === point) continue;
    const digit = word.charCodeAt(i) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return undefined;
    whole = 10 * whole + digit;
  }
  return point < 0 ? whole : whole / (POWERS[digits - point] ?? NaN);
}

const ZERO = 0x30;
const POWERS = Array.from({ length: 16 }, (_, i) => 10 ** i);

const IS_NUMBER = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?|nan)$/iu;
