import type { Value } from '../../answer.ts';
import type { Aggregation, Tally } from '../../plan.ts';
import { readerOf } from '../../read-value.ts';
import type { Constant } from '../../term.ts';
import type { Type } from '../../type.ts';
import type { Compiled } from '../compiled.ts';
import { param, sql, withAll } from '../fragment.ts';
import { outputOf } from '../json.ts';
import { checkNeeded } from '../../needed.ts';
import { printerFor } from '../print-term.ts';
import { fromSamples, orderOf, type View } from '../view.ts';

/** One value a sample, in the order of the view; lists stay lists unless unwound. */
export function compileValues(
  { of, unwind, otherwise }: Extract<Tally, { readonly kind: 'values' }>,
  view: View,
): Compiled {
  const read = readerOf(of.type);
  return {
    sql: sql`${withAll(view.tables)}select ${outputOf(of, printerFor(view))} ${fromSamples(view)} ${orderOf(view)}`,
    width: 1,
    read: (found) => {
      const values = found.map(([value]) => instead(read(value), otherwise));
      return { kind: 'list', values: unwound(values, of.type, unwind) };
    },
  };
}

/** A value of the first sample. */
export function compilePick({ of, needed }: Extract<Aggregation, { readonly kind: 'pick' }>, view: View): Compiled {
  const read = readerOf(of.type);
  return {
    sql: sql`${withAll(view.tables)}select ${outputOf(of, printerFor(view))} ${fromSamples(view)} ${orderOf(view)} limit ${param(2)}`,
    width: 1,
    read: (found) => {
      checkNeeded(needed, found.length);
      return { kind: 'scalar', value: read(found[0]?.[0]) };
    },
  };
}

/** Missing values, also inside lists, become another. */
function instead(value: Value, otherwise: Constant): Value {
  if (otherwise === null) return value;
  if (value === null) return otherwise;
  return Array.isArray(value) ? value.map((member: Value) => instead(member, otherwise)) : value;
}

/** All values in one list. Missing lists hold nothing; missing members of lists stay. */
function unwound(values: readonly Value[], type: Type, unwind: boolean | 'outer'): readonly Value[] {
  if (unwind === false || type.kind !== 'list') return values;
  if (unwind === true)
    return values.flatMap((value) => (Array.isArray(value) ? unwound(value, type.element, true) : []));
  return values.map((value) => (Array.isArray(value) ? unwound(value, type.element, true) : value));
}
