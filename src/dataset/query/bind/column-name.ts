import { pathOf } from './context.ts';
import type { Term } from '../term.ts';

/** What to call a column with the values of the term: its path, or `value` for an expression. */
export function columnName(term: Term): string {
  return pathOf(term, { kind: 'sample' }) ?? 'value';
}
