import { type Span, UserError } from '../../../diagnostics.ts';
import type { Term } from '../term.ts';
import { type BindContext, lookingAtSampleAround } from './context.ts';
import { propertyOf, SAMPLE } from './properties.ts';

/**
 * The term that a dotted path names, starting from `root`. `$` at its start goes to the sample, `[]` may be written behind
 * a list. An empty path is the root.
 * @param span of the text in quotes, so that an unknown part can be pointed at
 */
export function pathTerm(path: string, span: Span, root: Term, context: BindContext): Term {
  if (path === '') return root;
  const fromSample = path.startsWith('$');
  const inside = fromSample ? lookingAtSampleAround(context, span) : context;
  let term = fromSample ? SAMPLE : root;
  let offset = span.start + 1 + (fromSample ? 1 : 0);
  for (const part of (fromSample ? path.slice(1) : path).split('.')) {
    const name = part.replace(/\[\]$/, '');
    const place = { start: Math.min(offset, span.end), end: Math.min(offset + name.length, span.end) };
    if (name === '') throw new UserError('bad-argument', 'a part of this path is empty', { span });
    term = propertyOf(term, name, place, inside);
    offset += part.length + 1;
  }
  return term;
}
