import type { SortKey } from '../../plan.ts';
import { call } from '../../term.ts';
import { BOOL, INT } from '../../type.ts';
import { sql } from '../fragment.ts';
import { printerFor } from '../print-term.ts';
import type { OrderKey, View } from '../view.ts';

/** A list sorts by its least member, descending by its greatest; an empty one comes before a missing one. */
export function orderKeys({ by, descending }: SortKey, view: View): readonly OrderKey[] {
  const printer = printerFor(view);
  if (by.type.kind !== 'list') return [{ by: printer.value(by), descending }];
  const present = printer.condition(call('exists', [by], BOOL));
  const length = printer.value(call('length', [by], INT));
  const rank = sql`case when not (${present}) then 1 when ${length} = 0 then 0 else 2 end`;
  const extreme = call(descending ? 'greatest' : 'least', [by], by.type.element);
  return [
    { by: rank, descending },
    { by: printer.value(extreme), descending },
  ];
}
