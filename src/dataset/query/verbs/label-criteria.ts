import { allOf, anyOf, call, constant, type Term } from '../term.ts';
import { BOOL, listOf, STRING } from '../type.ts';

/** What a label may be asked for: its class, its id, a tag; each any of those given. */
export type Criteria = {
  readonly labels?: readonly string[] | undefined;
  readonly ids?: readonly string[] | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly filter?: Term | undefined;
};

/** The condition that a label meets all criteria; undefined where there are none. */
export function meetsAll({ labels, ids, tags, filter }: Criteria): Term | undefined {
  const criteria = [
    labels && among({ kind: 'property', name: 'label', type: STRING }, labels),
    ids && among({ kind: 'property', name: 'id', type: STRING }, ids),
    tags && anyOf(tags.map((tag) => call('has', [LABEL_TAGS, constant(tag, STRING)], BOOL))),
    filter,
  ].filter((criterion) => criterion !== undefined);
  return criteria.length === 0 ? undefined : allOf(criteria);
}

function among(property: Term, values: readonly string[]): Term {
  return call('among', [property, ...values.map((value) => constant(value, STRING))], BOOL);
}

const LABEL_TAGS: Term = { kind: 'tags', of: 'label', type: listOf(STRING) };
