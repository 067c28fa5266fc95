import { UserError } from '../../../diagnostics.ts';
import { keepSamples, type Plan, withStage } from '../plan.ts';
import { call, constant, type Term } from '../term.ts';
import { BOOL, INT, listOf, STRING } from '../type.ts';
import { defineVerb } from './define-verb.ts';

export const select = defineVerb({
  name: 'select',
  yields: 'view',
  summary: 'Keep the samples with these ids, with `ordered` in the order given; or a truth value for each sample.',
  missing: null,
  params: [
    { name: 'sampleIds', type: 'idOrFlag', list: true },
    { name: 'ordered', type: 'bool', optional: true, default: false },
  ],
  examples: ["ds.select(['{id}', '{otherId}'])", "ds.select(['{otherId}', '{id}'], { ordered: true })"],
  apply: (plan, { sampleIds, ordered }) => {
    const flags = sampleIds.filter((id) => typeof id === 'boolean');
    const ids = sampleIds.filter((id) => typeof id === 'string');
    if (flags.length === 0) return selectIds(plan, ids, ordered);
    if (ids.length === 0) return withStage(plan, { kind: 'keep-places', flags });
    throw new UserError('bad-argument', 'ids and truth values cannot be mixed');
  },
});

function selectIds(plan: Plan, ids: readonly string[], ordered: boolean): Plan {
  const kept = keepSamples(plan, idAmong(ids));
  if (!ordered) return kept;
  const by = call('position', [SAMPLE_ID, constant(ids, listOf(STRING))], INT);
  return withStage(kept, { kind: 'sort', keys: [{ by, descending: false }] });
}

/** True for a sample that has one of the ids. */
export function idAmong(ids: readonly string[]): Term {
  return call('among', [SAMPLE_ID, ...ids.map((id) => constant(id, STRING))], BOOL);
}

const SAMPLE_ID: Term = { kind: 'field', name: 'id', type: STRING };
