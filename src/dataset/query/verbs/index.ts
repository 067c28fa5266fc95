import { aggregate } from './aggregate.ts';
import { bounds } from './bounds.ts';
import { concat } from './concat.ts';
import { count } from './count.ts';
import { countBy } from './count-by.ts';
import { countLabelTags } from './count-label-tags.ts';
import { countSampleTags } from './count-sample-tags.ts';
import { countValues } from './count-values.ts';
import type { Verb } from './define-verb.ts';
import { distinct } from './distinct.ts';
import { exclude } from './exclude.ts';
import { exists } from './exists.ts';
import { filterField } from './filter-field.ts';
import { filterLabels } from './filter-labels.ts';
import { first } from './first.ts';
import { getClasses, getField, getFieldSchema, hasSampleField } from './get-field.ts';
import { groupBy } from './group-by.ts';
import { head } from './head.ts';
import { histogramValues } from './histogram-values.ts';
import { ids } from './ids.ts';
import { last } from './last.ts';
import { limit } from './limit.ts';
import { limitLabels } from './limit-labels.ts';
import { loadSavedView } from './load-saved-view.ts';
import { mapLabels } from './map-labels.ts';
import { mapValues } from './map-values.ts';
import { matchLabels } from './match-labels.ts';
import { matchTags } from './match-tags.ts';
import { max } from './max.ts';
import { mean } from './mean.ts';
import { min } from './min.ts';
import { one } from './one.ts';
import { quantiles } from './quantiles.ts';
import { listSchema, schema } from './schema.ts';
import { select } from './select.ts';
import { excludeBy, selectBy } from './select-by.ts';
import { excludeFields, selectFields } from './select-fields.ts';
import { excludeLabels, selectLabels } from './select-labels.ts';
import { setField } from './set-field.ts';
import { shuffle } from './shuffle.ts';
import { skip } from './skip.ts';
import { sortBy } from './sort-by.ts';
import { std } from './std.ts';
import { sum } from './sum.ts';
import { tail } from './tail.ts';
import { take } from './take.ts';
import { taxonomy } from './taxonomy.ts';
import { toPatches } from './to-patches.ts';
import { values } from './values.ts';
import { view } from './view.ts';
import { where } from './where.ts';

/** Verbs by what they are for, in the order in which help lists them: first those that yield views. */
export const verbGroups: Readonly<Record<string, readonly Verb[]>> = {
  'keep samples': [where, matchTags, matchLabels, exists, select, exclude, selectBy, excludeBy],
  order: [sortBy, limit, skip, take, shuffle, groupBy, concat, view, loadSavedView],
  labels: [filterLabels, selectLabels, excludeLabels, limitLabels, mapLabels, taxonomy, toPatches],
  fields: [filterField, mapValues, setField, selectFields, excludeFields],
  count: [count, countValues, countBy, countSampleTags, countLabelTags, distinct, histogramValues],
  numbers: [bounds, min, max, sum, mean, std, quantiles, aggregate],
  look: [
    values,
    ids,
    head,
    tail,
    first,
    last,
    one,
    schema,
    listSchema,
    getFieldSchema,
    getField,
    hasSampleField,
    getClasses,
  ],
};

/** Every verb. */
export const verbs: readonly Verb[] = Object.values(verbGroups).flat();

/** The verb with that name, in its own, another or FiftyOne's spelling. */
export function verbNamed(name: string): Verb | undefined {
  return verbs.find((verb) => verb.name === name || verb.aliases.includes(name));
}
