import { UserError } from '../../../diagnostics.ts';
import { constantOf } from '../bind/constants.ts';
import { among, has } from '../bind/operators.ts';
import { keepSamples, type Plan, withStage } from '../plan.ts';
import { anyOf, call, type Constant, constant, not, type Term } from '../term.ts';
import { BOOL, INT } from '../type.ts';
import { defineVerb } from './define-verb.ts';

const FIELD = { name: 'field', type: 'value', accepts: 'scalar' } as const;

export const selectBy = defineVerb({
  name: 'selectBy',
  yields: 'view',
  summary: 'Keep samples whose field has one of the values, of a list any member; with `ordered` in the order given.',
  missing: 'Only `null` among the values keeps samples in which the field is missing.',
  params: [
    FIELD,
    { name: 'values', type: 'constant' },
    { name: 'ordered', type: 'bool', optional: true, default: false },
  ],
  examples: ["ds.selectBy('{number}', [{middle}, {low}], { ordered: true })", "ds.selectBy('{text}', [{value}, null])"],
  apply: (plan, { field, values, ordered }) => {
    const kept = keepSamples(plan, hasAnyOf(field, listed(values)));
    return ordered ? inOrder(kept, field, listed(values)) : kept;
  },
});

export const excludeBy = defineVerb({
  name: 'excludeBy',
  yields: 'view',
  summary: 'Keep samples whose field has none of the values.',
  missing: 'A sample in which the field is missing stays, unless `null` is among the values.',
  params: [FIELD, { name: 'values', type: 'constant' }],
  examples: ["ds.excludeBy('{number}', [{middle}, {low}])"],
  apply: (plan, { field, values }) => keepSamples(plan, not(hasAnyOf(field, listed(values)))),
});

function listed(values: Constant): readonly Constant[] {
  return Array.isArray(values) ? (values as readonly Constant[]) : [values];
}

/** A place that is none: errors then point at the whole call. */
const NOWHERE = { start: 0, end: 0 };

/** Of a list any member. */
function hasAnyOf(field: Term, values: readonly Constant[]): Term {
  if (values.length === 0) return constant(false, BOOL);
  const members = values.map((value) => ({ term: constantOf(value), span: NOWHERE }));
  const placed = { term: field, span: NOWHERE };
  return unplaced(() => {
    if (field.type.kind !== 'list') return among(placed, members, NOWHERE);
    return anyOf(members.map((member) => has(placed, member, NOWHERE)));
  });
}

function inOrder(plan: Plan, field: Term, values: readonly Constant[]): Plan {
  const pairs = values.flatMap((value, i) => [constantOf(value), constant(i, INT)]);
  const by = call('lookup', [field, constant(values.length, INT), ...pairs], INT);
  return withStage(plan, { kind: 'sort', keys: [{ by, descending: false }] });
}

/** Errors without the place that is none. */
function unplaced<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { code, message, hint } = error;
    throw new UserError(code, message, { cause: error, ...(hint !== undefined && { hint }) });
  }
}
