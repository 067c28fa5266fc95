import { UserError } from '../../../diagnostics.ts';
import { columnName } from './column-name.ts';
import { ask, defineVerb } from './define-verb.ts';

/** Bins where no number is given: FiftyOne's. */
const BINS = 10;
const MOST_BINS = 10_000;

export const histogramValues = defineVerb({
  name: 'histogramValues',
  yields: 'answer',
  summary: 'How many values of a field lie in each of some bins of one width.',
  params: [
    { name: 'field', type: 'value', accepts: 'number' },
    { name: 'bins', type: 'int', optional: true },
    { name: 'range', type: 'number', list: true, optional: true },
  ],
  examples: ["ds.histogramValues('year', 5)", "ds.histogramValues('year', { bins: 4, range: [2010, 2030] })"],
  apply: (plan, { field, bins = BINS, range }) => {
    if (bins < 1 || bins > MOST_BINS) throw new UserError('bad-argument', `bins must be 1 to ${String(MOST_BINS)}`);
    const name = columnName(field);
    return ask(plan, {
      kind: 'histogram-values',
      of: field,
      name,
      bins,
      range: range === undefined ? null : limits(range),
    });
  },
});

function limits([from, to, another]: readonly number[]): readonly [number, number] {
  if (from !== undefined && to !== undefined && another === undefined && from < to) return [from, to];
  throw new UserError('bad-argument', 'range needs two numbers, the smaller first', { hint: 'write range: [0, 1]' });
}
