import { UserError } from '../../../diagnostics.ts';
import { constantOf } from '../bind/constants.ts';
import type { Target } from '../bind/targets.ts';
import type { Mapping } from '../param.ts';
import { type Plan, withStage } from '../plan.ts';
import { call, type Constant, type Term } from '../term.ts';
import { describe, isNumber, type Type } from '../type.ts';
import { defineVerb } from './define-verb.ts';
import { checkRewritable } from './set-field.ts';

export const mapValues = defineVerb({
  name: 'mapValues',
  yields: 'view',
  summary: 'Exchange values of a field, of a list each member; those not named stay.',
  missing: 'The key `None` stands for missing; without it missing stays missing.',
  params: [
    { name: 'field', type: 'target' },
    { name: 'map', type: 'mapping' },
  ],
  examples: [
    "ds.mapValues('{text}', { '{value}': 'here', None: 'unknown' })",
    "ds.mapValues('tags', { '{tag}': 'chosen' })",
  ],
  apply: (plan, { field, map }) => (map.length === 0 ? plan : mapped(plan, field, map)),
});

function mapped(plan: Plan, target: Target, map: Mapping): Plan {
  if (target.kind === 'labels') {
    throw new UserError('wrong-type', 'values are needed here, not labels', {
      hint: `write mapLabels('${target.field.name}', ...)`,
    });
  }
  const value = lookedUp(target.term, map);
  if (target.kind === 'part')
    return withStage(plan, { kind: 'set-label', field: target.field.name, part: target.part, value });
  checkRewritable(target.name);
  return withStage(plan, { kind: 'set-field', name: target.name, value });
}

/**
 * The term with some of its values exchanged. Keys are text as written; they stand for values of the term's type.
 * @throws UserError `wrong-type` for a new value of another type
 */
export function lookedUp(of: Term, map: Mapping): Term {
  if (of.type.kind === 'list') return lookedUpMembers(of, of.type.element, map);
  const pairs = map.flatMap(([key, value]) => [constantOf(keyFor(key, of)), fitting(value, of)]);
  return call('lookup', [of, of, ...pairs], of.type);
}

/** Of a list each member; the key for missing stands for none of them. */
function lookedUpMembers(list: Term, type: Type, map: Mapping): Term {
  const member: Term = { kind: 'element', of: 'member', depth: 0, type };
  const body = lookedUp(member, map);
  return { kind: 'each', operation: 'map', list, body, initial: null, depth: 0, type: list.type };
}

function keyFor(key: Constant, { type }: Term): Constant {
  if (typeof key !== 'string') return key;
  if (isNumber(type)) return numberKey(key);
  if (type.kind !== 'bool') return key;
  if (/^(?:true|false)$/i.test(key)) return /^true$/i.test(key);
  throw notAKey(key, 'true or false');
}

function numberKey(key: string): number {
  const number = Number(key);
  if (key.trim() !== '' && Number.isFinite(number)) return number;
  throw notAKey(key, 'a number');
}

function notAKey(key: string, needed: string): UserError {
  return new UserError('wrong-type', `${JSON.stringify(key)} is no value of the field: ${needed} is needed`, {
    hint: 'write { 2021: 2022 }, or { true: false }',
  });
}

function fitting(value: Constant, { type }: Term): Term {
  const term = constantOf(value);
  if (term.type.kind === 'missing' || type.kind === 'any' || term.type.kind === type.kind) return term;
  if (isNumber(term.type) && isNumber(type)) return term;
  throw new UserError('wrong-type', `${describe(type)} is needed here, this is ${describe(term.type)}`, {
    hint: 'a field keeps its type',
  });
}
