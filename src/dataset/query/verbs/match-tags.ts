import { keepSamples } from '../plan.ts';
import { allOf, anyOf, call, constant, not, type Term } from '../term.ts';
import { BOOL, listOf, STRING } from '../type.ts';
import { defineVerb } from './define-verb.ts';

export const matchTags = defineVerb({
  name: 'matchTags',
  yields: 'view',
  summary: 'Keep samples that carry any of the tags; with `all` every one, with `bool` false those that do not.',
  missing: 'A sample without tags carries none of them.',
  params: [
    { name: 'tags', type: 'tag', list: true },
    { name: 'bool', type: 'bool', optional: true, default: true },
    { name: 'all', type: 'bool', optional: true, default: false },
  ],
  examples: [
    "ds.matchTags('{tag}')",
    "ds.matchTags(['{tag}', '{otherTag}'], { all: true })",
    "ds.matchTags('{otherTag}', false)",
  ],
  apply: (plan, { tags, bool, all }) => {
    const carries = hasTags(tags, all);
    return keepSamples(plan, bool ? carries : not(carries));
  },
});

/** No tags at all are carried by nobody, also where all of them are asked for. */
function hasTags(tags: readonly string[], all: boolean): Term {
  if (tags.length === 0) return constant(false, BOOL);
  const each = tags.map((tag) => call('has', [SAMPLE_TAGS, constant(tag, STRING)], BOOL));
  return all ? allOf(each) : anyOf(each);
}

const SAMPLE_TAGS: Term = { kind: 'tags', of: 'sample', type: listOf(STRING) };
