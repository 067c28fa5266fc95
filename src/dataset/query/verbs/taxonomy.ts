import { withRest } from '../../model/read-taxonomy.ts';
import { labelFields } from '../bind/context.ts';
import { checkKnownClasses } from '../expected-classes.ts';
import { expectationsOf, withTaxonomy } from '../with-taxonomy.ts';
import { defineVerb } from './define-verb.ts';

export const taxonomy = defineVerb({
  name: 'taxonomy',
  yields: 'view',
  summary: 'Map classes by a taxonomy: labels get other classes, and those of dropped classes go.',
  ours: true,
  missing:
    'A sample whose last label goes is empty, a missing annotation stays missing; a label without a class is in no map.',
  params: [
    { name: 'taxonomy', type: 'taxonomy' },
    { name: 'fields', type: 'labelField', list: true, optional: true },
    { name: 'unmapped', type: 'text', optional: true, about: 'error, keep, drop or a class, for classes in no map' },
  ],
  examples: [
    "ds.taxonomy('extended', { unmapped: 'Other' })",
    "ds.taxonomy({ '{class}': 'coral', '{otherClass}': null }, { unmapped: 'drop' })",
  ],
  apply: (plan, { taxonomy: given, fields: chosen, unmapped }, catalog) => {
    const map = withRest(given, unmapped);
    const fields = (chosen ?? labelFields(catalog)).map(({ name }) => name);
    // Of a whole dataset everything is known now; of a part of it once it is asked for.
    if (plan.stages.length === 0)
      checkKnownClasses(
        fields.flatMap((field) => expectationsOf(map, field)),
        catalog,
      );
    return withTaxonomy(plan, map, fields);
  },
});
