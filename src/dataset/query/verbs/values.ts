import { ask, defineVerb } from './define-verb.ts';

export const values = defineVerb({
  name: 'values',
  yields: 'answer',
  summary: 'The value of a field in each sample, a list for labels and lists; with `unwind` in one flat list.',
  missing: 'Stands as missing, or as `missingValue`; a missing list is missing, not empty.',
  params: [
    { name: 'fieldOrExpr', type: 'column', list: true, accepts: 'scalar' },
    { name: 'expr', type: 'own', of: 'fieldOrExpr', optional: true },
    { name: 'missingValue', type: 'constant', optional: true, default: null },
    { name: 'unwind', type: 'boolOrInt', optional: true, default: false },
  ],
  examples: ["ds.values('{number}')", "ds.values('{labels}.label', { unwind: true })", "ds.values(['id', '{text}'])"],
  apply: (plan, { fieldOrExpr, expr, missingValue, unwind }) => {
    const columns = fieldOrExpr.map((column) => ({
      kind: 'values' as const,
      of: expr ?? column.term,
      unwind: column.unwind || howToUnwind(unwind),
      otherwise: missingValue,
    }));
    const [only, another] = columns;
    return ask(plan, only !== undefined && another === undefined ? only : { kind: 'several', of: columns });
  },
});

/** FiftyOne's: a negative number leaves the outermost lists. */
function howToUnwind(unwind: boolean | number): boolean | 'outer' {
  return typeof unwind === 'number' && unwind < 0 ? 'outer' : Boolean(unwind);
}
