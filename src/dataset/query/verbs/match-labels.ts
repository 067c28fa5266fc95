import { labelFields } from '../bind/context.ts';
import { labelsOf } from '../bind/properties.ts';
import { keepSamples } from '../plan.ts';
import { anyOf, call, constant, narrowLabels, not } from '../term.ts';
import { BOOL } from '../type.ts';
import { defineVerb } from './define-verb.ts';
import { meetsAll } from './label-criteria.ts';

export const matchLabels = defineVerb({
  name: 'matchLabels',
  yields: 'view',
  summary: 'Keep samples with a label that meets all criteria, in any of the fields; with `bool` false the others.',
  missing: 'A field that is missing or empty has no such label.',
  params: [
    { name: 'labels', type: 'text', list: true, optional: true },
    { name: 'ids', type: 'id', list: true, optional: true },
    { name: 'tags', type: 'text', list: true, optional: true },
    { name: 'filter', type: 'labelPredicate', of: 'fields', optional: true },
    { name: 'fields', type: 'labelField', list: true, optional: true },
    { name: 'bool', type: 'bool', optional: true, default: true },
  ],
  examples: [
    'ds.matchLabels({ filter: label == {class} })',
    "ds.matchLabels({ labels: [{class}, {otherClass}], fields: '{labels}' })",
    "ds.match_labels(filter=F('label') == {class}, bool=False)",
  ],
  apply: (plan, { bool, fields, ...criteria }, catalog) => {
    // Without any criterion nothing matches, as in FiftyOne.
    const where = meetsAll(criteria);
    if (where === undefined) return keepSamples(plan, constant(!bool, BOOL));
    const some = (fields ?? labelFields(catalog)).map((field) =>
      call('some', [narrowLabels(labelsOf(field), where)], BOOL),
    );
    return keepSamples(plan, bool ? anyOf(some) : not(anyOf(some)));
  },
});
