import type { Stage } from '../../plan.ts';
import { param, raw, sql } from '../fragment.ts';
import { carriedColumns, fromSamples, nextName, orderOf, readFrom, type View, withTable } from '../view.ts';

/** A slice needs a relation of its own: what comes after works on the samples that are left. Their order stays. */
export function slice(view: View, { skip, limit, fromEnd }: Extract<Stage, { readonly kind: 'slice' }>): View {
  const name = nextName(view, 'samples');
  const window = sql`limit ${param(limit ?? -1)}${skip === 0 ? raw('') : sql` offset ${param(skip)}`}`;
  const select = sql`select s.id${carriedColumns(view)} ${fromSamples(view)} ${orderOf(view, fromEnd)} ${window}`;
  const next = readFrom(withTable(view, sql`${raw(name)} as (${select})`), name);
  return { ...next, atMost: Math.min(view.atMost, limit ?? view.atMost) };
}
