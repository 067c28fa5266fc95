import { withoutFirst } from '../plan.ts';
import { defineVerb } from './define-verb.ts';

export const skip = defineVerb({
  name: 'skip',
  yields: 'view',
  summary: 'Leave out the first samples, so many.',
  missing: null,
  params: [{ name: 'skip', type: 'int' }],
  examples: ['ds.skip(10).limit(10)'],
  apply: (plan, args) => withoutFirst(plan, args.skip),
});
