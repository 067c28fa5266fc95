import { UserError } from '../../../diagnostics.ts';
import { columnName } from '../bind/column-name.ts';
import type { Constant } from '../term.ts';
import { ask, defineVerb } from './define-verb.ts';

/** Bins where no number is given: FiftyOne's. */
const BINS = 10;
const MOST_BINS = 10_000;

export const histogramValues = defineVerb({
  name: 'histogramValues',
  yields: 'answer',
  summary:
    'How many values of a field lie in each of some bins; a bin holds its lower edge, not its upper, but for the last.',
  missing: 'Counted apart, together with values that lie in no bin.',
  params: [
    { name: 'fieldOrExpr', type: 'value', accepts: 'number' },
    { name: 'bins', type: 'constant', optional: true, default: BINS },
    { name: 'range', type: 'number', list: true, optional: true },
    { name: 'auto', type: 'bool', optional: true, default: false },
    { name: 'expr', type: 'own', of: 'fieldOrExpr', optional: true },
  ],
  examples: [
    "ds.histogramValues('{number}', { bins: 5 })",
    "ds.histogramValues('{number}', { bins: 4, range: [{low}, {high}] })",
    "ds.histogramValues('{number}', { bins: [{low}, {middle}, {high}] })",
  ],
  apply: (plan, { fieldOrExpr, expr = fieldOrExpr, bins, range, auto }) => {
    if (auto)
      throw new UserError('unsupported', 'bins cannot be chosen here', { hint: 'write bins: 10, or their edges' });
    const limits = range === undefined ? null : limitsOf(range);
    return ask(plan, { kind: 'histogram-values', of: expr, name: columnName(expr), bins: binsOf(bins), range: limits });
  },
});

function binsOf(bins: Constant): number | readonly number[] {
  if (Array.isArray(bins)) return edges(bins);
  if (typeof bins === 'number' && Number.isInteger(bins) && bins >= 1 && bins <= MOST_BINS) return bins;
  throw new UserError('bad-argument', `bins must be 1 to ${String(MOST_BINS)}, or a list of their edges`);
}

function edges(values: readonly Constant[]): readonly number[] {
  const numbers = values.filter((value) => typeof value === 'number');
  const ascending = numbers.every((value, i) => i === 0 || value > (numbers[i - 1] ?? value));
  if (numbers.length === values.length && numbers.length >= 2 && numbers.length <= MOST_BINS && ascending)
    return numbers;
  throw new UserError('bad-argument', 'edges of bins are two numbers or more, ascending', {
    hint: 'write bins: [0, 1, 5]',
  });
}

function limitsOf([from, to, another]: readonly number[]): readonly [number, number] {
  if (from !== undefined && to !== undefined && another === undefined && from < to) return [from, to];
  throw new UserError('bad-argument', 'range needs two numbers, the smaller first', { hint: 'write range: [0, 1]' });
}
