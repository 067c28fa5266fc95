import type { ValueCount } from '../../dataset/query/catalog.ts';
import type { CompletionItem, CompletionKind } from './completion.ts';

/** A completion whose text is its name, shown as it is. */
export function item(name: string, detail: string, kind: CompletionKind): CompletionItem {
  return { text: name, name, label: name, detail, kind };
}

/** Something to be called: with its brackets where it takes nothing, else with the one that opens them. */
export function calling(
  { name, label, takes }: { readonly name: string; readonly label: string; readonly takes: boolean },
  detail: string,
  kind: CompletionKind,
): CompletionItem {
  return { text: takes ? `${name}(` : `${name}()`, name, label, detail, kind };
}

/** A value of the data; text is written in quotes, numbers and the like are not. */
export type ValueItem = CompletionItem & { readonly isText: boolean };

/** Values as completions of what stands in quotes. `what` says what is counted. */
export function valueItems(values: readonly ValueCount[], what: string): readonly ValueItem[] {
  return values.flatMap(({ value, count }) =>
    value === null ? [] : [{ ...item(String(value), what, 'value'), count, isText: typeof value === 'string' }],
  );
}

/** Written in single quotes, to be offered before a quote is typed. */
export function quoted(completion: CompletionItem): CompletionItem {
  const text = `'${insideQuotes(completion.text, "'")}'`;
  return { ...completion, text, label: text };
}

/** A text as it has to stand between two quotes. */
export function insideQuotes(text: string, quote: string): string {
  return text.replaceAll(/[\\'"\p{Cc}]/gu, (character) => {
    if (character === '\\' || character === quote) return `\\${character}`;
    if (character === "'" || character === '"') return character;
    return LINES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

const LINES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Whether a name can stand in an expression as it is. */
export function isWord(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_$]*$/u.test(name);
}
