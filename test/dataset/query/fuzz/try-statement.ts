import { UserError } from '../../../../src/diagnostics.ts';
import type { Dataset } from '../../../../src/dataset/dataset.ts';
import type { Answer } from '../../../../src/dataset/query/answer.ts';
import type { Catalog } from '../../../../src/dataset/query/catalog.ts';
import { bind, type Bound, type Scope } from '../../../../src/dataset/query/bind.ts';
import { parseStatement } from '../../../../src/dataset/query/parse.ts';

/** What a statement came to: refused before it ran, or when it ran, answered, or one that ends in a bug notice. */
export type Outcome =
  | { readonly kind: 'refused' | 'failed'; readonly error: UserError }
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'command' }
  | { readonly kind: 'bug'; readonly what: string; readonly error: unknown };

/** Parses, binds and runs a statement as the session does. */
export async function tryStatement(text: string, dataset: Dataset, catalog: Catalog): Promise<Outcome> {
  let bound: Bound;
  try {
    bound = bind(parseStatement(text).expression, scopeOf(catalog));
  } catch (error) {
    return refusal(text, error);
  }
  if (bound.kind === 'command') return { kind: 'command' };
  if (bound.kind === 'value') return { kind: 'answered', answer: bound.answer };
  try {
    return { kind: 'answered', answer: await dataset.answer(bound, new AbortController().signal) };
  } catch (error) {
    return error instanceof UserError ? { kind: 'failed', error } : bug('it does not run', error);
  }
}

/** A scope in which `ds` is the dataset. */
export function scopeOf(catalog: Catalog): Scope {
  return {
    current: catalog.dataset,
    catalog: (name) => (name === catalog.dataset ? catalog : undefined),
    variable: () => undefined,
    commands: new Set(['export', 'preview']),
    params: { n: 2, constructor: 'x' },
  };
}

function refusal(text: string, error: unknown): Outcome {
  if (!(error instanceof UserError)) return bug('it is not refused in words', error);
  const { span, message } = error;
  if (message === '') return bug('the message is empty', error);
  if (span === undefined) return bug('it has no place', error);
  const inside = 0 <= span.start && span.start <= span.end && span.end <= text.length;
  return inside ? { kind: 'refused', error } : bug(`[${String(span.start)}, ${String(span.end)}) is outside`, error);
}

function bug(what: string, error: unknown): Outcome {
  return { kind: 'bug', what, error };
}
