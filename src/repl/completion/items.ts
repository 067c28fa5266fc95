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

/** Values as completions of what stands in quotes. `what` says what is counted. */
export function valueItems(values: readonly ValueCount[], what: string): readonly CompletionItem[] {
  return values.flatMap(({ value, count }) =>
    value === null ? [] : [{ ...item(String(value), what, 'value'), count }],
  );
}

/** Written in single quotes, to be offered before a quote is typed. */
export function quoted(completion: CompletionItem): CompletionItem {
  const text = `'${completion.text.replaceAll(/[\\']/gu, '\\$&')}'`;
  return { ...completion, text, label: text };
}
