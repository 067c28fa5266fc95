import type { LabelField } from '../../model/schema.ts';
import { labelFields } from '../bind/context.ts';
import { labelsOf } from '../bind/properties.ts';
import { keepSamples } from '../plan.ts';
import { allOf, anyOf, call, constant, narrowLabels, not, type Term } from '../term.ts';
import { BOOL, listOf, STRING } from '../type.ts';
import { defineVerb } from './define-verb.ts';

export const matchLabels = defineVerb({
  name: 'matchLabels',
  yields: 'view',
  summary: 'Keep samples with a label that meets all criteria, in any of the fields; with `bool` false the others.',
  params: [
    { name: 'labels', type: 'text', list: true, optional: true },
    { name: 'ids', type: 'id', list: true, optional: true },
    { name: 'tags', type: 'text', list: true, optional: true },
    { name: 'fields', type: 'labelField', list: true, optional: true },
    { name: 'filter', type: 'labelPredicate', of: 'fields', optional: true },
    { name: 'bool', type: 'bool', optional: true },
  ],
  examples: [
    "ds.matchLabels({ filter: label == 'Porites' })",
    "ds.matchLabels({ labels: ['Porites', 'Pavona'], fields: 'gt_polylines' })",
    "ds.match_labels(filter=F('label') == 'Porites', bool=False)",
  ],
  apply: (plan, { bool = true, fields, ...criteria }, catalog) => {
    const meets = matching(fields ?? labelFields(catalog), criteria);
    return keepSamples(plan, bool ? meets : not(meets));
  },
});

type Criteria = {
  readonly labels: readonly string[] | undefined;
  readonly ids: readonly string[] | undefined;
  readonly tags: readonly string[] | undefined;
  readonly filter: Term | undefined;
};

/** Without any criterion nothing matches, as in FiftyOne. */
function matching(fields: readonly LabelField[], { labels, ids, tags, filter }: Criteria): Term {
  const criteria = [
    labels && among({ kind: 'property', name: 'label', type: STRING }, labels),
    ids && among({ kind: 'property', name: 'id', type: STRING }, ids),
    tags && anyOf(tags.map((tag) => call('has', [LABEL_TAGS, constant(tag, STRING)], BOOL))),
    filter,
  ].filter((criterion) => criterion !== undefined);
  if (criteria.length === 0) return constant(false, BOOL);
  const where = allOf(criteria);
  return anyOf(fields.map((field) => call('some', [narrowLabels(labelsOf(field), where)], BOOL)));
}

function among(property: Term, values: readonly string[]): Term {
  return call('among', [property, ...values.map((value) => constant(value, STRING))], BOOL);
}

const LABEL_TAGS: Term = { kind: 'tags', of: 'label', type: listOf(STRING) };
