import { keepSamples, withStage } from '../plan.ts';
import { call, constant, type Term } from '../term.ts';
import { BOOL, INT, listOf, STRING } from '../type.ts';
import { defineVerb } from './define-verb.ts';

export const select = defineVerb({
  name: 'select',
  yields: 'view',
  summary: 'Keep the samples with these ids; with `ordered` in the order given.',
  params: [
    { name: 'ids', type: 'id', list: true },
    { name: 'ordered', type: 'bool', optional: true },
  ],
  examples: ["ds.select(['0123456789abcdef01234567'])"],
  apply: (plan, { ids, ordered = false }) => {
    const kept = keepSamples(plan, idAmong(ids));
    if (!ordered) return kept;
    const by = call('position', [SAMPLE_ID, constant(ids, listOf(STRING))], INT);
    return withStage(kept, { kind: 'sort', keys: [{ by, descending: false }] });
  },
});

/** True for a sample that has one of the ids. */
export function idAmong(ids: readonly string[]): Term {
  return call('among', [SAMPLE_ID, ...ids.map((id) => constant(id, STRING))], BOOL);
}

const SAMPLE_ID: Term = { kind: 'field', name: 'id', type: STRING };
