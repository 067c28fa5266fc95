import type { LabelField } from '../../model/schema.ts';
import type { Mapping } from '../param.ts';
import { type Plan, withStage } from '../plan.ts';
import type { Term } from '../term.ts';
import { STRING } from '../type.ts';
import { defineVerb } from './define-verb.ts';
import { lookedUp } from './map-values.ts';

export const mapLabels = defineVerb({
  name: 'mapLabels',
  yields: 'view',
  summary: 'Rename classes; those not named stay.',
  missing: 'A label without a class has the key `None`; `null` as a new name takes the class away and keeps the label.',
  params: [
    { name: 'field', type: 'labelField' },
    { name: 'map', type: 'mapping' },
  ],
  examples: ["ds.mapLabels('{labels}', { '{class}': 'other', '{otherClass}': 'other' })"],
  apply: (plan, { field, map }) => renamed(plan, field, map),
});

const LABEL: Term = { kind: 'property', name: 'label', type: STRING };

function renamed(plan: Plan, { name }: LabelField, map: Mapping): Plan {
  if (map.length === 0) return plan;
  const part = { kind: 'property', name: 'label' } as const;
  return withStage(plan, { kind: 'set-label', field: name, part, value: lookedUp(LABEL, map) });
}
