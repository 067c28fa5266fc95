import { UserError } from '../../../../diagnostics.ts';
import { type Origin, taxonomyFrom } from '../../../model/read-taxonomy.ts';
import type { Taxonomy } from '../../../model/taxonomy.ts';
import type { Entry, Expr } from '../../ast.ts';
import type { Constant } from '../../term.ts';
import type { BindContext } from '../context.ts';
import { placing } from '../placing.ts';
import { constantArgument, textConstant } from './constants.ts';

/** A name, a file, a map of old to new classes, or an object with the keys of a file: `map` is then itself an object. */
export function bindTaxonomy(expr: Expr, context: BindContext): Taxonomy {
  if (expr.kind !== 'object') return namedTaxonomy(expr, context);
  const isWhole = expr.entries.some(({ key, value }) => key === 'map' && value.kind === 'object');
  const value = plain(expr.entries, context);
  return placing(expr.span, () => taxonomyFrom(isWhole ? value : { map: value }, INLINE));
}

/** What is written out in a statement has no name of its own. */
const INLINE: Origin = { name: 'this taxonomy', at: () => 'this taxonomy' };

function namedTaxonomy(expr: Expr, context: BindContext): Taxonomy {
  const name = textConstant(expr, context, "the name of a taxonomy in quotes: 'extended'");
  const found = context.taxonomy?.(name);
  if (found !== undefined && !(found instanceof Error)) return found;
  return placing(expr.span, () => {
    throw found ?? new UserError('not-found', `there is no taxonomy ${JSON.stringify(name)}`, { hint: HINT });
  });
}

const HINT = 'taxonomy list shows those there are';

function plain(entries: readonly Entry[], context: BindContext): Readonly<Record<string, Plain>> {
  const names = new Set<string>();
  for (const { key, span } of entries) {
    if (key === null) {
      throw new UserError('bad-argument', 'labels without a class are in no map', {
        span,
        hint: "unmapped says what becomes of them: { unmapped: 'drop' }",
      });
    }
    if (names.has(key)) throw new UserError('bad-argument', `${key} is mapped twice`, { span });
    names.add(key);
  }
  // Entries are defined, not assigned, so that a key `__proto__` is only a key.
  return Object.fromEntries<Plain>(
    entries.map(({ key, value }) => [key ?? 'None', plainValue(value, context)] as const),
  );
}

/** What is written, as data. */
type Plain = Constant | { readonly [key: string]: Plain };

function plainValue(expr: Expr, context: BindContext): Plain {
  if (expr.kind === 'object') return plain(expr.entries, context);
  const value = constantArgument(expr, context);
  if (value !== undefined) return value;
  throw new UserError('bad-argument', 'the name of a class is needed here', {
    span: expr.span,
    hint: 'write it in quotes, or null for what is dropped',
  });
}
