import { UserError } from '../../../diagnostics.ts';
import { ask, defineVerb } from './define-verb.ts';

export const schema = defineVerb({
  name: 'schema',
  yields: 'answer',
  summary: 'The fields, their types, and in how many samples each has a value; of labels or an object its parts.',
  missing: 'Counted for each field, apart from empty and present.',
  params: [{ name: 'fieldOrExpr', type: 'value', optional: true }],
  examples: ['ds.schema()', "ds.schema('{labels}')"],
  apply: (plan, { fieldOrExpr: field }) => {
    if (field === undefined) return ask(plan, { kind: 'schema' });
    if (field.kind === 'labels' || field.type.kind === 'dict') return ask(plan, { kind: 'types-within', of: field });
    throw new UserError('wrong-type', 'only labels and objects have parts', { hint: "write schema('gt_polylines')" });
  },
});

export const listSchema = defineVerb({
  name: 'listSchema',
  yields: 'answer',
  summary: 'Which types the members of a list have.',
  missing: 'Has no type.',
  params: [{ name: 'fieldOrExpr', type: 'value' }],
  examples: ["ds.listSchema('tags')"],
  apply: (plan, { fieldOrExpr: field }) => {
    if (field.type.kind === 'list') return ask(plan, { kind: 'types-within', of: field });
    throw new UserError('wrong-type', 'only a list has members', { hint: 'write schema() to see what each field is' });
  },
});
