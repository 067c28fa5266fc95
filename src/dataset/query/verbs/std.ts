import { ask, defineVerb } from './define-verb.ts';

export const std = defineVerb({
  name: 'std',
  yields: 'answer',
  summary:
    'The standard deviation of the values of a field, that of a sample with `sample`; missing values are left out.',
  params: [
    { name: 'field', type: 'value', accepts: 'number' },
    { name: 'expr', type: 'own', of: 'field', optional: true },
    { name: 'safe', type: 'bool', optional: true },
    { name: 'sample', type: 'bool', optional: true },
  ],
  examples: ['ds.std(gt_polylines.count())', "ds.std('year', { sample: true })"],
  apply: (plan, { field, expr = field, safe = false, sample = false }) =>
    ask(plan, { kind: 'std', of: expr, safe, sample }),
});
