import { type ByKind, byKind } from '../by-kind.ts';
import type { Aggregation, Tally } from '../plan.ts';
import type { Compiled } from './compiled.ts';
import { compileHistogram } from './histogram.ts';
import { compileSchema } from './schema.ts';
import { compileCountBy } from './tallies/count-by.ts';
import { compileCountLabelTags, compileCountValues } from './tallies/count-values.ts';
import { compileDistinct } from './tallies/distinct.ts';
import { compileFold } from './tallies/fold.ts';
import { compileGrouped } from './tallies/grouped.ts';
import { compileQuantiles } from './tallies/quantiles.ts';
import { compileSeveral } from './tallies/several.ts';
import { compileTypesWithin } from './tallies/types-within.ts';
import { compilePick, compileValues } from './tallies/values.ts';
import type { View } from './view.ts';

/** What one statement answers: samples are fetched in pages, and what is known needs none. */
export type Countable = Exclude<Aggregation, { readonly kind: 'samples' | 'known' }>;

/** The statement that answers a question about a view. */
export function compileAggregation(aggregation: Countable, view: View): Compiled {
  if (aggregation.kind === 'several') {
    return compileSeveral(aggregation.of, view, (tally) => compileTally(tally, view));
  }
  if (aggregation.kind === 'grouped') return compileGrouped(aggregation, view);
  return aggregation.kind === 'pick' ? compilePick(aggregation, view) : compileTally(aggregation, view);
}

function compileTally(tally: Tally, view: View): Compiled {
  return byKind(COMPILERS, tally, view);
}

const COMPILERS: ByKind<Tally, View, Compiled> = {
  count: compileFold,
  bounds: compileFold,
  min: compileFold,
  max: compileFold,
  sum: compileFold,
  mean: compileFold,
  std: compileFold,
  'count-values': compileCountValues,
  'count-by': compileCountBy,
  'count-label-tags': compileCountLabelTags,
  distinct: compileDistinct,
  quantiles: compileQuantiles,
  values: compileValues,
  'histogram-values': compileHistogram,
  schema: (_, view) => compileSchema(view),
  'types-within': compileTypesWithin,
};
