import { isComplete } from '../input/brackets.ts';
import { afterDot } from './after-dot.ts';
import { commandPlace, completeCommand, expressionStart } from './complete-command.ts';
import type { Completion, CompletionItem, Knowledge } from './completion.ts';
import { inString } from './in-string.ts';
import { insideQuotes } from './items.ts';
import { commandItems, names } from './names.ts';
import { type Place, placeOf } from './place.ts';
import { otherViews } from './roots.ts';
import { rank } from './rank.ts';
import { scan } from './scan.ts';

/**
 * What can be typed at an offset of a text, given in UTF-16 units. Pure, tolerant of whatever is typed, and quick enough
 * for each key: what has to be looked up comes from `knowledge`.
 */
export function complete(text: string, offset: number, knowledge: Knowledge): Completion {
  if (text.length > LONGEST) return { replace: { start: offset, end: offset }, items: [], total: 0 };
  const from = statementStart(text, offset);
  const { replace, ...found } = completeStatement(text.slice(from), offset - from, knowledge);
  return { ...found, replace: { start: replace.start + from, end: replace.end + from } };
}

/** Longer texts were pasted: they are not worth the time at each key. */
const LONGEST = 20_000;

/** Where the statement that the offset is in begins: a text may hold several, each on lines of its own. */
export function statementStart(text: string, offset: number): number {
  return statementStarts(text, offset).at(-1) ?? 0;
}

/** Where the statements of a text begin, up to an offset. */
export function statementStarts(text: string, offset = text.length): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    const isOver = isComplete(text.slice(starts.at(-1), at)) && !/^\s*\./u.test(text.slice(at + 1));
    if (isOver) starts.push(at + 1);
  }
  return starts;
}

function completeStatement(text: string, offset: number, knowledge: Knowledge): Completion {
  const before = text.slice(0, offset);
  const command = commandPlace(before, knowledge.commands);
  if (command === undefined) return completeExpression(text, offset, knowledge);
  const start = expressionStart(command);
  if (start === undefined) return completeCommand(command, offset, text.slice(offset), knowledge);
  const { replace, items, total } = completeExpression(text.slice(start), offset - start, knowledge, 'argument');
  const { quote } = command.last;
  return {
    replace: { start: replace.start + start, end: replace.end + start },
    items: quote === undefined ? items : items.map((each) => inOtherQuotes(each, quote)),
    total,
  };
}

/** Inside an expression that stands in quotes itself texts stand in the other ones. */
function inOtherQuotes(completion: CompletionItem, quote: string): CompletionItem {
  const other = quote === "'" ? '"' : "'";
  const isPlain = !completion.text.includes(other) && !completion.text.includes('\\');
  return isPlain ? { ...completion, text: completion.text.replaceAll(quote, other) } : completion;
}

function completeExpression(
  text: string,
  offset: number,
  knowledge: Knowledge,
  as: 'line' | 'argument' = 'line',
): Completion {
  const before = text.slice(0, offset);
  const place = placeOf(scan(before), knowledge);
  const { word, quote } = place;
  const start = offset - word.length;
  if (quote !== undefined) {
    const isClosed = text.slice(offset).startsWith(quote);
    const items = inString(place).map((each) => inQuotes(each, quote, isClosed));
    return { replace: { start, end: offset }, ...rank(items, word) };
  }
  const behind = /^[\p{L}\p{N}_]*/u.exec(text.slice(offset))?.[0].length ?? 0;
  const isStart = before.slice(0, start).trim() === '';
  const items = as === 'argument' ? ofArgument(place, isStart) : ofLine(place, before.slice(0, start));
  return { replace: { start, end: offset + behind }, ...rank(items, word) };
}

/** An expression that a command is given begins with no command. */
function ofArgument(place: Place, isStart: boolean): readonly CompletionItem[] {
  return isStart ? [...names(place, false), ...otherViews(place.knowledge)] : outside(place, false);
}

function ofLine(place: Place, before: string): readonly CompletionItem[] {
  // `.help` is the command as well.
  return before.trim() === '.' ? commandItems(place.knowledge) : outside(place, before.trim() === '');
}

function outside(place: Place, isStart: boolean): readonly CompletionItem[] {
  if (place.afterDot) return afterDot(place);
  return place.afterClosed ? [] : names(place, isStart);
}

/** A value as it is written inside a string, with the quote that ends it unless that is there. */
function inQuotes(completion: CompletionItem, quote: string, isClosed: boolean): CompletionItem {
  const escaped = insideQuotes(completion.text, quote);
  return { ...completion, text: isClosed || completion.continues === true ? escaped : escaped + quote };
}
