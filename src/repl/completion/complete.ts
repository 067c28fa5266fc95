import type { Completion, CompletionItem, Knowledge } from './completion.ts';
import { completeCommand } from './complete-command.ts';
import { namesAt } from './names.ts';
import { rank } from './rank.ts';
import { scan } from './scan.ts';
import { valuesAt } from './values.ts';

/** What can be typed at an offset of a statement, given in UTF-16 units. */
export function complete(text: string, offset: number, knowledge: Knowledge): Completion {
  const before = text.slice(0, offset);
  const command = completeCommand(before, knowledge);
  if (command !== undefined) return command;
  const place = scan(before);
  const start = offset - place.word.length;
  if (place.quote !== undefined) {
    const closed = text.slice(offset).startsWith(place.quote);
    const items = valuesAt(place, knowledge).map((item) => inQuotes(item, place.quote ?? "'", closed));
    return { replace: { start, end: offset }, items: rank(items, place.word) };
  }
  // Right behind a closed string or bracket nothing can be typed but what ends or joins it.
  if (/['"`)\]}]$/u.test(before.slice(0, start))) return { replace: { start, end: offset }, items: [] };
  const behind = /^[\p{L}\p{N}_]*/u.exec(text.slice(offset))?.[0].length ?? 0;
  const isStart = before.slice(0, start).trim() === '';
  return { replace: { start, end: offset + behind }, items: rank(namesAt(place, isStart, knowledge), place.word) };
}

/** A value as it is written inside a string, with the quote that ends it unless that is there. */
function inQuotes(item: CompletionItem, quote: string, closed: boolean): CompletionItem {
  const escaped = item.text.replace(/[\\'"]/gu, (character) =>
    character === '\\' || character === quote ? `\\${character}` : character,
  );
  return { ...item, text: closed ? escaped : escaped + quote };
}
