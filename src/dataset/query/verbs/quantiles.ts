import { UserError } from '../../../diagnostics.ts';
import { ask, defineVerb } from './define-verb.ts';
import { SAFE } from './safe.ts';

export const quantiles = defineVerb({
  name: 'quantiles',
  yields: 'answer',
  summary: 'Below which value given parts of a field lie, 0.5 for the median.',
  missing: 'Left out; of no values they are missing.',
  params: [
    { name: 'fieldOrExpr', type: 'value', accepts: 'number' },
    { name: 'quantiles', type: 'constant' },
    { name: 'expr', type: 'own', of: 'fieldOrExpr', optional: true },
    SAFE,
  ],
  examples: ["ds.quantiles('{number}', 0.5)", 'ds.quantiles({labels}.count(), [0.25, 0.5, 0.75])'],
  apply: (plan, { fieldOrExpr, expr = fieldOrExpr, quantiles: wanted, safe }) => {
    const at = (Array.isArray(wanted) ? wanted : [wanted]).map(fraction);
    return ask(plan, { kind: 'quantiles', of: expr, at, single: !Array.isArray(wanted), safe });
  },
});

function fraction(value: unknown): number {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw new UserError('bad-argument', 'quantiles are numbers from 0 to 1', { hint: 'write 0.5 for the median' });
}
