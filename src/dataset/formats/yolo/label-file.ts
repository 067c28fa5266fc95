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
    .split(/\r\n|\r|\n/u)
    .map((line, i) => ({ line: i + 1, words: line.trim().split(/\s+/u) }))
    .filter(({ words }) => words[0] !== '');
}

/** A number as Python's `float` reads it, without its underscores; undefined for anything else. */
export function pythonFloat(word: string): number | undefined {
  if (!IS_NUMBER.test(word)) return undefined;
  if (/nan/iu.test(word)) return NaN;
  if (/inf/iu.test(word)) return word.startsWith('-') ? -Infinity : Infinity;
  return Number(word);
}

const IS_NUMBER = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?|nan)$/iu;
