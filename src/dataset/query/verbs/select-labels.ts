import type { LabelField } from '../../model/schema.ts';
import { labelFields } from '../bind/context.ts';
import { labelsOf } from '../bind/properties.ts';
import { keepSamples, type Plan, withStage } from '../plan.ts';
import { anyOf, call, constant, not } from '../term.ts';
import { BOOL } from '../type.ts';
import { defineVerb } from './define-verb.ts';
import { meetsAll } from './label-criteria.ts';

const CRITERIA = [
  { name: 'labels', type: 'text', list: true, optional: true },
  { name: 'ids', type: 'id', list: true, optional: true },
  { name: 'tags', type: 'text', list: true, optional: true },
  { name: 'fields', type: 'labelField', list: true, optional: true },
  { name: 'omitEmpty', type: 'bool', optional: true, default: true },
] as const;

export const selectLabels = defineVerb({
  name: 'selectLabels',
  yields: 'view',
  summary:
    'Keep labels that meet all criteria and, unless told not to, only samples that have any; with `fields` no labels of others.',
  missing: 'With `omitEmpty` false missing stays missing; a label without a class is none of the named ones.',
  params: CRITERIA,
  examples: ['ds.selectLabels({ labels: [{class}] })', "ds.selectLabels({ fields: '{labels}' })"],
  apply: (plan, { fields: chosen, omitEmpty, ...criteria }, catalog) => {
    const fields = chosen ?? labelFields(catalog);
    const where = meetsAll(criteria) ?? constant(true, BOOL);
    const kept = fields.reduce(
      (left, { name }) => withStage(left, { kind: 'keep-labels', field: name, where, dropEmpty: false }),
      withoutOthers(plan, fields, labelFields(catalog)),
    );
    return omitEmpty ? withLabels(kept, fields) : kept;
  },
});

export const excludeLabels = defineVerb({
  name: 'excludeLabels',
  yields: 'view',
  summary:
    'Drop labels that meet all criteria and, unless told not to, the samples in which no label of any field is left.',
  missing: 'A sample that never had labels goes too, unless `omitEmpty` is false; a label without a class stays.',
  params: CRITERIA,
  examples: ['ds.excludeLabels({ labels: [{class}] })'],
  apply: (plan, { fields: chosen, omitEmpty, ...criteria }, catalog) => {
    const fields = chosen ?? labelFields(catalog);
    const where = not(meetsAll(criteria) ?? constant(chosen !== undefined, BOOL));
    const kept = fields.reduce(
      (left, { name }) => withStage(left, { kind: 'keep-labels', field: name, where, dropEmpty: false }),
      plan,
    );
    return omitEmpty ? withLabels(kept, labelFields(catalog)) : kept;
  },
});

function withoutOthers(plan: Plan, fields: readonly LabelField[], every: readonly LabelField[]): Plan {
  const others = every.filter(({ name }) => !fields.some((field) => field.name === name)).map(({ name }) => name);
  return others.length === 0 ? plan : withStage(plan, { kind: 'blank-labels', fields: others, unless: null });
}

function withLabels(plan: Plan, fields: readonly LabelField[]): Plan {
  return keepSamples(plan, anyOf(fields.map((field) => call('some', [labelsOf(field)], BOOL))));
}
