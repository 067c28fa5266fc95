import type { FormatUse } from '../../commands/declaration.ts';
import type { AnyCommand } from '../../commands/define-command.ts';
import type { Catalog, ValueCount } from '../../dataset/query/catalog.ts';
import type { Span } from '../../diagnostics.ts';

/** What a completion is. */
export type CompletionKind = 'verb' | 'method' | 'function' | 'field' | 'value' | 'name' | 'command' | 'option';

/** One thing that can be typed here: `text` takes the place of what is replaced, `label` is shown. */
export type CompletionItem = {
  readonly text: string;
  readonly label: string;
  readonly detail: string;
  readonly kind: CompletionKind;
  /** How many samples or labels have it. */
  readonly count?: number;
};

/** What can be typed at a place, the best first, and the part of the text that it replaces. */
export type Completion = { readonly replace: Span; readonly items: readonly CompletionItem[] };

/** A format and what can be done with it. */
export type KnownFormat = { readonly name: string; readonly summary: string; readonly uses: readonly FormatUse[] };

/** What completions are made from. */
export type Knowledge = {
  /** Of the dataset that `ds` means. */
  readonly catalog: Catalog | undefined;
  readonly variables: readonly string[];
  readonly commands: readonly AnyCommand[];
  readonly formats: readonly KnownFormat[];
  readonly datasets: readonly string[];
  /** Values of a path by descending count, as far as they are known by now. */
  readonly values: (path: string) => readonly ValueCount[];
};
