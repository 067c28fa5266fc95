import { termText } from '../explain/term-text.ts';
import type { Term } from '../term.ts';
import { pathOf } from './context.ts';

/** A name that is longer says less than it hides. */
const LONGEST = 40;

/** What to call a column with the values of the term: its path, or a short expression as it is written, else `value`. */
export function columnName(term: Term): string {
  const path = pathOf(term, { kind: 'sample' });
  if (path !== undefined) return path;
  const text = termText(term);
  return text.length <= LONGEST ? text : 'value';
}
