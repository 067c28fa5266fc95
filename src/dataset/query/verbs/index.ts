import { bounds } from './bounds.ts';
import { count } from './count.ts';
import { countValues } from './count-values.ts';
import type { Verb } from './define-verb.ts';
import { distinct } from './distinct.ts';
import { exclude } from './exclude.ts';
import { exists } from './exists.ts';
import { filterLabels } from './filter-labels.ts';
import { first } from './first.ts';
import { head } from './head.ts';
import { histogramValues } from './histogram-values.ts';
import { ids } from './ids.ts';
import { last } from './last.ts';
import { limit } from './limit.ts';
import { matchLabels } from './match-labels.ts';
import { matchTags } from './match-tags.ts';
import { max } from './max.ts';
import { mean } from './mean.ts';
import { min } from './min.ts';
import { schema } from './schema.ts';
import { select } from './select.ts';
import { shuffle } from './shuffle.ts';
import { skip } from './skip.ts';
import { sortBy } from './sort-by.ts';
import { sum } from './sum.ts';
import { tail } from './tail.ts';
import { take } from './take.ts';
import { values } from './values.ts';
import { view } from './view.ts';
import { where } from './where.ts';

/** Every verb, in the order in which help lists them: first those that yield views. */
export const verbs: readonly Verb[] = [
  where,
  matchTags,
  exists,
  matchLabels,
  filterLabels,
  select,
  exclude,
  sortBy,
  limit,
  skip,
  take,
  shuffle,
  view,
  count,
  countValues,
  distinct,
  bounds,
  min,
  max,
  sum,
  mean,
  values,
  histogramValues,
  ids,
  schema,
  head,
  tail,
  first,
  last,
];

/** The verb with that name, in its own, another or FiftyOne's spelling. */
export function verbNamed(name: string): Verb | undefined {
  return verbs.find((verb) => verb.name === name || verb.aliases.includes(name));
}
