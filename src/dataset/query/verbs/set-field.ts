import { UserError } from '../../../diagnostics.ts';
import type { Target } from '../bind/targets.ts';
import { type Plan, withStage } from '../plan.ts';
import { call, constant, type Term } from '../term.ts';
import { BOOL } from '../type.ts';
import { defineVerb } from './define-verb.ts';

export const setField = defineVerb({
  name: 'setField',
  yields: 'view',
  summary: 'Give a field another value, computed from the fields beside it.',
  missing:
    'A result that is missing makes the field missing; of labels, a plain field that is missing leaves the old value. A field of labels that is missing stays missing.',
  params: [
    { name: 'field', type: 'target' },
    { name: 'expr', type: 'newValue', of: 'field' },
  ],
  examples: ["ds.setField('{number}', {number} + 1)", "ds.setField('{labels}.label', label.upper())"],
  apply: (plan, { field, expr }) => withValue(plan, field, expr),
});

/** The view with another value for the target. */
export function withValue(plan: Plan, target: Target, value: Term): Plan {
  switch (target.kind) {
    case 'field':
      checkRewritable(target.name);
      return withStage(plan, { kind: 'set-field', name: target.name, value });
    case 'part': {
      const { field, part, term } = target;
      return withStage(plan, {
        kind: 'set-label',
        field: field.name,
        part,
        value: field.list ? unlessMissing(value, term) : value,
      });
    }
    case 'labels':
      return withLabels(plan, target.field.name, value);
  }
}

/**
 * What a sample is stays: its id, its picture and the size of that.
 * @throws UserError `bad-argument`
 */
export function checkRewritable(name: string): void {
  if (name !== 'id' && name !== 'filepath' && !/^metadata(?:\.|$)/.test(name)) return;
  throw new UserError('bad-argument', `the ${name} of a sample stays`, {
    hint: 'name a field of your own, or tags',
  });
}

/** A field that is missing leaves the old value, as in FiftyOne; a condition that yields `null` does not. */
function unlessMissing(value: Term, old: Term): Term {
  const reads =
    value.kind === 'field' || value.kind === 'attribute' || value.kind === 'property' || value.kind === 'path';
  if (!reads) return value;
  return call('choose', [call('exists', [value], BOOL), value, old], value.type);
}

/** Labels can be filtered or made missing. */
function withLabels(plan: Plan, field: string, value: Term): Plan {
  if (value.type.kind === 'missing') return withStage(plan, { kind: 'blank-labels', fields: [field], unless: null });
  if (value.kind === 'labels' && value.field === field) {
    return withStage(plan, {
      kind: 'keep-labels',
      field,
      where: value.where ?? constant(true, BOOL),
      dropEmpty: false,
    });
  }
  throw new UserError('unsupported', 'labels can be filtered here, but not made', {
    hint: `write setField('${field}.label', ...) for a part of them`,
  });
}
