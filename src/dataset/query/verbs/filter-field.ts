import { UserError } from '../../../diagnostics.ts';
import type { Target } from '../bind/targets.ts';
import { keepSamples, type Plan, withStage } from '../plan.ts';
import { call, constant, type Term } from '../term.ts';
import { BOOL } from '../type.ts';
import { defineVerb } from './define-verb.ts';
import { checkRewritable } from './set-field.ts';

export const filterField = defineVerb({
  name: 'filterField',
  yields: 'view',
  summary:
    'Make a field missing where its value does not meet the condition, and drop those samples unless told not to.',
  missing: 'A condition on a missing value goes as in where(): it hardly ever holds.',
  params: [
    { name: 'field', type: 'target' },
    { name: 'filter', type: 'ownPredicate', of: 'field' },
    { name: 'onlyMatches', type: 'bool', optional: true, default: true },
  ],
  examples: [
    "ds.filterField('{number}', F() > {middle})",
    "ds.filterField('{number}', F() > {middle}, { onlyMatches: false })",
  ],
  apply: (plan, { field, filter, onlyMatches }) => {
    const left = filtered(plan, field, filter);
    return onlyMatches ? keepSamples(left, call('exists', [presenceOf(field)], BOOL)) : left;
  },
});

function filtered(plan: Plan, target: Target, filter: Term): Plan {
  const { term } = target;
  const value = call('choose', [filter, term, constant(null, term.type)], term.type);
  switch (target.kind) {
    case 'labels':
      return withStage(plan, { kind: 'blank-labels', fields: [target.field.name], unless: filter });
    case 'part':
      return withStage(plan, { kind: 'set-label', field: target.field.name, part: target.part, value });
    case 'field':
      if (target.name === 'id' || target.name === 'filepath') throw required(target.name);
      checkRewritable(target.name);
      return withStage(plan, { kind: 'set-field', name: target.name, value });
  }
}

function presenceOf(target: Target): Term {
  if (target.kind !== 'part') return target.term;
  return {
    kind: 'labels',
    field: target.field.name,
    single: !target.field.list,
    each: false,
    where: null,
    type: { kind: 'labels' },
  };
}

function required(name: string): UserError {
  return new UserError('bad-argument', `every sample needs its ${name}`, { hint: 'use where(...) to drop samples' });
}
