import type { Stage } from '../../plan.ts';
import { param, raw, sql } from '../fragment.ts';
import { carriedColumns, fromSamples, nextName, orderKeysOf, readFrom, type View, withTable } from '../view.ts';

/** The samples at some places of the view's order. */
export function keepPlaces(view: View, { flags }: Extract<Stage, { readonly kind: 'keep-places' }>): View {
  const name = nextName(view, 'samples');
  const place = sql`row_number() over (order by ${orderKeysOf(view)}) as place_kept`;
  const numbered = sql`select s.id${carriedColumns(view)}, ${place} ${fromSamples(view)}`;
  const wanted = param(JSON.stringify(flags.flatMap((flag, i) => (flag ? [i + 1] : []))));
  const kept = sql`select v.id${carriedColumns(view)} from (${numbered}) v where v.place_kept in (select value from json_each(${wanted}))`;
  return readFrom(withTable(view, sql`${raw(name)} as (${kept})`), name);
}
