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
  ],
  examples: ["ds.histogramValues('year', 5)"],
  apply: (plan, { field, bins = BINS }) => {
    if (bins < 1 || bins > MOST_BINS) throw new UserError('bad-argument', `bins must be 1 to ${String(MOST_BINS)}`);
    return ask(plan, { kind: 'histogram-values', of: field, name: columnName(field), bins });
  },
});
