import type { CompletionItem, Knowledge } from './completion.ts';
import { calling, insideQuotes, isWord, item } from './items.ts';

/** What an expression may begin with: the dataset and variables. */
export function roots({ variables, current }: Knowledge): readonly CompletionItem[] {
  const named = [...variables].filter(([name]) => !name.startsWith('_'));
  return [
    item('ds', current ?? 'the open dataset', 'name'),
    ...named.map(([name, { kind }]) => item(name, kind, 'name')),
  ];
}

export const OPEN = calling({ name: 'open', label: 'open(name)', takes: true }, 'another dataset', 'function');

/** What a command that takes a view may be given besides: saved views, and other datasets. */
export function otherViews({ current, savedViews, datasets }: Knowledge): readonly CompletionItem[] {
  const saved = current === undefined ? [] : (savedViews(current) ?? []);
  return [
    ...saved.filter(isWord).map((name) => item(name, 'saved view', 'name')),
    ...datasets
      .filter((name) => name !== current)
      .map((name) => ({ ...item(name, 'dataset', 'name'), text: `open('${insideQuotes(name, "'")}')` })),
  ];
}
