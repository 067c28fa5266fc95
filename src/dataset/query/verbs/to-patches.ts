import { UserError } from '../../../diagnostics.ts';
import { withStage } from '../plan.ts';
import { defineVerb } from './define-verb.ts';

export const toPatches = defineVerb({
  name: 'toPatches',
  yields: 'view',
  summary: 'A sample for each label of a field, with the picture and tags of its sample and `sample_id`.',
  missing: 'A field that is missing or empty gives no patch.',
  params: [
    { name: 'field', type: 'labelField' },
    { name: 'otherFields', type: 'fieldName', list: true, optional: true },
  ],
  examples: ["ds.toPatches('{labels}')", "ds.toPatches('{labels}').groupBy('{labels}.label').count('id')"],
  apply: (plan, { field, otherFields = [] }, catalog) => {
    if (!field.list) {
      throw new UserError('wrong-type', `${field.name} has one label a sample`, {
        hint: 'its samples are patches already',
      });
    }
    const others = otherFields.filter((name) => catalog.fields.some((each) => each.name === name));
    return withStage(plan, { kind: 'patches', field: field.name, others });
  },
});
