import { UserError } from '../diagnostics.ts';
import type { Dataset } from '../dataset/dataset.ts';
import { countedType } from '../dataset/query/bins.ts';
import type { NamedTerm, Tally } from '../dataset/query/plan.ts';
import { isNumber } from '../dataset/query/type.ts';
import type { Bounds } from '../output.ts';
import type { Query } from './context.ts';
import { areFew } from './plot-rules.ts';

/** A field to be plotted. `bounds`: of numbers that are there; `isFew`: few enough values to stand side by side. */
export type PlotField = { readonly key: NamedTerm; readonly bounds: Bounds | undefined; readonly isFew: boolean };

/** What is known of the keys of a `countBy`. */
export function plotFields({ dataset, bound }: Query, signal: AbortSignal): Promise<readonly PlotField[]> {
  return Promise.all(keysOf(bound).map((key) => fieldOf(key, { dataset, bound }, signal)));
}

function keysOf(bound: Query['bound']): readonly NamedTerm[] {
  if (bound.kind === 'aggregate' && bound.aggregation.kind === 'count-by') return bound.aggregation.keys;
  throw new UserError('bad-argument', 'a plot has one or two fields', { hint: "write plot('area', 'year')" });
}

async function fieldOf(key: NamedTerm, query: Query, signal: AbortSignal): Promise<PlotField> {
  const type = countedType(key);
  if (!isNumber(type)) return { key, bounds: undefined, isFew: true };
  const [low, high] = await boundsOf(key, query, signal);
  if (low === null || high === null) return { key, bounds: undefined, isFew: true };
  return { key, bounds: [low, high], isFew: type.kind === 'int' && areFew(low, high) };
}

async function boundsOf(
  { of }: NamedTerm,
  query: Query,
  signal: AbortSignal,
): Promise<readonly [number | null, number | null]> {
  const answer = await ask(query, { kind: 'bounds', of, safe: true }, signal);
  const [low, high] = answer.kind === 'list' ? answer.values : [];
  return [typeof low === 'number' ? low : null, typeof high === 'number' ? high : null];
}

/** Asks something else of the same view. */
export function ask({ dataset, bound }: Query, aggregation: Tally, signal: AbortSignal): ReturnType<Dataset['answer']> {
  return dataset.answer({ kind: 'aggregate', plan: bound.plan, aggregation, mentions: [] }, signal);
}
