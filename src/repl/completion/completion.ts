import type { FormatUse } from '../../commands/declaration.ts';
import type { AnyCommand } from '../../commands/define-command.ts';
import type { Scalar } from '../../dataset/query/answer.ts';
import type { Statement } from '../../dataset/query/ast.ts';
import type { Catalog, ValueCount } from '../../dataset/query/catalog.ts';
import type { Span } from '../../diagnostics.ts';
import type { FolderEntry } from '../engine.ts';
import type { Variable } from '../evaluate-expression.ts';

/** What a completion is. */
export type CompletionKind =
  'verb' | 'method' | 'function' | 'field' | 'value' | 'name' | 'command' | 'option' | 'path';

/** One thing that can be typed here: `text` takes the place of what is replaced, `label` is shown. */
export type CompletionItem = {
  readonly text: string;
  /** What the typed letters are looked for in. */
  readonly name: string;
  readonly label: string;
  readonly detail: string;
  readonly kind: CompletionKind;
  /** How many samples or labels have it, as `detail` says. */
  readonly count?: number;
  /** More is to be typed in the same word or string: no space or quote ends it. */
  readonly continues?: true;
};

/** What can be typed at a place, the best first, and the part of the text that it replaces. */
export type Completion = {
  readonly replace: Span;
  readonly items: readonly CompletionItem[];
  /** How many fit; `items` may be fewer. */
  readonly total: number;
};

/** A format and what can be done with it. */
export type KnownFormat = { readonly name: string; readonly summary: string; readonly uses: readonly FormatUse[] };

/** Values by descending count. `isPart`: of some of the samples only, so that the counts say nothing. */
export type KnownValues = { readonly values: readonly ValueCount[]; readonly isPart: boolean };

/** What may stand behind `@` in the name of a dataset: a snapshot, or the state before one of the last changes. */
export type KnownState = { readonly name: string; readonly detail: string; readonly isSnapshot: boolean };

/** Asks for the values of a path: of a view, given as an expression, or of the whole dataset. */
export type ValueQuestion = {
  readonly dataset: string;
  readonly path: string;
  readonly view: string | undefined;
  /** Only values that contain this, with case or without. */
  readonly part?: string;
};

/** More values than these are not offered at once: what is typed narrows them. */
export const MOST_VALUES = 500;

/**
 * What completions are made from. Functions answer at once with what is known by now, undefined where nothing is; whoever
 * hands them in finds out what was asked and completes again.
 */
export type Knowledge = {
  /** The dataset that `ds` means. */
  readonly current: string | undefined;
  readonly catalog: (dataset: string) => Catalog | undefined;
  readonly variables: ReadonlyMap<string, Variable>;
  /** Values of `$name`. */
  readonly params: Readonly<Record<string, Scalar>>;
  readonly commands: readonly AnyCommand[];
  readonly formats: readonly KnownFormat[];
  readonly datasets: readonly string[];
  /** Names of datasets in the trash, the latest first. */
  readonly trash: readonly string[];
  readonly states: (dataset: string) => readonly KnownState[] | undefined;
  /** Names of the views that are kept with a dataset. */
  readonly savedViews: (dataset: string) => readonly string[] | undefined;
  /** Names of taxonomies, built in and the user's. */
  readonly taxonomies: readonly string[];
  /** The parser of the language, once it is loaded. @throws UserError */
  readonly parse: ((text: string) => Statement) | undefined;
  readonly values: (question: ValueQuestion) => KnownValues | undefined;
  /** What is in a folder, named as the user writes it; empty where it cannot be read. */
  readonly folder: (path: string) => readonly FolderEntry[] | undefined;
  /** File paths of samples of the current dataset that contain `part`, a bounded number. */
  readonly samples: (part: string) => readonly string[] | undefined;
};
