import { ask, defineVerb } from './define-verb.ts';
import { SAFE } from './safe.ts';

export const std = defineVerb({
  name: 'std',
  yields: 'answer',
  summary: 'The standard deviation of the values of a field, that of a sample with `sample`.',
  missing: 'Left out; of no values it is missing.',
  params: [
    { name: 'fieldOrExpr', type: 'value', accepts: 'number' },
    { name: 'expr', type: 'own', of: 'fieldOrExpr', optional: true },
    SAFE,
    { name: 'sample', type: 'bool', optional: true, default: false },
  ],
  examples: ['ds.std({labels}.count())', "ds.std('{number}', { sample: true })"],
  apply: (plan, { fieldOrExpr, expr = fieldOrExpr, safe, sample }) =>
    ask(plan, { kind: 'std', of: expr, safe, sample }),
});
