import { UserError } from '../../../diagnostics.ts';
import { withStage } from '../plan.ts';
import { defineVerb } from './define-verb.ts';

export const limitLabels = defineVerb({
  name: 'limitLabels',
  yields: 'view',
  summary: 'Keep the first labels of a field in each sample, at most so many; none for a negative number.',
  missing: 'Missing stays missing.',
  params: [
    { name: 'field', type: 'labelField' },
    { name: 'limit', type: 'int' },
  ],
  examples: ["ds.limitLabels('{labels}', 5)"],
  apply: (plan, { field, limit }) => {
    if (!field.list) {
      throw new UserError('wrong-type', `${field.name} has one label a sample`, {
        hint: 'use limit(n) to keep samples',
      });
    }
    return withStage(plan, { kind: 'limit-labels', field: field.name, count: Math.max(0, limit) });
  },
});
