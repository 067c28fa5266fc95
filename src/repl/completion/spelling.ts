import { snakeCase } from '../../dataset/query/param.ts';
import type { Scanned } from './scan.ts';

/** How the names of a line are spelled: `matchTags`, or `match_tags` as in FiftyOne. */
export type Spelling = 'camel' | 'snake';

/** The spelling of a line, from what stands in it and from the word being typed. */
export function spellingOf(scanned: Scanned, isKnown: (name: string) => boolean): Spelling {
  const { frames, chain, operand, word, quote } = scanned;
  const names = [...chain, ...frames.flatMap(({ callee = '', receiver }) => [...receiver, callee])];
  const keywords = frames.flatMap(({ keyword = '' }) => keyword);
  const hasFields = names.some((name) => FIELDS.test(`${name}(`)) || FIELDS.test(operand);
  const isSnakeLine = hasFields || keywords.some(isSnake) || names.some((name) => isSnake(name) && isKnown(name));
  return isSnakeLine || (quote === undefined && isSnake(word)) ? 'snake' : 'camel';
}

/** `F("area")`, as in FiftyOne. */
const FIELDS = /(?:^|[^\p{L}\p{N}_$.])(?:F|ViewField)\s*\(/u;

function isSnake(word: string): boolean {
  return /[a-z]_/u.test(word);
}

/** A name, or an alias of it where that is what the typed letters begin; both as the line is spelled. */
export function spelled(
  { name, aliases }: { readonly name: string; readonly aliases: readonly string[] },
  spelling: Spelling,
  typed: string,
): readonly string[] {
  const own = spelling === 'snake' ? snakeCase(name) : name;
  if (typed === '' || begins(own, typed)) return [own];
  const other = aliases.filter(
    (alias) => alias !== own && (spelling === 'camel') === (alias !== snakeCase(alias) || !alias.includes('_')),
  );
  const fitting = other.filter((alias) => begins(alias, typed));
  return fitting.length > 0 ? fitting : [own];
}

function begins(name: string, typed: string): boolean {
  return name.toLowerCase().startsWith(typed.toLowerCase());
}
